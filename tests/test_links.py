"""Messages find their contacts and deals by address, and follow them."""

from odoo.tests import tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestLinks(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.other_address = f"other.{self.customer_address}"

    def partner(self, email, **values):
        return self.env["res.partner"].create({"name": email, "email": email, **values})

    def receive(self, **headers):
        self.send_mail(**headers)
        self.mailbox._sync()
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)], limit=1
        )

    def about(self, record, user=None):
        Shared = self.env["switchboard.shared.message"].with_user(user or self.manager)
        return Shared.search(record._switchboard_shared_domain())

    def test_linked_to_everybody_who_takes_part(self):
        maria = self.partner(self.customer_address.upper())
        joao = self.partner(self.other_address)
        message = self.receive(Cc=f"João <{self.other_address}>")
        self.assertEqual(message.partner_ids, maria | joao)

    def test_oldest_contact_first_and_archived_last(self):
        archived = self.partner(self.customer_address, active=False)
        oldest = self.partner(self.customer_address)
        self.partner(self.customer_address)
        message = self.receive()
        self.assertEqual(message.partner_ids, oldest)
        self.env["res.partner"].search(
            [("email_normalized", "=", self.customer_address)]
        ).active = False
        self.env["switchboard.message"].invalidate_model()
        self.assertEqual(message.with_context(active_test=False).partner_ids, archived)

    def test_links_follow(self):
        message = self.receive(Cc=self.other_address)
        maria = self.partner(self.customer_address)
        self.assertEqual(message.partner_ids, maria, "added later")
        joao = self.partner(False, name="João")
        joao.email = self.other_address
        self.assertEqual(message.partner_ids, maria | joao, "address written")
        maria.email = "elsewhere@cliente.example"
        self.assertEqual(message.partner_ids, joao, "address moved away")
        extra = self.env["switchboard.partner.address"].create(
            {"partner_id": maria.id, "email": f"Maria <{self.customer_address}>"}
        )
        self.assertEqual(message.partner_ids, maria | joao, "a second address")
        extra.unlink()
        self.assertEqual(message.partner_ids, joao)
        joao.unlink()
        self.assertFalse(message.partner_ids)

    def test_links_follow_a_merge(self):
        maria = self.partner(self.customer_address)
        double = self.partner(self.other_address)
        message = self.receive(From=self.other_address)
        self.assertEqual(message.partner_ids, double)
        Merge = self.env["base.partner.merge.automatic.wizard"].with_user(self.admin)
        Merge.sudo()._merge((maria | double).ids, maria, extra_checks=False)
        self.assertEqual(message.partner_ids, maria)
        later = self.receive(From=self.other_address, subject="Later")
        self.assertEqual(later.partner_ids, maria, "the address came along")

    def test_deals_by_rule(self):
        maria = self.partner(self.customer_address)
        values = {"name": "Roof", "partner_id": maria.id, "type": "opportunity"}
        older, newer, lost = self.env["crm.lead"].create([dict(values)] * 3)
        lost.action_set_lost()
        rules = {"newest": newer, "all": older | newer, "none": older.browse()}
        for rule, expected in rules.items():
            with self.subTest(rule=rule):
                self.line.lead_rule = rule
                message = self.receive(subject=rule)
                self.assertEqual(message.lead_ids, expected)

    def test_deal_made_later_and_by_its_own_address(self):
        self.manager.group_ids |= self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        message = self.receive()
        lead = self.env["crm.lead"].create(
            {"name": "Roof", "email_from": f"Maria <{self.customer_address}>"}
        )
        self.assertEqual(message.lead_ids, lead)
        self.assertEqual(self.about(lead).ids, message.ids)
        self.assertFalse(self.about(lead, self.nobody), "who may not read the deal")

    def test_company_shows_its_people(self):
        company = self.partner("office@cliente.example", is_company=True)
        self.partner(self.customer_address, parent_id=company.id)
        message = self.receive()
        self.assertEqual(self.about(company).ids, message.ids)
        self.assertEqual(company.with_user(self.manager).switchboard_message_count, 1)

    def test_sent_message_is_linked(self):
        maria = self.partner(self.customer_address)
        self.receive()
        self.conversation().with_user(self.ben).message_post(body="Sure")
        self.assertEqual(
            set(self.about(maria, self.ben).mapped("direction")), {"in", "out"}
        )

    def test_follow_up_of_many_is_a_few_statements(self):
        self.receive()
        self.env.cr.execute(
            """
            INSERT INTO switchboard_message
                        (line_id, key, direction, date, participants)
                 SELECT %s, 'many' || n, 'in', now() - n * interval '1 minute',
                        ARRAY[%s]
                   FROM generate_series(1, 20000) n
            """,
            [self.line.id, self.customer_address],
        )
        # As autovacuum does; plans of a few rows would be used for all of them.
        self.env.cr.execute("ANALYZE switchboard_message")
        maria = self.partner(self.customer_address)
        self.env.flush_all()
        self.env.invalidate_all()
        Shared = self.env["switchboard.shared.message"].with_user(self.nobody)
        with self.assertQueryCount(40):
            page = Shared.search_read(
                maria._switchboard_shared_domain(), ["subject", "date"], limit=80
            )
        self.assertEqual(len(page), 80)
        self.assertEqual(
            Shared.search_count(maria._switchboard_shared_domain()), 20_001
        )
