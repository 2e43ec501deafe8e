"""Where the line breaks decides whether the mail may be sent again."""

from ....tools.errors import LineError
from ....tools.smtp import (
    SendInDoubt,
    SendRefused,
    SendUnreached,
    SmtpSession,
)
from ...fakes.certificate import server_context
from ...fakes.script import Rule
from .common import ME, RAW, YOU, SmtpCase, settings

BREAKS = ({"drop": True}, {"reset": True}, {"silence": 9.0, "drop": True})
# More than the buffers of both sides hold, so that sending it is what breaks.
LARGE = RAW + b"x" * 98 + b"\r\n" + (b"y" * 98 + b"\r\n") * 200_000


class TestPhases(SmtpCase):
    def attempt(self, server, raw=RAW, **values):
        session = self.open(server, **{"timeout": 0.4, "data_timeout": 0.4, **values})
        try:
            session.send(ME, [YOU], raw)
        finally:
            self.usable = session.usable

    def test_before_the_final_dot_it_is_safe(self):
        for step in ("MAIL", "RCPT", "DATA"):
            for values in BREAKS:
                with self.subTest(step=step, **values):
                    server = self.serve(rules=[Rule(step, times=1, **values)])
                    with self.assertRaises(SendUnreached):
                        self.attempt(server)
                    self.assertFalse(self.usable)
                    self.assertEqual(server.mails, [])

    def test_in_the_middle_of_the_data(self):
        for values in ({"drop": True}, {"reset": True}):
            server = self.serve(size=None, rules=[Rule("BODY", times=1, **values)])
            with self.assertRaises(SendUnreached):
                self.attempt(server, LARGE, timeout=5.0)
            self.assertEqual(server.mails, [])

    def test_from_the_final_dot_on_it_is_in_doubt(self):
        for step, arrived in (("DOT", 0), ("REPLY", 1)):
            for values in BREAKS:
                with self.subTest(step=step, **values):
                    server = self.serve(rules=[Rule(step, times=1, **values)])
                    with self.assertRaises(SendInDoubt):
                        self.attempt(server)
                    self.assertFalse(self.usable)
                    self.assertEqual(len(server.mails), arrived)

    def test_the_same_in_tls(self):
        given = {"security": "ssl", "verify_tls": False}
        for step, expected in (
            ("DATA", SendUnreached),
            ("DOT", SendInDoubt),
            ("REPLY", SendInDoubt),
        ):
            for values in BREAKS:
                with self.subTest(step=step, **values):
                    rules = [Rule(step, times=1, **values)]
                    server = self.serve(tls=server_context(), rules=rules)
                    with self.assertRaises(expected):
                        self.attempt(server, **given)
        server = self.serve(tls=server_context())
        self.attempt(server, LARGE[: len(RAW) + 1_000_000], **given)
        self.assertEqual(server.mails[0].raw, LARGE[: len(RAW) + 1_000_000])

    def test_after_the_answer_it_is_sent(self):
        for values in ({"drop": True}, {"reset": True}):
            server = self.serve(rules=[Rule("REPLY", obey=True, times=1, **values)])
            session = self.open(server)
            self.assertTrue(session.send(ME, [YOU], RAW))
            with self.assertRaises(SendUnreached):
                session.send(ME, [YOU], RAW)
            self.assertEqual(len(server.mails), 1)

    def test_nonsense_instead_of_an_answer(self):
        for step, expected in (
            ("MAIL", SendUnreached),
            ("RCPT", SendUnreached),
            ("DATA", SendUnreached),
            ("DOT", SendInDoubt),
            ("REPLY", SendInDoubt),
        ):
            for reply in ("what", "2x0 ok"):
                with self.subTest(step=step, reply=reply):
                    server = self.serve(rules=[Rule(step, reply=reply)])
                    with self.assertRaises(expected):
                        self.attempt(server)

    def test_an_answer_that_is_neither_yes_nor_no(self):
        server = self.serve(rules=[Rule("DOT", reply="354 go on")])
        with self.assertRaises(SendInDoubt):
            self.attempt(server)

    def test_a_server_that_has_had_enough(self):
        rules = [Rule("BODY", reply="552 5.3.4 too large", drop=True)]
        server = self.serve(size=None, rules=rules)
        # Whether its words are still read when the line breaks is not in our hand.
        with self.assertRaises((SendRefused, SendUnreached)):
            self.attempt(server, LARGE, timeout=5.0)
        self.assertEqual(server.mails, [])

    def test_an_endless_answer(self):
        reply = "250-on and on\r\n" * 2000 + "250 end"
        server = self.serve(rules=[Rule("MAIL", reply=reply)])
        with self.assertRaises(SendUnreached):
            self.attempt(server)

    def test_in_doubt_is_no_reason_to_try_again(self):
        """Whoever retries after a LineError must not retry these two."""
        self.assertFalse(issubclass(SendInDoubt, LineError))
        self.assertFalse(issubclass(SendRefused, LineError))
        self.assertTrue(issubclass(SendUnreached, LineError))

    def test_slow_is_not_broken(self):
        server = self.serve(delay=0.05)
        with SmtpSession.open(settings(server, timeout=0.5)) as session:
            self.assertTrue(session.send(ME, [YOU], RAW))

    def test_the_last_answer_may_take_longer(self):
        server = self.serve(rules=[Rule("REPLY", silence=0.6)])
        self.attempt(server, timeout=0.2, data_timeout=5.0)
        self.assertTrue(self.usable)
        self.assertEqual(len(server.mails), 1)
