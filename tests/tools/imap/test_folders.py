from odoo.tests import BaseCase

from ....tools.imap.folders import _row, assign_roles
from ....tools.imap.wire import WireBroken
from ...fakes.imap_server import FakeFolder
from ...fakes.script import Rule
from .common import ImapCase

SENT = (
    "Sent, Gesendet, Envoyés, Enviados, Posta inviata, Verzonden, Wysłane, Odeslané, "
    "Odoslané, Skickat, Sendt, Lähetetyt, Elküldött, Trimise, Gönderilmiş Öğeler, "
    "Отправленные, Надіслані, Απεσταλμένα, 送信済み, 已发送, 보낸 편지함"
)


def roles(*rows):
    found = assign_roles([(flags, "/", path) for flags, path in rows])
    return {folder.path: folder.role for folder in found}


class TestRoles(BaseCase):
    def test_names_in_twenty_languages(self):
        for name in SENT.split(", "):
            with self.subTest(name):
                self.assertEqual(roles(((), name)), {name: "sent"})

    def test_special_use_beats_names(self):
        found = roles(((), "Sent"), (("\\Sent",), "Ausgang"))
        self.assertEqual(found, {"Sent": "", "Ausgang": "sent"})

    def test_case_and_roots(self):
        for path in ("SENT ITEMS", "INBOX/Sent", "[Gmail]/Sent Mail"):
            with self.subTest(path):
                self.assertEqual(roles(((), path))[path], "sent")

    def test_deep_folders_are_somebodys_own(self):
        self.assertEqual(roles(((), "Customers/Sent")), {"Customers/Sent": ""})

    def test_what_cannot_be_opened(self):
        rows = [
            (("\\Noselect",), "[Gmail]"),
            (("\\NonExistent",), "Old"),
            ((), "INBOX"),
        ]
        self.assertEqual(roles(*rows), {"INBOX": "inbox"})

    def test_what_is_no_mail(self):
        names = (
            "Calendar",
            "Kalender",
            "Contacts/Skype",
            "Aufgaben",
            "Sync Issues",
            "予定表",
        )
        self.assertEqual(roles(*(((), name) for name in names)), {})

    def test_a_mail_folder_that_sounds_like_none(self):
        self.assertEqual(roles(((), "Customers/Contacts")), {"Customers/Contacts": ""})
        self.assertEqual(roles((("\\Archive",), "Journal")), {"Journal": "archive"})


class TestRows(BaseCase):
    def test_spellings(self):
        for parts, path in (
            ([b'LIST (\\HasNoChildren) "/" INBOX'], "INBOX"),
            ([b'LIST () "." "inbox"'], "INBOX"),
            ([b'LIST () NIL "a b"'], "a b"),
            ([b'LIST () "/" 2024'], "2024"),
            ([b'LIST () "/" "Entw&APw-rfe"'], "Entwürfe"),
            ([b'LIST () "/" {3}', b'a"b', b""], 'a"b'),
        ):
            with self.subTest(parts):
                self.assertEqual(_row(parts)[2], path)

    def test_nonsense(self):
        self.assertIsNone(_row([b"LIST ()"]))
        self.assertIsNone(_row([b'LIST () "/" {5}', b"a\r\nb ", b""]))
        with self.assertRaises(WireBroken):
            _row([b"LIST " + b"(" * 5000])


class TestListing(ImapCase):
    FOLDERS = {"INBOX": [], "Ausgang": FakeFolder(flags=["\\Sent"])}

    def test_roles_are_told(self):
        session = self.open(self.serve(self.FOLDERS), "")
        self.assertEqual([f.role for f in session.folders()], ["inbox", "sent"])

    def test_roles_are_told_only_when_asked(self):
        session = self.open(self.serve(self.FOLDERS, quirks=["plain-list"]), "")
        self.assertEqual([f.role for f in session.folders()], ["inbox", "sent"])

    def test_asking_for_roles_is_refused_although_offered(self):
        server = self.serve(self.FOLDERS, quirks=["plain-list"])
        server.rules.append(Rule("LIST .*RETURN", reply="BAD what?"))
        self.assertEqual(
            [f.role for f in self.open(server, "").folders()], ["inbox", ""]
        )
