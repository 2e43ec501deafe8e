"""Tests of the sync engine with real commits and processes; nothing is rolled back."""

import contextlib
import os
import uuid

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from .common_queue import Worker
from .fakes.imap_server import FakeImapServer
from .fakes.imap_store import FakeFolder
from .sync_common import mail


class SyncWorker(Worker):
    """A forked process that runs a pass, or whatever it is given.

    :param work: called there, with an environment of the process's own
    """

    def __init__(self, registry, work):
        self.work = work
        super().__init__(registry, None)

    def _run(self, registry, _prepare):
        # The parent's connections stay open and untouched.
        Worker.kept = (sql_db._Pool, sql_db._Pool_readonly, registry._db)
        sql_db._Pool = sql_db._Pool_readonly = None
        registry._db = sql_db.db_connect(registry.db_name)
        with registry.cursor() as cr:
            self.work(api.Environment(cr, SUPERUSER_ID, {}))
        os._exit(0)


class SyncWorkerCase(BaseCase):
    """Mailboxes in committed rows, on scripted servers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.box = f"fault{uuid.uuid4().hex[:10]}"
        self.boxes = 0
        self.addCleanup(self._clean_up)
        with self.env() as env:
            params = env["ir.config_parameter"].sudo()
            self.allowed = params.get_param("mail_switchboard.allowed_hosts")
            params.set_param("mail_switchboard.allowed_hosts", "127.0.0.1")

    def _clean_up(self):
        with self.env() as env:
            boxes = env["switchboard.mailbox"].with_context(active_test=False)
            boxes.search([("login", "=", self.box)]).unlink()
            params = env["ir.config_parameter"].sudo()
            params.set_param("mail_switchboard.allowed_hosts", self.allowed or False)

    @contextlib.contextmanager
    def env(self):
        """The superuser's environment in a transaction of its own, committed."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def connect(self, count=60, **script):
        """Start a server with mails and connect a mailbox to it, not synced yet.

        :return: (server, mailbox id)
        """
        folders = {
            "INBOX": FakeFolder([mail(number) for number in range(count)]),
            "Sent": FakeFolder(flags=("\\Sent",)),
        }
        server = self.enterContext(FakeImapServer(folders, **script))
        self.boxes += 1
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].create(
                {
                    "name": "Faults",
                    "email": f"{self.box}-{self.boxes}@ours.example",
                    "imap_host": server.host,
                    "imap_port": server.port,
                    "imap_security": "none",
                    "login": self.box,
                    "password": "secret",
                    "smtp_auth": "none",
                    "sync_period": "all",
                }
            )
            self.assertTrue(mailbox.action_connect(), mailbox.state_message)
            return server, mailbox.id

    def sync(self, mailbox_id):
        """Run a pass here and return whether it came to its end."""
        with self.env() as env:
            return env["switchboard.mailbox"].browse(mailbox_id)._sync()

    def worker(self, mailbox_id, prepare=None):
        """Run a pass in a process of its own."""

        def work(env):
            if prepare:
                prepare(env)
            env["switchboard.mailbox"].browse(mailbox_id)._sync()

        return SyncWorker(self.registry, work)

    def expire_lease(self, mailbox_id):
        """Let the time pass after which a silent worker is taken for dead."""
        with self.env() as env:
            line = env["switchboard.mailbox"].browse(mailbox_id).line_id
            line.runtime_ids.lease_until = "2020-01-01"

    def accounts(self, env, folder):
        """UIDs of a folder that have their rows."""
        return set(folder._known_uids())

    def assert_not_ahead(self, server, mailbox_id):
        """Whatever the position covers has its row."""
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            for folder in mailbox.folder_ids.filtered("uidvalidity"):
                remote = server.folders[folder.path]
                if remote.uidvalidity != folder.uidvalidity:
                    continue
                low, high = folder.backfill_uid, folder.last_uid
                covered = {uid for uid in remote.uids() if low <= uid <= high}
                missing = covered - self.accounts(env, folder)
                self.assertFalse(missing, f"{folder.path}: ahead of the rows")

    def assert_complete(self, server, mailbox_id):
        """Every mail on the server has one row and one place, and no other has."""
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            for folder in mailbox.folder_ids.filtered("selected"):
                remote = server.folders[folder.path]
                self.assertEqual(self.accounts(env, folder), set(remote.uids()))
                self.assertEqual(folder._held_uids(), set(remote.uids()))
            headers = (
                env["switchboard.message"]
                .search([("line_id", "=", mailbox.line_id.id)])
                .mapped("message_id_header")
            )
            self.assertEqual(len(headers), len(set(headers)), "doubled")
            self.assertEqual(
                len(headers), sum(len(f.mails) for f in server.folders.values())
            )
