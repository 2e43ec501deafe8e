"""Servers that hang, and times changed at the last moment."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models import queue_accounts
from .common_queue import QueueCase
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
