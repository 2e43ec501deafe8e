"""What each provider does in its own way, through the whole engine."""

from odoo import fields
from odoo.tests import tagged

from .fakes.imap_store import FakeFolder
from .fakes.script import Rule
from .sync_common import SyncCase, mail

_PLAIN = "IMAP4rev1"
_GMAIL_LIMIT = "Account exceeded command or bandwidth limits. (Failure)"

# provider: what its server is like, its folders, the role each has; and what it does
# once, which the next pass makes up for.
PROVIDERS = {
    "icloud": (
        {"quirks": ("no-uidnext",), "capabilities": _PLAIN},
        {"Sent Messages": "sent", "Deleted Messages": "trash", "Notes": None},
        Rule("UID FETCH", bye="Session expired, please login again", times=1),
    ),
    "zoho": (
        {"quirks": ("no-zero", "silent-search"), "capabilities": _PLAIN},
        {"Sent": "sent", "Spam": "junk", "Newsletter": "other"},
        Rule("UID SEARCH", reply="NO [UNAVAILABLE] Server busy", times=1),
    ),
    "microsoft365": (
        {"quirks": ("estimate-sizes", "chatty"), "capabilities": _PLAIN},
        {"Gesendete Elemente": "sent", "Kalender": None, "Kontakte": None},
        Rule("EXAMINE", reply="BAD User is authenticated but not connected.", times=1),
    ),
    "yahoo": (
        {"quirks": ("split-search",), "capabilities": f"{_PLAIN} CONDSTORE"},
        {"Sent": "sent", "Bulk Mail": "junk", "Draft": "drafts"},
        Rule("LOGIN", reply="NO [LIMIT] Rate limit hit.", times=1),
    ),
    "gmail": (
        {"quirks": ("gmail",)},
        {"[Gmail]/Sent Mail": "sent", "[Gmail]/Spam": "junk", "Customers": "other"},
        Rule("UID FETCH", bye=_GMAIL_LIMIT, skip=1, times=1),
    ),
    "other": (  # a host that allows three connections and little else
        {"capabilities": _PLAIN},
        {"INBOX.Sent": "other", "Kalendarz": None},
        Rule("LOGIN", reply="NO Maximum number of connections exceeded", times=1),
    ),
}


@tagged("post_install", "-at_install")
class TestSyncProviders(SyncCase):
    def test_each_ends_complete_after_its_worst(self):
        for provider, (script, names, trouble) in PROVIDERS.items():
            with self.subTest(provider=provider):
                folders = {"INBOX": FakeFolder([mail(n) for n in range(12)])}
                folders.update({name: FakeFolder() for name in names})
                values = {"provider": provider}
                self.connect(folders, sync=False, values=values, **script)
                self.assert_roles(names)
                self.fake.rules.append(trouble)
                self.assertFalse(self.mailbox._sync())
                self.assertNotEqual(self.mailbox.state, "failed")
                self.assertIn("Retrying at", self.mailbox.state_message)
                self.inbox.add(mail(50))
                self.sync()
                self.inbox.set_flags(2, "\\Seen")
                self.inbox.expunge(1)
                self.sync()
                self.assert_complete(stored=13)
                self.assertTrue(self.message(0).deleted_on_server)
                self.assertEqual(self.fake.peak, 1)
                stores = [c for c in self.fake.commands if "UID STORE" in c]
                self.assertFalse(stores, "nothing is changed there")

    def assert_roles(self, names):
        found = {f.path: f.role for f in self.mailbox.folder_ids}
        wanted = {name: role for name, role in names.items() if role}
        self.assertEqual(found, {"INBOX": "inbox", **wanted})

    # Gmail: a mail lies under each of its labels

    def gmail(self, count=6):
        """All Mail holds what the inbox and another label hold."""
        inbox, label = FakeFolder(), FakeFolder()
        everything = FakeFolder(flags=("\\All",))
        for number in range(count):
            values = {"gm_msgid": 1000 + number}
            everything.add(mail(number), **values)
            (inbox if number % 2 else label).add(mail(number), **values)
        folders = {"INBOX": inbox, "Customers": label, "[Gmail]/All Mail": everything}
        self.connect(folders, sync=False, quirks=("gmail",))
        self.mailbox.folder_ids.selected = True

    def bodies(self):
        """UIDs of which the mail itself was asked for, with repetitions."""
        asked = [c for c in self.fake.asked("UID FETCH") if "BODY.PEEK[]" in c]
        return [c.split()[2] for c in asked]

    def test_mail_under_several_labels_is_downloaded_once(self):
        self.gmail()
        self.sync()
        self.assert_complete(stored=6)
        for message in self.messages():
            self.assertEqual(len(message.location_ids), 2)
        sizes = sum(m.size for m in self.messages())
        self.assertEqual(self.line.runtime_ids.budget_bytes, sizes)
        self.assertEqual(len(self.bodies()), 2, "inbox and label; nothing of All Mail")

    def test_label_added_later_is_a_place_more(self):
        self.gmail()
        self.sync()
        asked = len(self.bodies())
        self.inbox.add(mail(0), gm_msgid=1000)
        self.sync()
        self.assert_complete(stored=6)
        self.assertEqual(len(self.message(0).location_ids), 3)
        self.assertEqual(len(self.bodies()), asked)

    def test_deleted_here_stays_deleted_under_every_label(self):
        self.gmail(2)
        self.sync()
        self.message(0).unlink()
        for folder in self.mailbox.folder_ids:
            folder._restart()
        self.sync()
        self.assertFalse(self.message(0))
        self.assert_complete(stored=1)

    def test_each_line_has_its_own_daily_volume(self):
        self.connect({"INBOX": [mail(1)]}, values={"provider": "gmail"})
        first = self.mailbox
        runtime = first.line_id.runtime_ids
        runtime.write({"budget_day": fields.Date.today(), "budget_bytes": 10**12})
        self.assertLess(first._budget_left(), 0)
        self.connect({"INBOX": [mail(1)]}, values={"provider": "gmail"})
        self.assertGreater(self.mailbox._budget_left(), 10**9)
        self.assert_complete(stored=1)
