"""Contacts and deals made of a conversation, and how the owner shares it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import SwitchboardCase, SwitchboardMixin


@tagged("post_install", "-at_install")
class TestConversationCrm(SwitchboardCase):
    def setUp(self):
        super().setUp()
        for name in ("sales_team.group_sale_salesman", "base.group_partner_manager"):
            self.ben.group_ids |= self.env.ref(name)
        self.channel = self.receive("New roof", "We need twelve kW").with_user(self.ben)

    def receive(self, subject, body="Hello there"):
        self.send_mail(subject=subject, body=body)
        self.mailbox._sync()
        return self.conversation()

    def message(self, subject):
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", subject)]
        )

    def partner(self, **values):
        return self.env["res.partner"].create({"name": "Maria", **values})

    def deal(self, name, **values):
        values = {"name": name, "type": "opportunity", "user_id": self.ben.id, **values}
        return self.env["crm.lead"].create(values)

    def test_contact_in_one_click(self):
        self.assertEqual(
            self.channel.switchboard_links()["missing"], [self.customer_address]
        )
        action = self.channel.switchboard_create_contacts()
        partner = self.env["res.partner"].browse(action["res_id"])
        self.assertEqual(partner.name, "Maria Silva")
        self.assertEqual(partner.email, self.customer_address)
        self.assertEqual(self.message("New roof").partner_ids, partner)
        links = self.channel.switchboard_links()
        self.assertFalse(links["missing"])
        self.assertEqual([contact["id"] for contact in links["contacts"]], partner.ids)

    def test_link_to_a_contact_that_is_there(self):
        wizard = self.env["switchboard.link.contact"].with_user(self.ben)
        wizard = wizard.with_context(default_channel_id=self.channel.id)
        for values in ({}, {"email": "maria.private@cliente.example"}):
            with self.subTest(values):
                partner = self.partner(**values)
                wizard.create({"partner_id": partner.id}).action_link()
                self.assertEqual(self.message("New roof").partner_ids, partner)
                self.assertEqual(
                    partner.email, values.get("email", self.customer_address)
                )
                partner.unlink()
        partner = self.partner()
        stranger = wizard.create({"partner_id": partner.id, "email": "x@y.example"})
        with self.assertRaises(UserError):
            stranger.action_link()

    def test_deal_takes_the_text_along(self):
        partner = self.partner(email=self.customer_address)
        action = self.channel.switchboard_create_deal()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual((lead.name, lead.partner_id), ("New roof", partner))
        self.assertIn("twelve kW", lead.description)
        self.assertEqual(lead.user_id, self.ben)
        self.assertEqual(self.message("New roof").lead_ids, lead)
        self.line.lead_rule = "none"
        self.receive("Later")
        self.assertEqual(self.message("Later").lead_ids, lead, "the choice holds")

    def test_deal_of_a_stranger_keeps_name_and_address(self):
        lead_id = self.channel.switchboard_create_deal()["res_id"]
        lead = self.env["crm.lead"].browse(lead_id)
        self.assertEqual(lead.contact_name, "Maria Silva")
        self.assertEqual(lead.email_normalized, self.customer_address)

    def test_ask_which_deal(self):
        self.line.lead_rule = "ask"
        partner = self.partner(email=self.customer_address)
        roof, wall = (
            self.deal(name, partner_id=partner.id) for name in ("Roof", "Wall")
        )
        lost = self.deal("Lost", partner_id=partner.id)
        lost.action_set_lost()
        partner.parent_id = self.partner(name="Silva & Co", is_company=True)
        shared = self.deal("Of the company", partner_id=partner.parent_id.id)
        self.deal("J's", partner_id=partner.parent_id.id, contact_name="João")
        self.receive("Which one")
        self.assertFalse(self.message("Which one").lead_ids)
        asked = self.channel.switchboard_links()["ask"]
        self.assertEqual([deal["id"] for deal in asked], [shared.id, wall.id, roof.id])
        self.channel.switchboard_set_deal(roof.id)
        self.assertEqual(self.message("Which one").lead_ids, roof)
        links = self.channel.switchboard_links()
        self.assertFalse(links["ask"])
        self.assertEqual([deal["id"] for deal in links["deals"]], roof.ids)
        self.channel.switchboard_set_deal(wall.id)
        self.assertEqual(self.message("Which one").lead_ids, wall)
        self.channel.switchboard_set_deal(False)
        self.assertFalse(self.message("Which one").lead_ids)

    def test_merged_deals_keep_their_messages(self):
        self.line.lead_rule = "none"
        roof, wall = self.deal("Roof"), self.deal("Wall")
        self.channel.switchboard_set_deal(wall.id)
        (roof | wall).with_user(self.ben).merge_opportunity()
        left = (roof | wall).exists()
        self.assertEqual(len(left), 1)
        self.assertEqual(self.message("New roof").lead_ids, left)
        self.receive("After the merge")
        self.assertEqual(self.message("After the merge").lead_ids, left)

    def test_rights(self):
        deal = self.deal("Secret", user_id=self.manager.id)
        for user in (self.nobody, self.admin):
            for call in (
                "switchboard_links",
                "switchboard_create_contacts",
                "switchboard_create_deal",
            ):
                with self.subTest(user=user.login, call=call):
                    with self.assertRaises(AccessError):
                        getattr(self.channel.with_user(user), call)()
        with self.assertRaises(AccessError):
            self.channel.switchboard_set_deal(deal.id)
        with self.assertRaises(AccessError):
            self.channel.switchboard_set_sharing("everything")
        self.assertIs(self.channel.switchboard_links()["sharing"], False)
        with self.assertRaises(AccessError):
            self.channel.write({"switchboard_lead_id": deal.id})
        links = self.channel.with_user(self.carla).switchboard_links()
        self.assertFalse(links["can_create_deal"])
        with self.assertRaises(AccessError):
            self.channel.with_user(self.carla).switchboard_create_deal()

    def test_owner_shares_one_conversation(self):
        channel = self.channel.with_user(self.manager)
        self.assertEqual(channel.switchboard_links()["sharing"], "")
        channel.switchboard_set_sharing("hidden")
        self.assertEqual(channel.switchboard_links()["sharing"], "hidden")
        channel.switchboard_set_sharing("")
        self.assertEqual(channel.switchboard_links()["sharing"], "")


@tagged("post_install", "-at_install")
class TestConversationCrmTour(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def test_tours(self):
        self._set_up_mailbox()
        self._set_up_grants()
        for name in ("sales_team.group_sale_salesman", "base.group_partner_manager"):
            self.ben.group_ids |= self.env.ref(name)
        self.mailbox.action_connect()
        self.send_mail(subject="New roof", body="We need twelve kW")
        self.mailbox._sync()
        for tour, login in (
            ("create_contact", "sb_ben"),
            ("create_deal", "sb_ben"),
            ("hide_conversation", "sb_manager"),
        ):
            self.start_tour("/odoo/discuss", f"mail_switchboard_{tour}", login=login)
        self.assertEqual(
            self.env["switchboard.sharing"].search([]).channel_id, self.conversation()
        )
