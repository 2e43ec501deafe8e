"""Writing from a line in the chatter of records, and the answers."""

import json
from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import SwitchboardCase, SwitchboardMixin


class ChatterMixin:
    def make_records(self):
        self.partner = self.env["res.partner"].create(
            {"name": "Maria Silva", "email": self.customer_address}
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof", "partner_id": self.partner.id, "user_id": False}
        )
        self.records = [self.partner, self.lead]
        if "project.task" in self.env:
            project = self.env["project.project"].create(
                {"name": "Roofs", "privacy_visibility": "employees"}
            )
            self.records.append(
                self.env["project.task"].create(
                    {"name": "Tiles", "project_id": project.id}
                )
            )
        groups = ["sales_team.group_sale_salesman", "project.group_project_user"]
        for xmlid in groups:
            if group := self.env.ref(xmlid, raise_if_not_found=False):
                (self.ben | self.carla).write({"group_ids": [(4, group.id)]})

    def post(self, record, user=None, **kwargs):
        values = {
            "body": Markup("<p>Your offer</p>"),
            "subject": "Offer",
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.partner.ids,
            "switchboard_line_id": self.line.id,
            **kwargs,
        }
        return record.with_user(user or self.ben).message_post(**values)

    def outgoing(self, message):
        return message.sudo().switchboard_message_ids.outgoing_ids


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
        message = self.post(self.lead, switchboard_send_at=fields.Datetime.to_string(at))
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

    # -- the full composer -------------------------------------------------------

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
        self.assertEqual(set(outgoing.mapped("thread_key")), {f"crm.lead,{i}" for i in leads.ids})

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
        with self.assertRaises(Exception, msg="carla may only read"):
            self.post_by_route(switchboard_line_id=self.line.id)
        self.post_by_route()
        self.assertFalse(self.outgoing_of_lead())

    def test_from_selector(self):
        self.start_tour(
            f"/odoo/crm.lead/{self.lead.id}", "mail_switchboard_chatter_from", login="sb_ben"
        )
        outgoing = self.outgoing_of_lead()
        self.assertEqual(outgoing.user_id, self.ben)
        self.assertEqual(outgoing.recipients, self.customer_address)
