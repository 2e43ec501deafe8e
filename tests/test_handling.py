"""Assigning, closing, putting off, and who has been waiting since when."""

from datetime import timedelta
from unittest.mock import patch

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SwitchboardCase
from .test_rights import READERS, SENDERS, RightsMixin


@tagged("post_install", "-at_install")
class TestHandling(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()

    def _write_in(self, **headers):
        self.send_mail(**headers)
        self.mailbox._sync()
        self.channel.invalidate_recordset()

    def _as(self, user):
        return self.channel.with_user(user)

    def _notes(self, kind):
        """Notes of this kind on the bus since the last call."""
        self.env.cr.precommit.run()
        self.env.cr.postcommit.clear()
        notes = self.env["bus.bus"].search([("message", "like", kind)])
        texts = notes.mapped("message")
        notes.unlink()
        return texts

    def test_assign(self):
        self._notes("mail_switchboard")
        self._as(self.ben).action_switchboard_assign(self.sara.id)
        self.assertEqual(self.channel.switchboard_user_id, self.sara)
        [note] = self._notes("conversation_state")
        self.assertNotIn("Maria", note, "ids only")
        self.assertIn(str(self.channel.id), note)
        [told] = self._notes("mail_switchboard/told")
        self.assertNotIn("Maria", told, "ids only")
        notice = self.env["mail.message"].search(
            [("partner_ids", "in", self.sara.partner_id.ids)], limit=1
        )
        self.assertIn("Ben Ortiz assigned the conversation", notice.body)
        self.assertIn(f"discuss.channel_{self.channel.id}", notice.body)
        self.assertEqual(notice.notified_partner_ids, self.sara.partner_id)
        self._as(self.ben).action_switchboard_assign(False)
        self.assertFalse(self.channel.switchboard_user_id)

    def test_taking_it_oneself_tells_nobody(self):
        before = self.env["mail.message"].search_count([])
        self._as(self.ben).action_switchboard_take()
        self.assertEqual(self.channel.switchboard_user_id, self.ben)
        self.assertEqual(self.env["mail.message"].search_count([]), before)

    def test_only_who_may_answer_is_given_a_conversation(self):
        for user in (self.carla, self.nobody, self.admin):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._as(self.ben).action_switchboard_assign(user.id)

    def test_whose_conversation_it_is_is_told_about_answers(self):
        self.assertFalse(self.channel._switchboard_notifies(self.ben))
        self._as(self.sara).action_switchboard_assign(self.ben.id)
        self.assertTrue(self.channel._switchboard_notifies(self.ben))

    def test_done_until_the_customer_writes(self):
        self._as(self.ben).action_switchboard_done()
        self.assertTrue(self.channel.switchboard_done)
        self._write_in(subject="Out of office", Auto_Submitted="auto-replied")
        self.assertTrue(self.channel.switchboard_done, "a machine wrote")
        self._write_in(subject="Re: Roof")
        self.assertFalse(self.channel.switchboard_done)
        self._as(self.ben).action_switchboard_done()
        self._as(self.sara).action_switchboard_reopen()
        self.assertFalse(self.channel.switchboard_done)

    def test_snooze_wakes_in_time(self):
        at = fields.Datetime.now() + timedelta(hours=3)
        with self.assertRaises(UserError):
            self._as(self.ben).action_switchboard_snooze("2020-01-01 10:00:00")
        self._as(self.ben).action_switchboard_snooze(fields.Datetime.to_string(at))
        cron = self.env.ref("mail_switchboard.ir_cron_wake_conversations")
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(at.replace(microsecond=0), trigger.mapped("call_at"))
        Channel = self.env["discuss.channel"]
        Channel._cron_wake()
        self.assertTrue(self.channel.switchboard_snoozed_until, "not yet")
        self._notes("mail_switchboard")
        later = at + timedelta(seconds=2)
        with patch.object(fields.Datetime, "now", lambda *_args: later):
            Channel._cron_wake()
        self.assertFalse(self.channel.switchboard_snoozed_until)
        self.assertTrue(self._notes("conversation_state"))
        [told] = self._notes("mail_switchboard/told")
        self.assertIn("awake", told)

    def test_snooze_wakes_when_the_customer_writes(self):
        at = fields.Datetime.now() + timedelta(days=3)
        self._as(self.ben).action_switchboard_snooze(at)
        self._write_in(subject="Re: Roof")
        self.assertFalse(self.channel.switchboard_snoozed_until)

    def test_unanswered(self):
        first = self.channel.switchboard_unanswered_since
        self.assertTrue(first)
        self._write_in(subject="Still there?")
        self.assertEqual(self.channel.switchboard_unanswered_since, first)
        post = self._as(self.ben).message_post(body=Markup("<p>Yes</p>"))
        self.channel.invalidate_recordset()
        self.assertFalse(self.channel.switchboard_unanswered_since)
        outgoing = post.sudo().switchboard_message_ids.outgoing_ids
        self.assertTrue(outgoing.with_user(self.ben).action_stop())
        self.channel.invalidate_recordset()
        self.assertEqual(self.channel.switchboard_unanswered_since, first)

    def test_machines_neither_ask_nor_answer(self):
        since = self.channel.switchboard_unanswered_since
        self._as(self.ben).message_post(
            body=Markup("<p>We are closed</p>"), switchboard_automatic=True
        )
        self.channel.invalidate_recordset()
        self.assertEqual(self.channel.switchboard_unanswered_since, since)
        self.send_mail(
            From="News <news@shop.example>", subject="Sale", List_Id="<news.example>"
        )
        self.mailbox._sync()
        self.assertFalse(
            self.conversation("news@shop.example").switchboard_unanswered_since
        )

    def test_columns_are_not_written_by_hand(self):
        for vals in (
            {"switchboard_user_id": self.ben.id},
            {"switchboard_done": True},
            {"switchboard_snoozed_until": "2030-01-01 10:00:00"},
            {"switchboard_unanswered_since": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._as(self.ben).write(vals)

    def test_row_tells_the_state(self):
        self._as(self.ben).action_switchboard_assign(self.sara.id)
        self.assertEqual(
            self.channel._switchboard_state_values(),
            {
                "id": self.sara.id,
                "name": "Sara Lind",
                "partner_id": self.sara.partner_id.id,
            },
        )


@tagged("post_install", "-at_install")
class TestHandlingRights(RightsMixin, SwitchboardCase):
    """Each role × each decision."""

    def test_who_decides(self):
        self._set_up_roles()
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        at = fields.Datetime.now() + timedelta(hours=1)
        for name, args in (
            ("action_switchboard_assign", (self.sara.id,)),
            ("action_switchboard_assign", (False,)),
            ("action_switchboard_take", ()),
            ("action_switchboard_done", ()),
            ("action_switchboard_reopen", ()),
            ("action_switchboard_snooze", (at,)),
        ):
            may = set()
            for role, user in self.roles.items():
                try:
                    with self.env.cr.savepoint():
                        getattr(channel.with_user(user), name)(*args)
                    may.add(role)
                except AccessError:
                    pass
            with self.subTest(method=name):
                self.assertEqual(may, SENDERS)

    def test_who_sees_it(self):
        self._set_up_roles()
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        channel.with_user(self.ben).action_switchboard_take()
        filters = (
            [("switchboard_user_id", "=", self.ben.id)],
            [("switchboard_unanswered_since", "!=", False)],
            [("switchboard_text", "ilike", "Hello")],
            [("switchboard_text", "ilike", self.customer_address)],
            [("switchboard_is_unread", "=", True)],
            [("switchboard_line_id", "=", self.line.id)],
        )
        for role, user in self.roles.items():
            if role in ("portal", "public"):
                continue
            Channel = self.env["discuss.channel"].with_user(user)
            expected = 1 if role in READERS else 0
            for domain in filters:
                with self.subTest(role=role, domain=domain):
                    self.assertEqual(Channel.search_count(domain), expected)
                    counts = Channel._read_group(domain, ["switchboard_line_id"])
                    self.assertEqual(len(counts), expected)
            for groupby in ("switchboard_user_id", "switchboard_last_date:month"):
                groups = Channel.formatted_read_group(
                    [("switchboard_line_id", "!=", False)], [groupby], ["__count"]
                )
                self.assertEqual(sum(g["__count"] for g in groups), expected)
