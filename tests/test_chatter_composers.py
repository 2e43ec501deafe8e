"""The full and the quick composer of a record's chatter."""

import json
from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException

from .common import SwitchboardCase, SwitchboardMixin
from .common_chatter import ChatterMixin


@tagged("post_install", "-at_install")
class TestFullComposer(ChatterMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.make_records()

    def compose(self, records, user=None, **values):
        return (
            self.env["mail.compose.message"]
            .with_user(user or self.ben)
            .create(
                {
                    "model": records._name,
                    "res_ids": str(records.ids),
                    "subject": "Offer",
                    "body": "<p>Your offer</p>",
                    "partner_ids": self.partner.ids,
                    "switchboard_line_id": self.line.id,
                    **values,
                }
            )
        )

    def sent_from_line(self):
        return self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])

    def test_full_composer(self):
        self.compose(self.lead)._action_send_mail()
        self.assertEqual(len(self.sent_from_line()), 1)

    def test_the_full_composers_own_signature_does_not_leave(self):
        self.ben.signature = Markup("<div>Private <b>Ben</b></div>")
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>The Team</p>"}
        )
        # As the full composer of the web client fills it in.
        body = (
            "<p>Your offer</p><br><div data-o-mail-quote='1'><br>-- <br>"
            "<div>Private <b>Ben</b></div></div>"
        )
        self.compose(self.lead, body=body)._action_send_mail()
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox(self.customer)
        html = self.parse(raw).get_body(("html",)).get_content()
        self.assertIn("Your offer", html)
        self.assertNotIn("Private", html)
        self.assertEqual(html.count("The Team"), 1)

    def test_full_composer_checks_the_grant(self):
        with self.assertRaises(AccessError):
            self.compose(self.lead, self.carla)._action_send_mail()

    def test_schedule_keeps_the_line(self):
        composer = self.compose(self.lead)
        later = fields.Datetime.now() + timedelta(hours=1)
        composer.scheduled_date = fields.Datetime.to_string(later)
        composer.action_schedule_message()
        scheduled = self.env["mail.scheduled.message"].search(
            [("model", "=", "crm.lead"), ("res_id", "=", self.lead.id)]
        )
        parameters = json.loads(scheduled.notification_parameters)
        self.assertEqual(parameters["switchboard_line_id"], self.line.id)
        scheduled._post_message()
        self.assertEqual(self.sent_from_line().user_id, self.ben)

    def test_template(self):
        template = self.env["mail.template"].create(
            {
                "name": "Offer",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "subject": "Offer for {{ object.name }}",
                "body_html": "<p>Roof: <t t-out='object.name'/></p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        self.compose(
            self.lead, template_id=template.id, subject=False, body=False
        )._action_send_mail()
        outgoing = self.sent_from_line()
        self.assertEqual(len(outgoing), 1)

    def test_mass_mode(self):
        leads = self.env["crm.lead"]
        for number in range(3):
            partner = self.env["res.partner"].create(
                {"name": f"P{number}", "email": f"p{number}-{self.box}@x.example"}
            )
            leads += leads.create(
                {"name": f"L{number}", "partner_id": partner.id, "user_id": False}
            )
        self.compose(
            leads, composition_mode="mass_mail", partner_ids=False
        )._action_send_mail()
        outgoing = self.sent_from_line()
        self.assertEqual(
            sorted(outgoing.mapped("recipients")),
            [f"p{number}-{self.box}@x.example" for number in range(3)],
        )
        self.assertEqual(
            set(outgoing.mapped("thread_key")), {f"crm.lead,{i}" for i in leads.ids}
        )

    def test_the_line_is_remembered(self):
        self.post(self.lead)
        composer = self.env["mail.compose.message"].with_user(self.ben)
        values = {"model": "crm.lead", "res_ids": str(self.lead.ids)}
        self.assertEqual(composer.create(values).switchboard_line_id, self.line)
        self.post(self.lead, switchboard_line_id=False)
        self.assertFalse(composer.create(values).switchboard_line_id)


@tagged("post_install", "-at_install")
class TestChatterRoutes(ChatterMixin, SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.line._set_state("connected")
        self.make_records()

    def post_by_route(self, **post_data):
        return self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "crm.lead",
                "thread_id": self.lead.id,
                "post_data": {
                    "body": "Your offer",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    "partner_ids": self.partner.ids,
                    **post_data,
                },
                "context": {"switchboard_record_post": {"line_id": self.line.id}},
            },
        )

    def outgoing_of_lead(self):
        return self.env["switchboard.outgoing"].search(
            [("thread_key", "=", f"crm.lead,{self.lead.id}")]
        )

    def test_the_quick_composers_route(self):
        self.authenticate("sb_ben", "sb_ben")
        lines = self.make_jsonrpc_request(
            "/mail_switchboard/chatter/lines", {"model": "crm.lead"}
        )
        self.assertEqual([line["id"] for line in lines["lines"]], self.line.ids)
        self.post_by_route(switchboard_line_id=self.line.id)
        self.assertEqual(self.outgoing_of_lead().user_id, self.ben)

    def test_a_forged_post_does_not_leave(self):
        self.authenticate("sb_carla", "sb_carla")
        lines = self.make_jsonrpc_request(
            "/mail_switchboard/chatter/lines", {"model": "crm.lead"}
        )
        self.assertEqual(lines["lines"], [])
        # Carla may only read.
        with self.assertRaises(JsonRpcException):
            self.post_by_route(switchboard_line_id=self.line.id)
        self.post_by_route()
        self.assertFalse(self.outgoing_of_lead())

    def test_from_selector(self):
        self.start_tour(
            f"/odoo/crm.lead/{self.lead.id}",
            "mail_switchboard_chatter_from",
            login="sb_ben",
        )
        outgoing = self.outgoing_of_lead()
        self.assertEqual(outgoing.user_id, self.ben)
        self.assertEqual(outgoing.recipients, self.customer_address)
