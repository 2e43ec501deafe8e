"""SMS from the chatter of records, and the answers."""

from datetime import timedelta

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_chatter import ChatterMixin
from .phone_common import OURS, THEIRS, PhoneCase

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@tagged("post_install", "-at_install")
class TestPhoneChatter(PhoneCase, ChatterMixin):
    customer_address = "maria@cliente.example"

    def setUp(self):
        super().setUp()
        self.make_records()
        self.partner.phone = "+49 1512 3456789"
        for task in self.records[2:]:
            task.partner_id = self.partner

    def write(self, record, body="Roof is ready", **kwargs):
        """Send an SMS as the chatter does; return the message on the record."""
        return ChatterMixin.post(
            self, record, body=Markup("<p>%s</p>") % body, subject=None, **kwargs
        )

    def sent(self, message):
        return message.sudo().switchboard_copied_ids.outgoing_ids

    def feed(self, record):
        """The texts of the record's feed, newest first."""
        messages = record.message_ids.filtered(lambda m: m.message_type == "sms")
        return [str(message.body) for message in messages]

    def texts(self):
        """All that stands in the conversation."""
        return "".join(map(str, self.shown(self.talk()).mapped("body")))

    def test_every_record_sends(self):
        for record in self.records:
            with self.subTest(model=record._name):
                text = f"About {record.display_name}"
                message = self.write(record, text)
                self.process()
                self.assertEqual(self.sent(message).state, "sent")
                self.assertEqual(self.sent_texts()[-1], text)
                self.assertEqual(self.account.messages[0]["to"], THEIRS)
                self.assertEqual(message.author_id, self.ben.partner_id)
                self.assertEqual(message.model, record._name)
                self.assertFalse(message.notification_ids)
                shown = self.shown(self.talk())[0]
                self.assertIn(text, shown.body)
        self.assertFalse(self.env["sms.sms"].search([("number", "=", THEIRS)]))

    def test_the_answer_is_in_both_places_once(self):
        for record in self.records:
            with self.subTest(model=record._name):
                self.write(record)
                self.process()
                before = len(self.shown(self.talk()))
                sid = self.receive("When?")
                self.receive("When?", MessageSid=sid)
                self.assertEqual(len(self.shown(self.talk())), before + 1)
                feed = self.feed(record)
                self.assertEqual(len(feed), 2)
                self.assertIn("When?", feed[0])
                answer = record.message_ids[0]
                self.assertEqual(answer.author_id, self.partner)
                record.message_ids.unlink()

    def test_an_answer_of_nobody_we_know(self):
        lead = self.env["crm.lead"].create(
            {"name": "Call", "phone": "+351 912345678", "user_id": False}
        )
        self.write(lead, partner_ids=[])
        self.process()
        self.receive("Who are you?", sender="+351912345678")
        answer = lead.message_ids[0]
        self.assertFalse(answer.author_id)
        self.assertEqual(answer.email_from, "🇵🇹 912 345 678")

    def test_what_came_last_decides(self):
        """The answer goes to what was asked last, and that must have left."""
        self.write(self.lead)
        self.process()
        self.post("And from the conversation")
        self.process()
        self.receive("Yes")
        self.assertEqual(len(self.feed(self.lead)), 1)
        self.write(self.lead, "Again")
        self.process()
        self.line.undo_seconds = 30
        stopped = self.write(self.partner, "Never sent")
        self.sent(stopped).with_user(self.ben).action_stop()
        self.receive("Fine")
        self.assertIn("Fine", self.feed(self.lead)[0])
        self.assertEqual(len(self.feed(self.partner)), 1)

    def test_after_a_month_it_is_no_answer(self):
        message = self.write(self.lead)
        self.process()
        index = message.sudo().switchboard_copied_ids
        index.date -= timedelta(days=31)
        self.receive("Hello again")
        self.assertEqual(len(self.feed(self.lead)), 1)

    def test_a_record_that_is_gone(self):
        lead = self.env["crm.lead"].create(
            {"name": "Short", "partner_id": self.partner.id, "user_id": False}
        )
        self.write(lead)
        self.process()
        lead.unlink()
        self.receive("Hello?")
        self.assertIn("Hello?", self.texts())

    def test_a_record_that_refuses_loses_nothing(self):
        self.write(self.lead)
        self.process()

        def refuse(thread, *_args, **_kwargs):
            raise ValueError("Locked")

        self.patch(type(self.lead), "_switchboard_show_sms", refuse)
        with self.assertLogs("odoo.addons.mail_switchboard", "WARNING"):
            self.receive("Still here")
        self.assertIn("Still here", self.texts())

    def test_colleagues_are_told_and_customers_get_no_mail(self):
        self.lead.message_subscribe((self.partner + self.sara.partner_id).ids)
        self.sara.notification_type = "inbox"
        message = self.write(self.lead)
        self.assertEqual(message.notified_partner_ids, self.sara.partner_id)
        self.assertFalse(message.sudo().mail_ids)
        self.process()
        self.receive("Good")
        answer = self.lead.message_ids[0]
        # Who wrote on the record follows it since.
        told = (self.ben + self.sara).partner_id
        self.assertEqual(answer.notified_partner_ids, told)
        self.assertEqual(answer.sudo().mail_ids.recipient_ids, self.ben.partner_id)

    def test_the_grant_of_the_real_user_counts(self):
        for user in (self.carla, self.nobody, self.admin):
            for record in (self.partner, self.partner.sudo()):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.write(record, user=user)
        self.assertFalse(self.feed(self.partner))

    def test_refused_in_a_sentence(self):
        silent = self.env["res.partner"].create({"name": "Silent"})
        self.receive("STOP")
        for record, words in (
            (silent, "“Silent” has no phone number"),
            (self.partner, "has answered STOP"),
        ):
            with self.subTest(words), self.assertRaises(UserError) as caught:
                self.write(record)
            self.assertIn(words, str(caught.exception))
        self.phone.write_first = False
        other = self.env["res.partner"].create({"name": "O", "phone": "+351912345678"})
        with self.assertRaises(UserError) as caught:
            self.write(other)
        self.assertIn("does not start conversations", str(caught.exception))

    def test_a_note_goes_to_nobody(self):
        self.write(self.lead, subtype_xmlid="mail.mt_note")
        self.process()
        self.assertFalse(self.account.messages)

    def test_files_both_ways(self):
        Attachment = self.env["ir.attachment"].with_user(self.ben)
        file = Attachment.create(
            {"name": "a.png", "raw": _PNG, "res_model": "mail.compose.message"}
        )
        message = self.write(self.lead, attachment_ids=file.ids)
        self.process()
        self.assertEqual(len(self.twilio.sent_values[-1]["MediaUrl"]), 1)
        self.assertEqual(message.attachment_ids.res_model, "crm.lead")
        self.assertEqual(self.shown(self.talk()).attachment_ids, file)
        url = self.twilio.url + self.account.add_media(_PNG, "image/png")
        self.receive("Look", NumMedia="1", MediaUrl0=url)
        answer = self.lead.message_ids[0]
        self.assertEqual(answer.attachment_ids.raw, _PNG)
        self.assertEqual(answer.attachment_ids.res_id, self.lead.id)

    def test_the_copy_tells_the_state(self):
        message = self.write(self.lead)
        values = message.sudo()._switchboard_values()
        self.assertEqual(values["state"], "queued")
        self.assertEqual(values["outgoing_id"], self.sent(message).id)

    def test_the_full_composer_stays_with_emails(self):
        self.write(self.lead)
        composer = self.env["mail.compose.message"].with_user(self.ben)
        made = composer.create({"model": "crm.lead", "res_ids": str(self.lead.ids)})
        self.assertFalse(made.switchboard_line_id)

    def test_what_stands_around_the_text(self):
        Outgoing = self.env["switchboard.outgoing"]
        self.assertEqual(Outgoing._sms_signature(self.line, self.ben), "")
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>Ours <b>Sales</b></p>"}
        )
        below = Outgoing._sms_signature(self.line, self.ben)
        self.write(self.lead, "Hi")
        self.process()
        self.assertEqual(self.sent_texts()[-1], f"Hi{below}")
        frame = self.lead.with_user(self.ben)._switchboard_sms_frame(self.line)
        self.assertEqual(frame, {"to": "Maria Silva · 🇩🇪 01512 3456789", "problem": ""})
        self.assertEqual(self.account.messages[0]["from"], OURS)
