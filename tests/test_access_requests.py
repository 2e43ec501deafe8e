"""A colleague asks for what is hidden; the owner gives it, or does not."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common_sharing import EVERYTHING, METADATA, SECRET, SharingCase


@tagged("post_install", "-at_install")
class TestAccessRequests(SharingCase):
    def ask(self, user=None):
        shared = self.shared.with_user(user or self.nobody)
        return (
            self.env["switchboard.access.request"]
            .with_user(user or self.nobody)
            ._ask(shared, "I took over this client")
        )

    def test_access_asked_for_and_given(self):
        request = self.ask()
        self.assertEqual(self.ask(), request, "asked once")
        self.assertEqual(request.activity_ids.user_id, self.manager)
        self.assertNotIn(SECRET, request.activity_ids.summary)
        with self.assertRaises(AccessError):
            request.with_user(self.nobody).action_grant_for_good()
        request.with_user(self.manager).action_grant_week()
        self.assertFalse(request.activity_ids)
        self.assertEqual(self.seen(self.nobody), EVERYTHING)
        told = self.env["mail.message"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)], limit=1
        )
        self.assertEqual(told.notified_partner_ids, self.nobody.partner_id)
        self.assertNotIn(SECRET, told.body + told.subject)
        self.assertEqual(self.seen(self.admin), METADATA, "for nobody else")
        request.until = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.seen(self.nobody), METADATA, "ended by itself")
        request._gc_ended()
        self.assertEqual(request.state, "ended")
        log = "".join(self.line.log_ids.mapped("text"))
        for words in ("asks for access", "gave", "one conversation", "ended"):
            self.assertIn(words, log)

    def give(self, request, days, user=None):
        request = request.with_user(user or self.manager)
        Dialog = self.env["switchboard.grant.access"].with_user(user or self.manager)
        values = request.action_choose_days()["context"]
        return Dialog.with_context(**values).create({"days": days}).action_give()

    def test_access_for_a_number_of_days(self):
        request = self.ask()
        for days in (0, -1, 3651):
            with self.subTest(days=days), self.assertRaises(UserError) as caught:
                self.give(request, days)
            self.assertIn("from 1 to 3650", str(caught.exception))
        for days in (None, True, "7", 1.5):
            with self.subTest(days=days), self.assertRaises(UserError):
                request.with_user(self.manager).action_grant_days(days)
        with self.assertRaises(AccessError):
            self.give(request, 3, self.nobody)
        self.assertEqual(request.state, "asked")
        self.give(request, 3)
        self.assertEqual(request.until - request.decided_at, timedelta(days=3))
        for hours, expected in ((71, EVERYTHING), (73, METADATA)):
            with freeze_time(request.decided_at + timedelta(hours=hours)):
                self.assertEqual(self.seen(self.nobody), expected)
                request._gc_ended()
        self.assertEqual(request.state, "ended")

    def test_access_declined(self):
        request = self.ask()
        request.with_user(self.manager).action_decline()
        self.assertEqual(self.seen(self.nobody), METADATA)
        with self.assertRaises(AccessError):
            request.with_user(self.nobody).write({"state": "granted"})

    def test_access_to_all_with_the_contact(self):
        request = self.ask()
        request.with_user(self.manager).action_widen()
        request.with_user(self.manager).action_grant_for_good()
        other = f"j{self.customer_address}"
        self.send_mail(subject="Another", Cc=other)
        self.mailbox._sync()
        self.message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", "Another")]
        )
        self.assertNotEqual(self.message.channel_id, request.channel_id)
        self.assertEqual(self.seen(self.nobody), EVERYTHING)

    def test_asking_needs_a_reason_and_something_hidden(self):
        Request = self.env["switchboard.access.request"]
        with self.assertRaises(UserError):
            Request.with_user(self.nobody)._ask(
                self.shared.with_user(self.nobody), "  "
            )
        with self.assertRaises(AccessError):
            self.ask(self.stranger)
        with self.assertRaises(AccessError):
            self.shared.with_user(self.carla).action_ask()

    def test_message_of_a_record_is_asked_for_by_contact(self):
        """Mail from a chatter is in no conversation: the contact is what is granted."""
        self.message.write({"channel_id": False, "res_model": "crm.team", "res_id": 1})
        request = self.ask()
        self.assertEqual((request.scope, request.partner_id), ("contact", self.maria))
        self.give(request, 3650)
        self.assertEqual(self.seen(self.nobody), EVERYTHING)
        self.assertIn("all with Maria", "".join(self.line.log_ids.mapped("text")))
