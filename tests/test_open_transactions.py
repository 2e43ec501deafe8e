"""Nobody waits for the network with a transaction open.

A worker in a process of its own talks to scripted servers; with each command that
reaches one, PostgreSQL is asked whether a connection of that worker stands "idle in
transaction".
"""

import threading
import time

import psycopg2

from odoo import sql_db
from odoo.tests import tagged

from .common_queue import QueueCase, wait_until
from .common_sync_workers import SyncWorker, SyncWorkerCase
from .fakes.imap_server import FakeImapServer
from .fakes.imap_store import FakeFolder
from .fakes.oauth_server import OAuthServer
from .fakes.smtp_server import FakeSmtpServer
from .sync_common import mail


class Probe:
    """Watches servers for what a worker does while its transaction is open.

    :param str dbname: of the tests
    """

    def __init__(self, dbname):
        _name, info = sql_db.connection_info_for(dbname)
        self.connection = psycopg2.connect(**{**info, "application_name": "probe"})
        self.connection.autocommit = True
        self.lock = threading.Lock()
        self.pid = None
        self.seen, self.found = [], []

    def watch(self, *servers):
        for server in servers:
            server.watcher = self

    def __call__(self, command):
        with self.lock, self.connection.cursor() as cr:
            cr.execute(
                "SELECT query FROM pg_stat_activity WHERE application_name = %s"
                " AND state LIKE 'idle in transaction%%'",
                [f"odoo-{self.pid}"],
            )
            self.seen.append(command)
            self.found += [(command, row[0][-300:]) for row in cr.fetchall()]


class ProbeMixin:
    def setUp(self):
        super().setUp()
        self.probe = Probe(self.registry.db_name)
        self.addCleanup(self.probe.connection.close)

    def work(self, work):
        """Run ``work(env)`` in a process that is watched, to its end."""

        def begin(env):
            # Until the probe knows whom to watch.
            time.sleep(0.2)
            work(env)

        worker = SyncWorker(self.registry, begin)
        self.probe.pid = worker.pid
        self.addCleanup(worker.kill)
        self.assertEqual(worker.wait(), 0)

    def assert_closed(self, *words):
        """These commands were seen, and none came with a transaction open."""
        for word in words:
            seen = [c for c in self.probe.seen if c.upper().startswith(word)]
            self.assertTrue(seen, f"{word} was not seen: {self.probe.seen}")
        self.assertFalse(self.probe.found)


@tagged("post_install", "-at_install")
class TestOpenTransactionsSync(ProbeMixin, SyncWorkerCase):
    def test_probe_sees_an_open_transaction(self):
        server, _mailbox_id = self.connect(1)
        self.probe.watch(server)

        def careless(env):
            mailbox = env["switchboard.mailbox"].search([("login", "=", self.box)])
            settings = mailbox._imap_settings()
            env.cr.execute("SELECT 1")
            type(mailbox)._check_imap(mailbox, settings)

        self.work(careless)
        self.assertTrue(self.probe.found)

    def test_whole_pass(self):
        server, mailbox_id = self.connect(30)
        self.probe.watch(server)

        def sync(env):
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            mailbox.flags_two_way = True
            env.cr.commit()
            assert mailbox._sync()

        self.work(sync)
        # News, flags, a mail that went, one that moved, and the numbers of a folder.
        inbox = server.folders["INBOX"]
        server.folders["Old"] = FakeFolder([mail(900)])
        inbox.add(mail(500))
        inbox.set_flags(3, "\\Seen")
        inbox.expunge(1)
        inbox.move(2, server.folders["Sent"])
        self.work(sync)
        inbox.new_validity()
        self.work(sync)
        self.work(lambda env: env["switchboard.mailbox"].browse(mailbox_id)._sync())
        self.assert_closed("LOGIN", "EXAMINE", "UID FETCH", "UID SEARCH", "LIST")

    def test_what_somebody_waits_for(self):
        server, mailbox_id = self.connect(12)
        self.assertTrue(self.sync(mailbox_id))
        self.probe.watch(server)

        def asks(env):
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            mailbox.action_check()
            mailbox.action_repair()
            mailbox.action_dry_run()
            mailbox.action_connect()

        self.work(asks)
        self.assert_closed("LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "LIST")

    def test_connect_dialog(self):
        imap = self.enterContext(FakeImapServer({"INBOX": [mail(1)]}))
        smtp = self.enterContext(FakeSmtpServer())
        self.probe.watch(imap, smtp)

        def connect(env):
            dialog = env["switchboard.connect.mailbox"].create(
                {
                    "email": f"{self.box}@ours.example",
                    "login": self.box,
                    "password": "secret",
                    "imap_host": imap.host,
                    "imap_port": imap.port,
                    "imap_security": "none",
                    "smtp_host": smtp.host,
                    "smtp_port": smtp.port,
                    "smtp_security": "none",
                    "smtp_auth": "none",
                }
            )
            dialog.action_check()
            assert dialog.step == "details", (dialog.imap_error, dialog.smtp_error)
            dialog.action_connect()

        self.work(connect)
        self.assert_closed("LOGIN", "LIST", "STATUS", "EHLO", "MAIL FROM")

    def test_sign_in_that_is_renewed(self):
        oauth = self.enterContext(OAuthServer())
        oauth.add_account("anna@acme.example")
        server, mailbox_id = self.connect(3)
        with self.env() as env:
            params = env["ir.config_parameter"].sudo()
            params.set_param(
                "mail_switchboard.google_token_url", oauth.google_token_url
            )
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            mailbox.oauth_provider = "google"
            mailbox._get_token_row()._keep("old", 0, refresh_token="unknown")
        self.probe.watch(oauth, server)
        self.work(lambda env: env["switchboard.mailbox"].browse(mailbox_id)._sync())
        # The provider does not know this consent; what counts is how it was asked.
        self.assert_closed("POST")
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            self.assertFalse(mailbox.oauth_token_ids.renewing_until)


@tagged("post_install", "-at_install")
class TestOpenTransactionsQueue(ProbeMixin, QueueCase):
    def test_sending_and_the_sent_copy(self):
        imap = self.enterContext(
            FakeImapServer({"INBOX": [], "Sent": FakeFolder(flags=("\\Sent",))})
        )
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.write(
                {"imap_host": imap.host, "imap_port": imap.port, "sent_copy": "append"}
            )
        ids = self.write(3)
        self.probe.watch(self.smtp, imap)
        self.work(lambda env: env["switchboard.outgoing"]._process())
        self.work(lambda env: env["switchboard.outgoing"]._process_copies())
        wait_until(lambda: self.states(ids) == ["sent"] * 3)
        self.assert_closed("EHLO", "MAIL FROM", "DATA", "LOGIN", "APPEND")
