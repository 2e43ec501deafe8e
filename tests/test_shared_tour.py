"""A record's emails as a bystander sees them in the browser."""

from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin
from .common_chatter import ChatterMixin


@tagged("post_install", "-at_install")
class TestSharedTour(SwitchboardMixin, ChatterMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.make_records()
        self.mailbox.action_connect()

    def test_ask_and_see(self):
        self.send_mail(
            subject="About Zanzibar",
            body="The word is Quetzalcoatl",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
        )
        self.mailbox._sync()
        page = f"/odoo/action-base.action_partner_form/{self.partner.id}"
        self.start_tour(page, "mail_switchboard_shared_messages", login="sb_nobody")
        request = self.env["switchboard.access.request"].search(
            [("line_id", "=", self.line.id)]
        )
        self.assertEqual(request.user_id, self.nobody)
        asked = f"/odoo/action-mail_switchboard.access_request_action/{request.id}"
        self.start_tour(asked, "mail_switchboard_grant_access", login="sb_manager")
        self.assertEqual(request.state, "granted")
        self.start_tour(page, "mail_switchboard_shared_granted", login="sb_nobody")

    def test_deal_and_other_records(self):
        self.send_mail(subject="About Zanzibar")
        self.mailbox._sync()
        page = f"/odoo/action-crm.crm_lead_all_leads/{self.lead.id}"
        self.start_tour(page, "mail_switchboard_deal_messages", login="sb_ben")
        self.ben.group_ids |= self.env.ref("sales_team.group_sale_manager")
        team = self.env["crm.team"].create({"name": "Roofers"})
        self.post(team, subject="To the team")
        page = f"/odoo/action-sales_team.crm_team_action_config/{team.id}"
        self.start_tour(page, "mail_switchboard_chatter_messages", login="sb_ben")
