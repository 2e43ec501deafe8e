"""One person, two addresses: the other way is offered, and one timeline shows both."""

from odoo.tests import tagged

from .common import SwitchboardCase
from .phone_common import OURS, THEIRS, PhoneMixin


@tagged("post_install", "-at_install")
class TestPhoneOther(PhoneMixin, SwitchboardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_twilio()

    def setUp(self):
        super().setUp()
        self.mail_line, self.mail_channel = self.line, self._mail_conversation()
        self._set_up_phone()
        self.phone.action_connect()
        self.maria = self.env["res.partner"].create(
            {"name": "Maria Silva", "email": self.customer_address}
        )

    def _mail_conversation(self):
        self.send_mail(body="By mail")
        self.mailbox._sync()
        return self.conversation()

    def other(self, channel, user=None):
        return channel.with_user(user or self.ben).get_switchboard_other()

    def test_offered_when_the_contact_has_it(self):
        self.receive("By SMS")
        for channel in (self.mail_channel, self.talk()):
            self.assertFalse(self.other(channel), "the contact has no number yet")
        self.maria.phone = "+49 1512 3456789"
        self.assertEqual(
            self.other(self.mail_channel), {"kind": "sms", "name": "Maria Silva"}
        )
        self.assertEqual(
            self.other(self.talk()), {"kind": "email", "name": "Maria Silva"}
        )
        # Carla sends from neither line.
        self.assertFalse(self.other(self.talk(), self.carla))
        self.assertFalse(self.other(self.mail_channel, self.carla))

    def test_opens_the_other_conversation(self):
        self.maria.phone = THEIRS
        self.receive("By SMS")
        for channel, target in (
            (self.mail_channel, self.talk()),
            (self.talk(), self.mail_channel),
        ):
            action = channel.with_user(self.ben).action_switchboard_other()
            self.assertEqual(
                action["params"]["active_id"], f"discuss.channel_{target.id}"
            )

    def test_begins_one_in_the_dialog(self):
        self.maria.phone = THEIRS
        action = self.mail_channel.with_user(self.ben).action_switchboard_other()
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        wizard = Wizard.with_context(**action["context"]).create({"sms_text": "Hi"})
        self.assertEqual((wizard.messenger, wizard.line_id), ("sms", self.line))
        wizard.action_send()
        self.process()
        self.assertEqual(self.sent_texts(), ["Hi"])

    def test_a_failed_sms_becomes_an_email(self):
        self.maria.phone = THEIRS
        outgoing = self.post("Come at ten")
        self.assertFalse(outgoing.with_user(self.ben).get_card()["other_kind"])
        self.twilio.script((400, 21614, "Not a mobile number"))
        self.process()
        mine = outgoing.with_user(self.ben)
        self.assertEqual(mine.get_card()["other_kind"], "email")
        action = mine.action_other()
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        wizard = Wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.line_id, self.mail_line)
        self.assertIn(self.maria.email_normalized, wizard.emails)
        self.assertIn("Come at ten", wizard.body)
        wizard.subject = "Ten o'clock"
        wizard.action_send()
        mail = self.env["switchboard.outgoing"].search(
            [("line_id", "=", self.mail_line.id)]
        )
        self.assertEqual(mail.recipients, self.customer_address)
        # Who may not send is offered nothing.
        self.assertFalse(outgoing.with_user(self.carla).get_card()["other_kind"])
        self.assertFalse(outgoing.with_user(self.carla).action_other())

    def test_a_failed_email_becomes_an_sms(self):
        self.maria.phone = THEIRS
        message = self.mail_channel.with_user(self.ben).message_post(body="At ten")
        outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        outgoing.write({"state": "failed", "error": "No such mailbox"})
        mine = outgoing.with_user(self.ben)
        self.assertEqual(mine.get_card()["other_kind"], "sms")
        action = mine.action_other()
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        wizard = Wizard.with_context(**action["context"]).create({})
        self.assertEqual((wizard.number, wizard.sms_text), (THEIRS, "At ten"))

    def shared(self, user=None):
        Shared = self.env["switchboard.shared.message"].with_user(user or self.ben)
        domain = self.maria._switchboard_shared_domain()
        return Shared.search(domain)

    def test_one_timeline(self):
        self.maria.phone = THEIRS
        self.receive("By SMS")
        self.post("And back")
        rows = self.shared()
        self.assertEqual(sorted(rows.mapped("kind")), ["email", "sms", "sms"])
        sms = rows.filtered_domain([("kind", "=", "sms")])
        self.assertEqual(len(sms), 2)
        self.assertIn("By SMS", "".join(map(str, sms.mapped("body"))))
        self.assertIn("By SMS", sms.mapped("subject"), "how it begins")
        Shared = self.env["switchboard.shared.message"].with_user(self.ben)
        domain = self.maria._switchboard_shared_domain()
        found = Shared.search([*domain, ("kind", "=", "email")])
        self.assertEqual(found, rows - sms)

    def test_the_timeline_follows_the_number(self):
        self.receive("Before you were known")
        self.assertEqual(self.shared().mapped("kind"), ["email"])
        self.maria.phone = THEIRS
        self.assertIn("sms", self.shared().mapped("kind"))
        joao = self.env["res.partner"].create({"name": "João", "phone": THEIRS})
        self.assertIn("sms", self.shared().mapped("kind"), "the oldest keeps it")
        self.maria.phone = "+351 912 345 678"
        self.assertEqual(self.shared().mapped("kind"), ["email"])
        index = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)], limit=1
        )
        self.assertEqual(index.partner_ids, joao)

    def test_deals_of_the_contact(self):
        self.maria.phone = THEIRS
        deal = self.env["crm.lead"].create(
            {"name": "Roof", "type": "opportunity", "partner_id": self.maria.id}
        )
        self.line.lead_rule = "newest"
        self.receive("About the roof")
        index = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("email_to", "=", OURS)], limit=1
        )
        self.assertEqual(index.lead_ids, deal)
        # A deal that knows the number only, made after the SMS.
        self.maria.phone = False
        self.receive("And the gate?", sender="+351912345678")
        gate = self.env["crm.lead"].create({"name": "Gate", "phone": "+351 912345678"})
        found = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("from_email", "=", "+351912345678")]
        )
        self.assertEqual(found.lead_ids, gate)
        gate.phone = False
        self.assertFalse(found.lead_ids)
