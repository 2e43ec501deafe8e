from ....tools.errors import CredentialsRefused, SenderRefused, Throttled
from ....tools.smtp import SendRefused, SmtpSession
from ...fakes.script import Rule
from .common import ME, RAW, YOU, SmtpCase, settings


class TestSend(SmtpCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def refused(self, session, *recipients, raw=RAW, **values):
        with self.assertRaises(SendRefused) as caught:
            session.send(ME, recipients or [YOU], raw, **values)
        return caught.exception

    def test_a_mail(self):
        result = self.open(self.server).send(ME, [YOU, "b@x.example"], RAW + b".dot\n")
        self.assertEqual(result.accepted, (YOU, "b@x.example"))
        self.assertEqual((dict(result.refused), result.reply), ({}, "queued as 1"))
        (kept,) = self.server.mails
        self.assertEqual((kept.mail_from, kept.recipients), (ME, [YOU, "b@x.example"]))
        self.assertEqual(kept.raw, RAW + b".dot\r\n")

    def test_many_mails_over_one_session(self):
        session = self.open(self.server)
        for _mail in range(30):
            session.send(ME, [YOU], RAW)
        self.assertEqual((len(self.server.mails), self.server.connections), (30, 1))
        self.assertEqual(self.server.asked("RSET"), [])

    def test_a_large_mail(self):
        raw = RAW + b"0123456789\r\n" * 300_000
        self.open(self.server).send(ME, [YOU], raw)
        self.assertEqual(self.server.mails[0].raw, raw)

    def test_one_recipient_of_several_is_refused(self):
        self.server.rules.append(Rule("RCPT TO:<gone@", reply="550 5.1.1 unknown"))
        self.server.rules.append(Rule("RCPT TO:<full@", reply="452 4.2.2 full"))
        names = ["gone@x.example", YOU, "full@x.example"]
        result = self.open(self.server).send(ME, names, RAW)
        self.assertEqual(result.accepted, (YOU,))
        self.assertTrue(result.refused["gone@x.example"].permanent)
        self.assertFalse(result.refused["full@x.example"].permanent)
        self.assertEqual(self.server.mails[0].recipients, [YOU])

    def test_all_recipients_are_refused(self):
        self.server.rules.append(Rule("RCPT TO:<gone@", reply="550 5.1.1 unknown"))
        session = self.open(self.server)
        error = self.refused(session, "gone@x.example")
        self.assertEqual((error.code, error.enhanced), (550, "5.1.1"))
        self.assertTrue(error.permanent)
        self.assertEqual(list(error.refused), ["gone@x.example"])
        self.assertTrue(session.send(ME, [YOU], RAW))

    def test_one_may_be_accepted_later(self):
        self.server.rules.append(Rule("RCPT TO:<gone@", reply="550 5.1.1 unknown"))
        self.server.rules.append(Rule("RCPT TO:<you@", reply="450 4.7.1 greylisted"))
        error = self.refused(self.open(self.server), "gone@x.example", YOU)
        self.assertEqual((error.code, error.permanent), (450, False))

    def test_refused_at_each_step(self):
        for step in ("MAIL", "DATA", "DOT"):
            for reply, permanent in (
                ("451 4.3.0 later", False),
                ("554 5.7.1 no", True),
            ):
                with self.subTest(step=step, reply=reply):
                    self.server.rules[:] = [Rule(step, reply=reply, times=1)]
                    session = self.open(self.server)
                    error = self.refused(session)
                    self.assertEqual(error.permanent, permanent)
                    self.assertTrue(session.send(ME, [YOU], RAW))

    def test_nobody_to_send_to(self):
        session = self.open(self.server)
        with self.assertRaises(SendRefused):
            session.send(ME, [], RAW)
        self.assertEqual(self.server.mails, [])

    def test_addresses_that_would_be_commands(self):
        session = self.open(self.server)
        error = self.refused(session, "a@x.example>\r\nDATA")
        self.assertEqual((error.code, error.enhanced), (553, "5.1.3"))
        with self.assertRaises(SendRefused):
            session.send("a\r\nQUIT", [YOU], RAW)
        self.assertEqual(self.server.asked("RCPT"), [])

    def test_too_large_is_not_even_tried(self):
        server = self.serve(size=1000)
        session = self.open(server)
        self.assertEqual(session.size_limit, 1000)
        error = self.refused(session, raw=RAW + b"x" * 1000)
        self.assertEqual((error.code, server.asked("MAIL")), (552, []))

    def test_no_limit(self):
        for size in (None, 0):
            self.assertIsNone(self.open(self.serve(size=size)).size_limit)

    def test_utf8(self):
        session = self.open(self.server)
        session.send(ME, ["jörg@x.example"], RAW, smtputf8=True)
        self.assertIn("SMTPUTF8", self.server.asked("MAIL")[0])
        session.send(ME, ["a@bücher.example"], "Subject: ü\r\n\r\n".encode())
        self.assertIn("BODY=8BITMIME", self.server.asked("MAIL")[1])
        self.assertEqual(self.server.mails[1].recipients, ["a@xn--bcher-kva.example"])

    def test_no_utf8(self):
        session = self.open(self.serve(smtputf8=False))
        self.assertFalse(session.smtputf8)
        self.assertEqual(self.refused(session, smtputf8=True).enhanced, "5.6.7")
        self.assertEqual(self.refused(session, "jörg@x.example").enhanced, "5.6.7")
        self.assertTrue(session.send(ME, [YOU, "jörg@x.example"], RAW).refused)


class TestCheck(SmtpCase):
    def test_nothing_is_sent(self):
        server = self.serve()
        session = self.open(server)
        session.check(ME)
        words = [command[:4].upper() for command in server.commands]
        self.assertEqual(words, ["EHLO", "MAIL", "RSET"])
        session.send(ME, [YOU], RAW)

    def test_refusals(self):
        for reply, expected in (
            ("530 5.7.57 Client not authenticated", CredentialsRefused),
            ("553 5.7.60 may not send as this address", SenderRefused),
            ("451 4.3.0 later", Throttled),
        ):
            with self.subTest(reply):
                session = self.open(self.serve(rules=[Rule("MAIL", reply=reply)]))
                with self.assertRaises(expected):
                    session.check(ME)


class TestKept(SmtpCase):
    def test_alive(self):
        server = self.serve()
        session = self.open(server)
        self.assertTrue(session.alive())
        server.cut_all()
        self.assertFalse(session.alive())
        self.assertFalse(session.usable)

    def test_reset(self):
        self.assertTrue(self.open(self.serve()).reset())

    def test_close_says_goodbye(self):
        server = self.serve()
        with SmtpSession.open(settings(server)):
            pass
        server.wait_until(lambda: server.open == 0)
        self.assertEqual(server.commands[-1], "QUIT")

    def test_going_down(self):
        server = self.serve(rules=[Rule("RCPT", bye="shutting down")])
        session = self.open(server)
        with self.assertRaises(SendRefused) as caught:
            session.send(ME, [YOU], RAW)
        self.assertEqual(
            (caught.exception.code, caught.exception.permanent), (421, False)
        )
        self.assertFalse(session.usable)
