"""Writing from a line in the chatter of records, and the answers."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_chatter import ChatterMixin


@tagged("post_install", "-at_install")
class TestChatter(ChatterMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.make_records()

    def test_every_record_sends_from_the_line(self):
        for record in self.records:
            with self.subTest(model=record._name):
                self.server.wipe(self.customer)
                message = self.post(record)
                outgoing = self.outgoing(message)
                self.assertEqual(outgoing.state, "queued")
                self.assertEqual(message.notification_ids.notification_status, "ready")
                self.env["switchboard.outgoing"]._process()
                self.assertEqual(outgoing.state, "sent", outgoing.error)
                self.assertEqual(message.notification_ids.notification_status, "sent")
                [raw] = self.server.inbox(self.customer)
                mail = self.parse(raw)
                self.assertEqual(
                    mail["From"], f"Ben Ortiz · Ours Sales <{self.address}>"
                )
                self.assertEqual(mail["Message-ID"], message.message_id)
                self.assertIn("Your offer", raw.decode())

    def test_one_signature_the_lines(self):
        self.ben.signature = Markup("<p>Private Ben</p>")
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>{{name}} of the team</p>"}
        )
        message = self.post(self.lead)
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox(self.customer)
        html = self.parse(raw).get_body(("html",)).get_content()
        self.assertEqual(html.count("Ben Ortiz of the team"), 1)
        self.assertNotIn("Private Ben", html)
        self.assertEqual(self.outgoing(message).signature_rule, "fallback")

    def test_the_grant_of_the_real_user_counts(self):
        for user in (self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.post(self.partner.sudo(), user)
        context = {"switchboard_record_post": {"line_id": self.line.id}}
        message = self.post(
            self.lead.with_context(**context), self.carla, switchboard_line_id=None
        )
        self.assertFalse(self.outgoing(message), "a context is no grant")

    def test_a_note_goes_to_nobody(self):
        message = self.post(self.lead, subtype_xmlid="mail.mt_note")
        self.assertFalse(self.outgoing(message))

    def test_without_a_line_all_is_as_before(self):
        message = self.post(self.lead, switchboard_line_id=False)
        self.assertFalse(self.outgoing(message))
        self.assertTrue(message.sudo().mail_ids or message.notification_ids)

    def test_undo_window_and_stop(self):
        self.line.undo_seconds = 30
        message = self.post(self.lead)
        outgoing = self.outgoing(message)
        self.assertGreater(outgoing.send_at, fields.Datetime.now())
        self.assertTrue(outgoing.with_user(self.ben).action_stop())
        self.assertEqual(message.notification_ids.notification_status, "canceled")
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(self.server.inbox(self.customer), [])

    def test_send_later(self):
        at = fields.Datetime.now() + timedelta(days=2)
        message = self.post(
            self.lead, switchboard_send_at=fields.Datetime.to_string(at)
        )
        self.assertEqual(self.outgoing(message).shown_send_at, at)

    def answer(self, message, **headers):
        return self.send_mail(
            subject="Re: Offer",
            body="We take it",
            In_Reply_To=message.message_id,
            References=message.message_id,
            **headers,
        )

    def test_the_answer_comes_back_into_the_record_once(self):
        for record in self.records:
            with self.subTest(model=record._name):
                message = self.post(record)
                self.env["switchboard.outgoing"]._process()
                before = record.message_ids
                answered = self.answer(message)
                self.mailbox._sync()
                self.mailbox._sync()
                new = (record.message_ids - before).filtered(
                    lambda m: m.message_type == "email"
                )
                self.assertEqual(len(new), 1)
                self.assertIn("We take it", new.body)
                self.assertEqual(new.author_id, self.partner)
                self.assertEqual(new.message_id, answered)
                index = new.sudo().switchboard_message_ids
                self.assertEqual(
                    (index.res_model, index.res_id, index.thread_reason),
                    (record._name, record.id, "record"),
                )
                self.assertFalse(index.channel_id, "no conversation besides")

    def test_news_in_the_record_pauses_what_waits(self):
        first = self.outgoing(self.post(self.lead))
        self.env["switchboard.outgoing"]._process()
        self.line.undo_seconds = 120
        waiting = self.outgoing(self.post(self.lead))
        colleague = self.outgoing(self.post(self.lead, self.sara))
        self.assertEqual(waiting.paused_reason, "colleague")
        self.assertFalse(colleague.paused_reason)
        own = self.outgoing(self.post(self.lead, self.sara))
        self.assertFalse(colleague.paused_reason, "one's own second message")
        self.answer(first.message_id.mail_message_id)
        self.mailbox._sync()
        self.assertEqual(set((colleague | own).mapped("paused_reason")), {"incoming"})
        waiting.send_at = colleague.send_at = fields.Datetime.now()
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(set((waiting | colleague).mapped("state")), {"queued"})
        self.assertTrue(waiting.with_user(self.ben).action_confirm())
        self.assertTrue(colleague.with_user(self.sara).action_stop())
        self.env["switchboard.outgoing"]._process()
        self.assertEqual((waiting.state, colleague.state), ("sent", "stopped"))

    def test_the_gateway_was_faster(self):
        message = self.post(self.lead)
        self.env["switchboard.outgoing"]._process()
        answered = self.answer(message)
        raw = self.server.inbox(self.box)[-1]
        self.env["mail.thread"].message_process("crm.lead", raw)
        self.mailbox._sync()
        found = self.lead.message_ids.filtered(lambda m: m.message_id == answered)
        self.assertEqual(len(found), 1)
        self.assertTrue(found.sudo().switchboard_message_ids)

    def test_the_line_was_faster(self):
        message = self.post(self.lead)
        self.env["switchboard.outgoing"]._process()
        answered = self.answer(message)
        self.mailbox._sync()
        raw = self.server.inbox(self.box)[-1]
        self.env["mail.thread"].message_process("crm.lead", raw)
        found = self.lead.message_ids.filtered(lambda m: m.message_id == answered)
        self.assertEqual(len(found), 1)

    def test_a_stranger_does_not_get_into_the_record(self):
        message = self.post(self.lead)
        self.env["switchboard.outgoing"]._process()
        before = self.lead.message_ids
        self.answer(message, From="Eve <eve@strangers.example>")
        self.mailbox._sync()
        self.assertEqual(self.lead.message_ids, before)
        self.assertTrue(self.conversation("eve@strangers.example"))

    def test_the_sent_copy_makes_no_conversation(self):
        self.post(self.lead)
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(len(self.server.inbox(self.box, "Sent")), 1)
        self.mailbox._sync()
        index = self.env["switchboard.message"].search([("line_id", "=", self.line.id)])
        self.assertEqual(len(index), 1)
        self.assertFalse(index.channel_id)
        self.assertEqual(index.location_ids.folder_id.role, "sent")
