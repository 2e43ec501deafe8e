"""A colleague asks for what is hidden; the owner gives it, or does not."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

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
        request.with_user(self.manager).action_grant_month()
        self.assertEqual(self.seen(self.nobody), EVERYTHING)
        self.assertIn("all with Maria", "".join(self.line.log_ids.mapped("text")))
