"""Tests of the queue with real commits, cursors, threads and processes.

Nothing is rolled back here: what a test makes is deleted when it ends.
"""

import contextlib
import os
import signal
import time
import traceback
import uuid

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from .fakes.smtp_server import FakeSmtpServer
from .servers import mail_server


class QueueCase(BaseCase):
    """A connected mailbox in committed rows, sending to a scripted server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.mail = mail_server()

    def setUp(self):
        super().setUp()
        self.smtp = self.enterContext(FakeSmtpServer())
        self.box = f"queue{uuid.uuid4().hex[:10]}"
        with self.env() as env:
            params = env["ir.config_parameter"].sudo()
            self.allowed = params.get_param("mail_switchboard.allowed_hosts")
            params.set_param("mail_switchboard.allowed_hosts", self.mail.host)
        self.addCleanup(self._clean_up)
        with self.env() as env:
            self.mailbox_id = self._make_mailbox(env).id
            self.line_id = env["switchboard.mailbox"].browse(self.mailbox_id).line_id.id

    def _make_mailbox(self, env, smtp=None, **values):
        smtp = smtp or self.smtp
        mailbox = env["switchboard.mailbox"].create(
            {
                "name": "Queue",
                "email": f"{self.box}@ours.example",
                "imap_host": self.mail.host,
                "imap_port": self.mail.imap_port,
                "imap_security": "none",
                "smtp_host": smtp.host,
                "smtp_port": smtp.port,
                "smtp_security": "none",
                "login": self.box,
                "password": "secret",
                "smtp_auth": "none",
                "sent_copy": "never",
                "undo_seconds": 0,
                **values,
            }
        )
        mailbox.line_id._set_state("connected")
        mailbox.folder_ids.create(
            [
                {"mailbox_id": mailbox.id, "path": path, "role": role}
                for path, role in (("INBOX", "inbox"), ("Sent", "sent"))
            ]
        )
        return mailbox

    def _clean_up(self):
        with self.env() as env:
            boxes = env["switchboard.mailbox"].with_context(active_test=False)
            boxes.search([("login", "like", f"{self.box}%")]).unlink()
            params = env["ir.config_parameter"].sudo()
            params.set_param("mail_switchboard.allowed_hosts", self.allowed or False)

    @contextlib.contextmanager
    def env(self):
        """The superuser's environment in a transaction of its own, committed."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def write(self, count=1, same=False, **post):
        """Queue messages, each in a conversation of its own unless ``same``.

        :return: their ids in the queue
        """
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            Channel = env["discuss.channel"]
            ids = []
            for number in range(count):
                to = f"to{0 if same else number}-{self.box}@cliente.example"
                channel = Channel._switchboard_write_first(line, [to])
                message = channel.message_post(
                    body=Markup("<p>Message %s</p>") % number, **post
                )
                ids += message.switchboard_message_ids.outgoing_ids.ids
            return ids

    def process(self):
        """Work the queue off, as one worker does."""
        with self.env() as env:
            return env["switchboard.outgoing"]._process()

    def states(self, ids):
        with self.env() as env:
            return env["switchboard.outgoing"].browse(ids).mapped("state")

    def row(self, outgoing_id, *names):
        with self.env() as env:
            row = env["switchboard.outgoing"].browse(outgoing_id)
            values = tuple(row[name] for name in names)
            return values[0] if len(values) == 1 else values

    def arrived(self):
        """How often each recipient got something: {address: count}."""
        counts = {}
        for mail in self.smtp.mails:
            for recipient in mail.recipients:
                counts[recipient] = counts.get(recipient, 0) + 1
        return counts

    def worker(self, prepare=None):
        """Start a process that works the queue off.

        :param prepare: called there first, to make it fail somewhere
        """
        worker = Worker(self.registry, prepare)
        self.addCleanup(worker.kill)
        return worker


class Worker:
    """A forked process with connections of its own."""

    def __init__(self, registry, prepare):
        self.status = None
        self.pid = os.fork()
        if not self.pid:
            try:
                self._run(registry, prepare)
            except BaseException:
                traceback.print_exc()
            finally:
                # Nothing of the parent's may be cleaned up here.
                os._exit(1)

    @staticmethod
    def connect_anew(registry):
        """Leave the parent's connections open and untouched."""
        Worker.kept = (sql_db._Pool, sql_db._Pool_readonly, registry._db)
        sql_db._Pool = sql_db._Pool_readonly = None
        registry._db = sql_db.db_connect(registry.db_name)

    def _run(self, registry, prepare):
        self.connect_anew(registry)
        if prepare:
            prepare()
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["switchboard.outgoing"]._process()
        os._exit(0)

    def kill(self):
        if self.status is not None:
            return self.status
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self, timeout=60):
        """Return how it ended: 0, or minus the signal's number."""
        deadline = time.monotonic() + timeout
        while self.status is None and time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(0.01)
        if self.status is None:
            self.kill()
            raise AssertionError("the worker did not come to an end")
        return self.status


def die():
    """End this process as SIGKILL from outside does: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def wait_until(condition, timeout=15):
    """Wait for something another thread or process does."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)


def never(condition, seconds):
    """Whether something did not happen for so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return False
        time.sleep(0.05)
    return True
