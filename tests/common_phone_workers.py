"""A phone in committed rows, and workers that can be killed."""

import contextlib
import os

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import config

from .common_queue import Worker, die
from .fakes.twilio_account import make_sid
from .fakes.twilio_api import TwilioServer

OURS = "+4930555000"
THEIRS = "+4915123456789"


class PhoneWorkersCase(BaseCase):
    """Nothing is rolled back here: what a test makes is deleted when it ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.twilio = cls.enterClassContext(TwilioServer())
        cls.addClassCleanup(config.options.pop, "switchboard_twilio_url", None)
        config["switchboard_twilio_url"] = cls.twilio.url

    def setUp(self):
        super().setUp()
        self.twilio.forget_script()
        self.account = self.twilio.add_account()
        self.account.add_number(OURS, mms=True)
        self.addCleanup(self._clean_up)
        with self.env() as env:
            phone = env["switchboard.phone"].create(
                {
                    "name": "Killed",
                    "number": OURS,
                    "account_sid": self.account.sid,
                    "auth_token": self.account.auth_token,
                    "public_url": "https://ours.example",
                    "undo_seconds": 0,
                }
            )
            phone.action_connect()
            self.phone_id, self.line_id = phone.id, phone.line_id.id

    def _clean_up(self):
        with self.env() as env:
            phones = env["switchboard.phone"].search([("number", "=", OURS)])
            lines = phones.line_id
            channels = env["discuss.channel"].search(
                [("switchboard_line_id", "in", lines.ids)]
            )
            channels.unlink()
            phones.unlink()

    @contextlib.contextmanager
    def env(self):
        """The superuser's environment in a transaction of its own, committed."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def write(self, text):
        """Queue an SMS; return its id."""
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            Channel = env["discuss.channel"]
            channel = Channel._switchboard_write_first(line, [THEIRS])
            message = channel.message_post(body=text)
            return message.switchboard_message_ids.outgoing_ids.id

    def process(self):
        with self.env() as env:
            return env["switchboard.outgoing"]._process()

    def outgoing(self, outgoing_id, *names):
        with self.env() as env:
            row = env["switchboard.outgoing"].browse(outgoing_id)
            return tuple(row[name] for name in names)

    def incoming(self, body, **values):
        """Values of a webhook for a message that comes in."""
        sid = make_sid("SM")
        return {
            "MessageSid": sid,
            "AccountSid": self.account.sid,
            "From": THEIRS,
            "To": OURS,
            "Body": body,
            "NumMedia": "0",
            **values,
        }

    def store(self, payload, kind="message"):
        """Store a piece of news as the route does."""
        with self.env() as env:
            phone = env["switchboard.phone"].browse(self.phone_id)
            key = phone._webhook_key(kind, payload)
            return env["switchboard.webhook"]._store(phone, kind, key, payload)

    def work(self):
        with self.env() as env:
            return env["switchboard.webhook"]._work()

    def texts(self):
        """What came in, as it stands in the conversation."""
        with self.env() as env:
            messages = env["switchboard.message"].search(
                [("line_id", "=", self.line_id), ("direction", "=", "in")]
            )
            return sorted(messages.mapped("snippet"))

    def worker(self, prepare=None):
        """Start a process that works the queue off."""
        worker = Worker(self.registry, prepare)
        self.addCleanup(worker.kill)
        return worker

    def webhook_worker(self, prepare=None):
        """Start a process that works the journal off."""

        def work():
            if prepare:
                prepare()
            self.work()
            os._exit(0)

        return self.worker(work)

    def model(self, name):
        """The class of a model, to patch it in a worker's process."""
        return self.registry[name]


def before(owner, name):
    """Have this process killed when it is about to call ``name``."""

    def prepare():
        setattr(owner, name, lambda *_args, **_kwargs: die())

    return prepare


def after(owner, name):
    """Have this process killed when ``name`` has returned."""

    def prepare():
        original = getattr(owner, name)

        def wrapped(*args, **kwargs):
            original(*args, **kwargs)
            die()

        setattr(owner, name, wrapped)

    return prepare
