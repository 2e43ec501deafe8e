"""Several hosts: processes of Odoo with configurations of their own, one queue."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_hosts import HostsCase
from .common_queue import wait_until


@tagged("post_install", "-at_install")
class TestHosts(HostsCase):
    def wake(self):
        with self.env() as env:
            env["switchboard.outgoing"]._wake()

    def workers_now(self):
        """The tokens of the workers that have rows at this moment."""
        with self.env() as env:
            env.cr.execute(
                "SELECT DISTINCT claim_token FROM switchboard_outgoing"
                " WHERE state = 'sending' AND line_id = %s",
                [self.line_id],
            )
            return {token for (token,) in env.cr.fetchall()}

    def test_two_hosts_drain_one_queue(self):
        with self.env() as env:
            # One host alone may not use all connections.
            env["switchboard.line"].browse(self.line_id).max_sessions = 8
        ids = self.write(200)
        self.smtp.delay = 0.02
        hosts = [self.host(), self.host()]
        for host in hosts:
            host.wait_for("Registry loaded")
        self.wake()
        together = []

        def done():
            together.append(len(self.workers_now()))
            return set(self.states(ids)) == {"sent"}

        wait_until(done, 90)
        self.assertEqual(set(self.arrived().values()), {1}, "each exactly once")
        self.assertEqual(len(self.smtp.mails), 200)
        self.assertGreaterEqual(max(together), 2, "both were at work at once")

    def test_a_host_dies_and_another_goes_on(self):
        ids = self.write(60)
        self.smtp.delay = 0.03
        first = self.host()
        first.wait_for("Registry loaded")
        self.wake()
        wait_until(lambda: len(self.smtp.mails) > 10, 60)
        first.end(9)
        second = self.host()
        second.wait_for("Registry loaded")
        wait_until(self.woken_until_settled(ids), 90)
        arrived = self.arrived()
        self.assertEqual(set(arrived.values()), {1}, "none twice")
        states = self.states(ids)
        self.assertLessEqual(states.count("in_doubt"), 8, "those on the wire")
        self.assertGreaterEqual(len(arrived), states.count("sent"))

    def woken_until_settled(self, ids):
        def settled():
            self.wake()
            return not {"queued", "sending"} & set(self.states(ids))

        return settled

    def test_a_reached_ceiling_keeps_no_worker_busy(self):
        with self.env() as env:
            env["switchboard.line"].browse(self.line_id).max_per_day = 2
        ids = self.write(4)
        with self.env() as env:
            later = fields.Datetime.now() + timedelta(hours=2)
            env["switchboard.outgoing"].browse(ids[3]).send_at = later
        for _run in range(2):
            self.sleep_again()
            with self.env() as env:
                env["switchboard.outgoing"]._cron_process()
        self.assertEqual(self.states(ids).count("sent"), 2)
        self.assertFalse(self.woken("ir_cron_send_queue"), "it would run for ever")
        with self.env() as env:
            triggers = env["ir.cron.trigger"].search([])
            self.assertEqual(set(triggers.mapped("call_at")), {later})
