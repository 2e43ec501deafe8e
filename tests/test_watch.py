"""The watcher as a process: it wakes the crons when something is due or has come."""

import logging
import signal
import time
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_hosts import HostsCase
from .common_queue import never, wait_until

_logger = logging.getLogger(__name__)

SEND, LANE = "ir_cron_send_queue", "ir_cron_sync_lane_1"
MAIL = b"From: maria@cliente.example\r\nMessage-ID: <%d@cliente.example>\r\n\r\nHi\r\n"


@tagged("post_install", "-at_install")
class TestWatcher(HostsCase):
    CRONS = (*HostsCase.CRONS, LANE, "ir_cron_sync_lane_2")

    def setUp(self):
        super().setUp()
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.folder_ids.filtered(lambda f: f.role == "inbox").selected = True
        self.sync_in(60)

    def runtime(self, env):
        return env["switchboard.line"].browse(self.line_id).runtime_ids

    def sync_in(self, seconds):
        with self.env() as env:
            self.runtime(env)._schedule(seconds)

    def seconds_to_sync(self):
        with self.env() as env:
            at = self.runtime(env).next_sync_at
            return (at - fields.Datetime.now()).total_seconds()

    def wait_for_idle(self, watcher):
        """Mail that comes from here on is told by the server."""
        watcher.wait_for("Watching")
        self.mail.deliver(self.box, MAIL % 0)
        wait_until(lambda: self.seconds_to_sync() <= 0, 60)
        self.sync_in(3600)
        self.sleep_again()

    def test_it_wakes_the_queue_when_a_message_becomes_due(self):
        watcher = self.watcher()
        watcher.wait_for("Watching")
        [outgoing_id] = self.write(1)
        with self.env() as env:
            due = fields.Datetime.now() + timedelta(seconds=3)
            env["switchboard.outgoing"].browse(outgoing_id).send_at = due
        self.sleep_again()
        self.assertFalse(self.woken(SEND))
        wait_until(lambda: self.woken(SEND))
        self.assertGreaterEqual(fields.Datetime.now(), due, "not before it is due")
        self.assertEqual(watcher.end(), 0)

    def test_it_leaves_in_peace_what_nobody_can_send(self):
        ids = self.write(2)
        with self.env() as env:
            rows = env["switchboard.outgoing"].browse(ids)
            rows.send_at = fields.Datetime.now() - timedelta(minutes=5)
        self.sleep_again()
        watcher = self.watcher()
        watcher.wait_for("Watching")
        wait_until(lambda: self.woken(SEND))
        self.sleep_again()
        # A long time for a watcher that looks twice a second.
        self.assertTrue(never(lambda: self.woken(SEND), 5))

    def test_it_wakes_a_lane_when_a_sync_becomes_due(self):
        self.sync_in(3600)
        self.watcher().wait_for("Watching")
        self.sleep_again()
        self.sync_in(2)
        wait_until(lambda: self.woken(LANE))

    def test_new_mail_makes_its_line_due(self):
        self.sync_in(3600)
        self.wait_for_idle(self.watcher())
        self.assertGreater(self.seconds_to_sync(), 3000)
        self.mail.deliver(self.box, MAIL % 1)
        wait_until(lambda: self.seconds_to_sync() <= 0)
        wait_until(lambda: self.woken(LANE))

    def test_news_during_a_sync_is_not_forgotten(self):
        self.sync_in(3600)
        self.wait_for_idle(self.watcher())
        with self.env() as env:
            self.assertTrue(self.runtime(env)._claim("somebody"))
        self.mail.deliver(self.box, MAIL % 1)
        # Whoever syncs may have looked before the mail came.
        self.assertTrue(never(lambda: self.seconds_to_sync() <= 0, 3))
        with self.env() as env:
            later = fields.Datetime.now() + timedelta(hours=1)
            self.runtime(env)._release("somebody", later)
        wait_until(lambda: self.seconds_to_sync() <= 0)

    def test_new_mail_is_stored_long_before_the_plan_asks_for_it(self):
        self.sync_in(3600)
        host, watcher = self.host(), self.watcher()
        host.wait_for("Registry loaded")
        watcher.wait_for("Watching")
        seconds = [self.seconds_until_stored(number) for number in range(4)]
        # The first one came before the inbox was watched.
        _logger.info("New mail was stored after %s s", seconds[1:])
        self.assertLess(max(seconds[1:]), 30, "the plan asks every five minutes")

    def seconds_until_stored(self, number):
        began = time.monotonic()
        self.mail.deliver(self.box, MAIL % number)
        header = f"{number}@cliente.example"

        def stored():
            with self.env() as env:
                domain = [
                    ("line_id", "=", self.line_id),
                    ("message_id_header", "=", header),
                ]
                message = env["switchboard.message"].search(domain)
                # The first one belongs to the history, which nobody has opened.
                return message and (message.mail_message_id or not number)

        wait_until(stored, 60)
        return round(time.monotonic() - began, 2)

    def test_one_watches_and_another_takes_over(self):
        first = self.watcher()
        first.wait_for("Watching")
        second = self.watcher()
        second.wait_for("Registry loaded")
        self.assertTrue(never(lambda: second.said("Watching"), 5))
        self.assertTrue(second.alive)
        first.end(signal.SIGKILL)
        second.wait_for("Watching")

    def test_it_outlives_the_database(self):
        watcher = self.watcher()
        watcher.wait_for("Watching")
        with self.env() as env:
            # As a restart of PostgreSQL does to its connections.
            env.cr.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
                "              AND objid = %s)",
                [0x5B05],
            )
        watcher.wait_for("The database is away")
        self.sleep_again()
        self.write(1)
        self.sleep_again()
        wait_until(lambda: self.woken(SEND), 30)
