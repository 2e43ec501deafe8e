"""A browser wakes the queue when a countdown ends: who may, and what a flood costs."""

from datetime import timedelta

from odoo import fields
from odoo.tests import JsonRpcException, tagged

from .common_rpc import RpcCase

# Whether the queue is woken by this role; None: the server says no.
ROLES = {
    "owner": True,
    "send_own": True,
    "send_all": True,
    # They see the clock as well. What leaves is due anyway.
    "receive_all": True,
    "team": True,
    "manager": False,
    "administrator": False,
    "other_company": False,
    "employee": False,
    "portal": None,
    "public": None,
}


@tagged("post_install", "-at_install")
class TestQueueWake(RpcCase):
    def setUp(self):
        super().setUp()
        self.line.undo_seconds = 60
        channel, _message = self._conversation()
        message = channel.with_user(self.ben).message_post(body="Sure")
        self.outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        self.cron = self.env.ref("mail_switchboard.ir_cron_send_queue")
        self.make_due()

    def make_due(self, seconds=0):
        """The countdown has ended, or ends in so many seconds on the server."""
        self.outgoing.send_at = fields.Datetime.now() + timedelta(seconds=seconds)
        self.triggers().unlink()

    def triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])

    def wake(self, outgoing_ids):
        return self.make_jsonrpc_request(
            "/mail_switchboard/queue/wake", {"outgoing_ids": outgoing_ids}
        )

    def test_each_role(self):
        for role, woken in ROLES.items():
            with self.subTest(role=role):
                self.triggers().unlink()
                self._log_in(role)
                if woken is None:
                    with self.assertRaisesRegex(JsonRpcException, "Access|Session"):
                        self.wake(self.outgoing.ids)
                else:
                    self.assertEqual(self.wake(self.outgoing.ids), woken)
                self.assertEqual(len(self.triggers()), int(woken or 0))

    def test_when(self):
        self._log_in("send_own")
        # seconds until the server sends, values: woken
        table = [
            (-60, {}, True),
            (2, {}, True),  # the screen's countdown ends two seconds earlier
            (30, {}, False),
            (0, {"paused_reason": "incoming"}, False),
            (0, {"state": "stopped"}, False),
            (0, {"state": "sent"}, False),
        ]
        for seconds, values, woken in table:
            with self.subTest(seconds=seconds, **values):
                self.outgoing.write({"state": "queued", "paused_reason": False})
                self.make_due(seconds)
                self.outgoing.write(values)
                self.assertEqual(self.wake(self.outgoing.ids), woken)
                self.assertEqual(len(self.triggers()), int(woken))

    def test_nonsense(self):
        self._log_in("send_own")
        for wrong in ([], None, 7, "7", {}, ["x", None, [1], -1, 2**40, True], [0]):
            with self.subTest(wrong=wrong):
                self.assertFalse(self.wake(wrong))
        self.assertTrue(self.wake(["x", 2**40, self.outgoing.id]))

    def test_a_flood_is_one_wish(self):
        self._log_in("send_own")
        began = fields.Datetime.now()
        for _time in range(20):
            self.assertTrue(self.wake(self.outgoing.ids))
        seconds = (fields.Datetime.now() - began).total_seconds()
        self.assertLessEqual(len(self.triggers()), 2 + seconds)
        # What was planned when the message was written wakes nobody who sleeps.
        self.triggers().unlink()
        self.cron._trigger(self.outgoing.send_at).flush_recordset()
        self.env.cr.execute(
            "UPDATE ir_cron_trigger SET create_date = create_date - interval '1 min'"
        )
        self.assertTrue(self.wake(self.outgoing.ids))
        self.assertEqual(len(self.triggers()), 2)

    def test_what_it_costs(self):
        """However many are named, and the less the more often it is asked."""
        Outgoing = self.env["switchboard.outgoing"].with_user(self.ben)
        many = [*range(1_000_000, 1_010_000), self.outgoing.id]
        # The lines he reads; the messages; an earlier wish; its cron; the wish.
        for name, ids, asked, most in (
            ("asked", self.outgoing.ids, False, 5),
            ("asked again", self.outgoing.ids, True, 3),
            ("too many named", many, False, 2),
        ):
            with self.subTest(name):
                Outgoing._wake_for(ids)
                # Not by the ORM, which would empty the caches.
                self.env.cr.execute("DELETE FROM ir_cron_trigger")
                if asked:
                    self.ask_now()
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                Outgoing._wake_for(ids)
                self.env.flush_all()
                self.assertLessEqual(self.env.cr.sql_log_count - before, most)

    def ask_now(self):
        self.cron._trigger().flush_recordset()
        self.env.cr.execute(
            "UPDATE ir_cron_trigger SET create_date = timezone('utc',"
            " clock_timestamp()) WHERE cron_id = %s",
            [self.cron.id],
        )
