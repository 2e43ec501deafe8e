"""A record's emails as a bystander sees them in the browser."""

from datetime import UTC, datetime, timedelta

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
        self.assertEqual(request.until - request.decided_at, timedelta(days=12))
        self.start_tour(page, "mail_switchboard_shared_granted", login="sb_nobody")

    def test_deal_and_other_records(self):
        self.send_mail(subject="About Zanzibar")
        self.mailbox._sync()
        page = f"/odoo/action-crm.crm_lead_all_leads/{self.lead.id}"
        self.start_tour(page, "mail_switchboard_deal_messages", login="sb_ben")
        self.ben.group_ids |= self.env.ref("sales_team.group_sale_manager")
        team = self.env["crm.team"].create({"name": "Roofers"})
        # A task, too, where the project module is installed.
        for record in (team, *self.records[2:]):
            self.post(record, subject="To the team")
            page = f"/odoo/{record._name}/{record.id}"
            self.start_tour(page, "mail_switchboard_chatter_messages", login="sb_ben")

    def test_company_shows_its_people(self):
        other = f"joao.{self.customer_address}"
        company, joao = self.env["res.partner"].create(
            [
                {"name": "Silva & Co", "is_company": True},
                {"name": "João", "email": other},
            ]
        )
        (self.partner | joao).parent_id = company
        self.send_mail(subject="From Maria")
        self.send_mail(subject="From João", From=f"João <{other}>")
        self.mailbox._sync()
        page = f"/odoo/res.partner/{company.id}"
        self.start_tour(page, "mail_switchboard_company_messages", login="sb_ben")

    def test_earlier_mail(self):
        self.mailbox.sync_period = "1m"
        date = datetime.now(UTC) - timedelta(days=400)
        raw = (
            f"From: Maria <{self.customer_address}>\r\nTo: {self.address}\r\n"
            f"Subject: Long ago\r\nDate: {date:%a, %d %b %Y %H:%M:%S +0000}\r\n"
            f"Message-ID: <ago@{self.customer}.example>\r\n\r\nHi\r\n"
        )
        with self.server.imap(self.box) as client:
            client.append("INBOX", raw.encode(), msg_time=date)
        self.send_mail(subject="Just now")
        self.mailbox._sync()
        page = f"/odoo/res.partner/{self.partner.id}"
        self.start_tour(page, "mail_switchboard_earlier_messages", login="sb_ben")
