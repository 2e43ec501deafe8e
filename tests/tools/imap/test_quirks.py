"""One test for each provider's own way."""

from ....tools.errors import Throttled
from ....tools.imap import ImapSession
from ...fakes.imap_server import FakeFolder
from ...fakes.script import Rule
from .common import ImapCase, mail, settings


class TestGmail(ImapCase):
    def test_one_mail_under_two_labels(self):
        inbox, all_mail = FakeFolder(), FakeFolder(flags=["\\All"])
        inbox.add(mail(1), gm_msgid=1278455344230334865, labels=["Work"])
        all_mail.add(
            mail(1), gm_msgid=1278455344230334865, labels=["\\\\Inbox", "Work"]
        )
        folders = {"INBOX": inbox, "[Gmail]": FakeFolder(flags=["\\Noselect"])}
        folders["[Gmail]/Alle Nachrichten"] = all_mail
        session = self.open(self.serve(folders, quirks=["gmail"]))
        self.assertEqual([f.role for f in session.folders()], ["inbox", "all"])
        (here,) = self.fetch(session)
        session.select("[Gmail]/Alle Nachrichten")
        (there,) = self.fetch(session)
        self.assertEqual(here.gm_msgid, there.gm_msgid)
        self.assertEqual(there.gm_labels, ("\\Inbox", "Work"))
        self.assertEqual(here.raw, there.raw)

    def test_which_mails_these_are_without_reading_them(self):
        inbox = FakeFolder()
        inbox.add(mail(1), gm_msgid=1278455344230334865, flags=["\\Seen"])
        server = self.serve({"INBOX": inbox}, quirks=["gmail"])
        session = self.open(server)
        found = session.gmail_numbers([1, 7])
        self.assertEqual(found, {1: (1278455344230334865, ("\\Seen",))})
        self.assertFalse([c for c in server.commands if "BODY" in c])
        elsewhere = self.open(self.serve({"INBOX": [mail(1)]}))
        self.assertEqual(elsewhere.gmail_numbers([1]), {})

    def test_bandwidth(self):
        words = "Account exceeded command or bandwidth limits. (Failure)"
        server = self.serve({"INBOX": [mail(1)]}, rules=[Rule("UID FETCH", bye=words)])
        with self.assertRaises(Throttled):
            self.fetch(self.open(server))


class TestZoho(ImapCase):
    def test_no_set_begins_with_zero(self):
        session = self.open(self.serve({"INBOX": [mail(1)]}, quirks=["no-zero"]))
        self.assertEqual(session.uids_from(0), [1])


class TestExchange(ImapCase):
    def test_its_whole_store_is_shown(self):
        names = ("INBOX", "Kalender", "Kontakte", "Aufgaben", "Gesendete Elemente")
        session = self.open(self.serve({name: [] for name in names}), "")
        found = {folder.path: folder.role for folder in session.folders()}
        self.assertEqual(found, {"INBOX": "inbox", "Gesendete Elemente": "sent"})

    def test_sizes_are_estimates(self):
        mails = [mail(n, body=b"x" * 2000) for n in range(1, 4)]
        server = self.serve({"INBOX": mails}, quirks=["estimate-sizes"])
        found = self.fetch(self.open(server), max_mail_bytes=3000)
        self.assertEqual([f.raw for f in found], mails)

    def test_authenticated_but_not_connected(self):
        reply = "BAD User is authenticated but not connected."
        server = self.serve(rules=[Rule("EXAMINE", reply=reply)])
        with self.assertRaises(Throttled):
            self.open(server)


class TestICloud(ImapCase):
    def test_no_uidnext_and_roles_by_name(self):
        folders = {
            "INBOX": [mail(1)],
            "Sent Messages": [],
            "Deleted Messages": [],
            "Notes": [],
        }
        session = self.open(
            self.serve(folders, quirks=["no-uidnext"], capabilities="IMAP4rev1")
        )
        found = [(folder.path, folder.role) for folder in session.folders()]
        self.assertEqual(
            found,
            [
                ("INBOX", "inbox"),
                ("Sent Messages", "sent"),
                ("Deleted Messages", "trash"),
            ],
        )
        self.assertEqual(session.select("INBOX").uidnext, 2)


class TestYahoo(ImapCase):
    def test_limit_and_bulk(self):
        session = self.open(self.serve({"INBOX": [], "Bulk Mail": []}), "")
        self.assertEqual([f.role for f in session.folders()], ["inbox", "junk"])
        reply = "NO [LIMIT] Rate limit hit."
        server = self.serve(rules=[Rule("LOGIN", reply=reply)])
        with self.assertRaises(Throttled):
            ImapSession.open(settings(server))
