"""What the tests of the sync engine share: a mailbox on a scripted server."""

from odoo.tests import TransactionCase, tagged

from .common import SwitchboardMixin
from .fakes.imap_server import FakeImapServer
from .fakes.imap_store import FakeFolder


def mail(number, *, sender="maria@cliente.example", subject=None, body=None, **headers):
    """A small mail; its Message-ID names its number."""
    lines = [
        f"From: Maria Silva <{sender}>",
        "To: sales@ours.example",
        f"Subject: {subject or f'Mail {number}'}",
        f"Message-ID: <{number}@cliente.example>",
        f"Date: Thu, 15 Jan 2026 10:{number % 60:02d}:00 +0000",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    text = "\r\n".join([*lines, "", body or f"Hello {number}", ""])
    return text.encode()


class SyncMixin(SwitchboardMixin):
    """Each test starts its own scripted server and connects a mailbox to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def connect(self, folders=None, *, sync=True, values=None, **script):
        """Start a server, connect a mailbox to it and sync it once.

        :param folders: as FakeImapServer takes them
        :param dict values: more fields of the mailbox
        """
        if folders is None:
            folders = {"INBOX": FakeFolder(), "Sent": FakeFolder(flags=("\\Sent",))}
        self.fake = FakeImapServer(folders, **script)
        self.fake.__enter__()
        self.addCleanup(self.fake.__exit__)
        self.mailbox = self.make_mailbox(
            f"sales{self.fake.port}@ours.example",
            imap_host=self.fake.host,
            imap_port=self.fake.port,
            smtp_host=False,
            **(values or {}),
        )
        self.line = self.mailbox.line_id
        self.assertTrue(self.mailbox.action_connect(), self.mailbox.state_message)
        if sync:
            self.assertTrue(self.mailbox._sync(), self.mailbox.state_message)
        return self.fake

    @property
    def inbox(self):
        """The server's inbox."""
        return self.fake.folders["INBOX"]

    def folder(self, path="INBOX"):
        """Our row of a folder."""
        return self.mailbox.folder_ids.filtered(lambda f: f.path == path)

    def messages(self):
        """All messages of the line, oldest first."""
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)], order="date, id"
        )

    def message(self, number):
        """The message with this number."""
        return self.messages().filtered(
            lambda m: m.message_id_header == f"{number}@cliente.example"
        )

    def journal(self):
        """The journal of the mailbox."""
        return self.env["switchboard.skipped"].search(
            [("mailbox_id", "=", self.mailbox.id)]
        )

    def sync(self):
        """Run one pass that has to come to its end."""
        done = self.mailbox._sync()
        self.assertTrue(done, self.mailbox.state_message)

    def assert_complete(self, stored=None):
        """Every mail on the server is accounted for, each once."""
        self.mailbox.action_check()
        for folder in self.mailbox.folder_ids.filtered("selected"):
            on_server = len(self.fake.folders[folder.path].mails)
            self.assertEqual(folder.missing, 0, folder.path)
            self.assertEqual(folder.on_server, on_server, folder.path)
            accounts = folder.stored + folder.skipped + folder.quarantined
            self.assertEqual(accounts + folder.waiting, on_server, folder.path)
        headers = self.messages().filtered("location_ids").mapped("message_id_header")
        self.assertEqual(len(headers), len(set(headers)), "nothing is doubled")
        if stored is not None:
            self.assertEqual(len(self.messages()), stored)


@tagged("post_install", "-at_install")
class SyncCase(SyncMixin, TransactionCase):
    """With everything in the test's one transaction."""
