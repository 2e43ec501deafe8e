from datetime import date, datetime, timezone

from ....tools.errors import FolderRefused, ProtocolFailed, Throttled
from ...fakes.imap_server import CAPABILITIES, FakeFolder
from ...fakes.script import Rule
from .common import ImapCase, mail


class TestQuestions(ImapCase):
    def setUp(self):
        super().setUp()
        self.inbox = FakeFolder([mail(1), mail(2), mail(3)])
        self.server = self.serve({"INBOX": self.inbox, "Sent": []})
        self.session = self.open(self.server)

    def test_status(self):
        status = self.session.status("INBOX")
        self.assertEqual((status.messages, status.uidnext), (3, 4))
        self.assertEqual(status.uidvalidity, self.inbox.uidvalidity)

    def test_select(self):
        self.assertEqual(self.session.select("INBOX"), self.session.status("INBOX"))
        self.assertEqual(self.session.selected, "INBOX")

    def test_numbered_anew_in_the_middle_of_a_pass(self):
        validity = self.inbox.uidvalidity
        self.session.select("INBOX", uidvalidity=validity)
        self.inbox.new_validity()
        with self.assertRaises(FolderRefused):
            self.session.select("INBOX", uidvalidity=validity)
        self.assertIsNone(self.session.selected)

    def test_a_folder_that_will_not_open_leaves_the_others(self):
        for ask in (self.session.select, self.session.status):
            with self.assertRaises(FolderRefused):
                ask("Gone")
        self.assertIsNone(self.session.selected)
        self.assertEqual(self.session.select("Sent").messages, 0)

    def test_from_a_uid(self):
        self.assertEqual(self.session.uids_from(2), [2, 3])
        self.assertEqual(self.session.uids_from(0), [1, 2, 3])

    def test_the_last_mail_below_is_not_new(self):
        self.assertEqual(self.session.uids_from(9), [])

    def test_since_a_day(self):
        old = datetime(2025, 12, 31, 12, tzinfo=timezone.utc)
        self.inbox.add(mail(4), date=old)
        self.assertEqual(self.session.uids_since(date(2026, 1, 1)), [1, 2, 3])

    def test_by_message_id(self):
        self.assertEqual(self.session.search_message_id("<2@x.example>"), [2])
        for odd in ("<2\r\nS9 LOGOUT>", "<žluť@x.example>", '"\\'):
            self.assertEqual(self.session.search_message_id(odd), [])

    def test_answers_in_several_lines_or_none(self):
        self.server.quirks |= {"split-search", "silent-search"}
        self.assertEqual(self.session.all_uids(), [1, 2, 3])
        self.assertEqual(self.session.search_message_id("<nobody>"), [])

    def test_flags_and_removals(self):
        before = self.session.status("INBOX").highestmodseq
        self.inbox.set_flags(2, "\\Seen")
        self.inbox.expunge(1)
        self.assertEqual(self.session.flags_changed_since(before), {2: ("\\Seen",)})
        self.assertEqual(self.session.vanished_since(before), [range(1, 2)])

    def test_a_poll_that_finds_nothing(self):
        asked = len(self.server.commands)
        self.assertFalse(self.session.noop_changes().any)
        self.assertEqual(self.server.commands[asked:], ["NOOP"])

    def test_a_poll_that_finds_something(self):
        self.inbox.add(mail(4))
        self.assertEqual(self.session.noop_changes().exists, 4)
        self.inbox.expunge(1)
        self.assertTrue(self.session.noop_changes().gone)

    def test_idle(self):
        self.assertFalse(self.session.idle(0.05))
        self.inbox.add(mail(4))
        self.assertTrue(self.session.idle(2.0))
        self.assertEqual(self.session.uids_from(4), [4])


