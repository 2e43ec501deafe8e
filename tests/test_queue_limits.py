"""Servers that hang, a full disk, and times changed at the last moment."""

import os
import resource
import signal
from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import tagged

from ..models import queue_accounts
from .common import SwitchboardMixin
from .common_queue import QueueCase, Worker
from .fakes.script import Rule

# Where a server falls silent; the state after that, mails taken.
HANGS = [
    ("CONNECT", "queued", 0),
    ("EHLO", "queued", 0),
    ("MAIL", "queued", 0),
    ("RCPT", "queued", 0),
    ("DATA", "queued", 0),
    ("DOT", "in_doubt", 0),
    ("REPLY", "in_doubt", 1),
]


class Poster(Worker):
    """A process that writes one message while files cannot grow."""

    def __init__(self, registry, line_id):
        self.line_id = line_id
        super().__init__(registry, None)

    def _run(self, registry, _prepare):
        Worker.connect_anew(registry)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            line = env["switchboard.line"].browse(self.line_id)
            channel = env["discuss.channel"]._switchboard_write_first(
                line, ["full@x.example"]
            )
        with registry.cursor() as cr:
            channel = channel.with_env(api.Environment(cr, SUPERUSER_ID, {}))
            # The system refuses to write further, as on a full disk.
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            try:
                channel.message_post(body=Markup("<p>%s</p>") % ("Offer " * 5000))
            except OSError:
                cr.rollback()
                os._exit(7)
        os._exit(0)


@tagged("post_install", "-at_install")
class TestQueueLimits(QueueCase):
    def test_servers_that_hang(self):
        for name, seconds in (("_TIMEOUT", 0.5), ("DATA_TIMEOUT", 0.5)):
            before = getattr(queue_accounts, name)
            self.addCleanup(setattr, queue_accounts, name, before)
            setattr(queue_accounts, name, seconds)
        for moment, state, taken in HANGS:
            with self.subTest(moment):
                self.smtp.mails.clear()
                self.smtp.rules[:] = [Rule(moment, silence=5, obey=True, times=1)]
                ids = self.write(1)
                self.process()
                self.assertEqual(self.states(ids), [state])
                self.assertTrue(self.row(ids[0], "error"))
                self.assertEqual(len(self.smtp.mails), taken)
                with self.env() as env:
                    env["switchboard.outgoing"].browse(ids).unlink()
                    line = env["switchboard.line"].browse(self.line_id)
                    line.runtime_ids.send_hold_until = False

    def test_a_full_disk_refuses_the_message_whole(self):
        self.assertEqual(Poster(self.registry, self.line_id).wait(), 7)
        with self.env() as env:
            domain = [("line_id", "=", self.line_id)]
            self.assertFalse(env["switchboard.outgoing"].search(domain))
            self.assertFalse(env["switchboard.message"].search(domain))
            channel = env["discuss.channel"].search(
                [("switchboard_line_id", "=", self.line_id)]
            )
            # Half a file lies in the store; the same words can be sent all the same.
            channel.message_post(body=Markup("<p>%s</p>") % ("Offer " * 5000))
        self.process()
        [mail] = self.smtp.mails
        text = SwitchboardMixin.parse(mail.raw).get_body(("plain",)).get_content()
        self.assertEqual(text.count("Offer"), 5000)

    def test_another_time_until_it_is_claimed(self):
        [outgoing_id] = self.write(1)
        later = fields.Datetime.to_string(fields.Datetime.now() + timedelta(hours=1))
        with self.env() as env:
            outgoing = env["switchboard.outgoing"].browse(outgoing_id)
            self.assertEqual(outgoing.state, "queued")
            # Claimed after this transaction's snapshot was taken.
            self.process()
            self.assertFalse(outgoing.action_reschedule(later))
            self.assertFalse(outgoing.action_confirm())
        self.assertEqual(self.states([outgoing_id]), ["sent"])