class TestAppend(ImapCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve({"INBOX": []})
        self.session = self.open(self.server, "")

    def test_append(self):
        moment = datetime(2026, 3, 1, tzinfo=timezone.utc)
        uid = self.session.append("INBOX", b"Subject: x\n\nbare\n", date=moment)
        kept = self.server.folders["INBOX"].mails[uid]
        self.assertEqual(kept.raw, b"Subject: x\r\n\r\nbare\r\n")
        self.assertEqual(kept.flags, {"\\Seen"})

    def test_append_tells_no_uid(self):
        self.server.rules.append(Rule("APPEND", reply="OK stored"))
        self.assertIsNone(self.session.append("INBOX", mail()))

    def test_no_such_folder(self):
        with self.assertRaises(FolderRefused):
            self.session.append("Sent", mail())
        self.session.create_folder("Sent")
        self.session.subscribe("Sent")
        self.assertEqual(self.session.append("Sent", mail()), 1)

    def test_mailbox_full(self):
        self.server.rules.append(Rule("APPEND", reply="NO [OVERQUOTA] full"))
        with self.assertRaises(Throttled):
            self.session.append("INBOX", mail())


class TestLesserServers(ImapCase):
    def test_no_uidnext(self):
        server = self.serve({"INBOX": [mail(1), mail(2)]}, quirks=["no-uidnext"])
        session = self.open(server)
        self.assertEqual(session.select("INBOX").uidnext, 3)
        server.folders["INBOX"].mails.clear()
        self.assertIsNone(session.select("INBOX").uidnext)

    def test_bare_imap(self):
        server = self.serve({"INBOX": [mail(1)]}, capabilities="IMAP4rev1")
        session = self.open(server)
        self.assertIsNone(session.select("INBOX").highestmodseq)
        self.assertEqual(session.flags_changed_since(1), {})
        self.assertIsNone(session.vanished_since(1))
        self.assertFalse(session.idle(5.0))
        self.assertEqual(len(self.fetch(session)), 1)

    def test_condstore_without_enable(self):
        server = self.serve(capabilities="IMAP4rev1 CONDSTORE")
        self.open(server)
        self.assertIn("(CONDSTORE)", server.asked("EXAMINE")[0])

    def test_announced_and_yet_refused(self):
        for command in ("ENABLE", r"EXAMINE .*\(CONDSTORE\)", "ID"):
            with self.subTest(command):
                offered = (
                    CAPABILITIES.replace("ENABLE ", "")
                    if "EX" in command
                    else CAPABILITIES
                )
                server = self.serve({"INBOX": [mail(1)]}, capabilities=offered)
                server.rules.append(Rule(command, reply="BAD unknown command"))
                self.assertEqual(len(self.fetch(self.open(server))), 1)

    def test_enable_is_asked_once(self):
        server = self.serve({"INBOX": [], "Sent": []})
        session = self.open(server)
        session.select("Sent")
        self.assertEqual(len(server.asked("ENABLE")), 1)


class TestEnd(ImapCase):
    def test_close_says_goodbye(self):
        server = self.serve()
        with self.open(server):
            pass
        server.wait_until(lambda: server.open == 0)
        self.assertEqual(server.commands[-1], "LOGOUT")

    def test_closed_is_closed(self):
        session = self.open(self.serve())
        session.close()
        session.close()
        with self.assertRaises(ProtocolFailed):
            session.all_uids()


class TestPeople(ImapCase):
    def setUp(self):
        super().setUp()
        self.mails = [
            mail(1, extra=b"To: Ben <ben@x.example>\r\n"),
            mail(2),
            mail(3, extra=b"Cc: ben@x.example\r\n"),
        ]
        self.server = self.serve({"INBOX": self.mails})
        self.session = self.open(self.server)

    def test_mails_with_all_of_them(self):
        for emails, below, uids in (
            (["ben@x.example"], 9, [1, 3]),
            (["anna@x.example"], 9, [1, 2, 3]),
            (["anna@x.example", "ben@x.example"], 3, [1]),
            (["nobody@x.example"], 9, []),
            (["ben@x.example"], 1, []),
        ):
            with self.subTest(emails=emails, below=below):
                self.assertEqual(self.session.uids_with(emails, below=below), uids)

    def test_an_address_cannot_be_a_command(self):
        for email in ('a"\r\nX LOGOUT', "ä@x.example", "a\0b"):
            with self.subTest(email=email):
                self.assertEqual(self.session.uids_with([email], below=9), [])
        self.assertTrue(self.session.alive)

    def test_server_that_does_not_search_keeps_the_session(self):
        self.server.rules.append(Rule("UID SEARCH", reply="NO not indexed", times=1))
        with self.assertRaises(FolderRefused):
            self.session.uids_with(["ben@x.example"], below=9)
        self.assertEqual(self.session.all_uids(), [1, 2, 3])


class TestBeforeCommand(ImapCase):
    def test_it_is_called_before_each_command_and_not_after(self):
        server = self.serve({"INBOX": [mail(1)]})
        session = self.open(server)
        seen = []
        session.wire.before_command = lambda: seen.append(len(server.commands))
        session.all_uids()
        session.sizes([1])
        self.assertEqual(seen, [len(server.commands) - 2, len(server.commands) - 1])
