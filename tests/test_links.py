"""Messages find their contacts and deals by address, and follow them."""

from unittest.mock import patch

from lxml import etree

from odoo.sql_db import Cursor
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

    def deal(self, name, **values):
        return self.env["crm.lead"].create(
            {"name": name, "type": "opportunity", **values}
        )

    def test_deals_of_the_company_that_name_nobody(self):
        company = self.partner(False, name="Silva & Co", is_company=True)
        maria = self.partner(self.customer_address, parent_id=company.id)
        joao = self.partner(self.other_address, parent_id=company.id)
        roof = self.deal("Roof", partner_id=company.id)
        # Newer ones, of other people there: never linked to Maria's mail.
        self.deal("By name", partner_id=company.id, contact_name="João")
        by_address = self.deal("By address", email_from=self.other_address)
        by_address.partner_id = company
        self.assertEqual(by_address.email_normalized, self.other_address)
        self.deal("João's own", partner_id=joao.id)
        for rule in ("newest", "all"):
            with self.subTest(rule=rule):
                self.line.lead_rule = rule
                self.assertEqual(self.receive(subject=rule).lead_ids, roof)
        gate = self.deal("Gate", partner_id=maria.id)
        newer = self.deal("Newer, of the company", partner_id=company.id)
        for rule, expected in (("newest", gate), ("all", roof | gate | newer)):
            with self.subTest("beside her own", rule=rule):
                self.line.lead_rule = rule
                message = self.receive(subject=f"{rule} again")
                self.assertEqual(message.lead_ids, expected)

    def test_deals_of_the_company_follow(self):
        self.line.lead_rule = "all"
        company = self.partner(False, name="Silva & Co", is_company=True)
        maria = self.partner(self.customer_address)
        message = self.receive()
        roof = self.deal("Roof", partner_id=company.id)
        self.assertFalse(message.lead_ids)
        for name, record, field, value, linked in (
            ("joins", maria, "parent_id", company.id, roof),
            ("is for somebody there", roof, "contact_name", "João", roof.browse()),
            ("is for nobody again", roof, "contact_name", False, roof),
            ("leaves", maria, "parent_id", False, roof.browse()),
        ):
            with self.subTest(name):
                record[field] = value
                self.assertEqual(message.lead_ids, linked)

    def test_deals_follow_their_people(self):
        maria = self.partner(self.customer_address)
        joao = self.partner(self.other_address)
        message, his = self.receive(), self.receive(From=self.other_address)
        gate = self.deal("Gate", partner_id=maria.id)
        roof = self.deal("Roof", partner_id=maria.id)
        won = self.deal("Won", partner_id=maria.id)
        self.assertEqual(message.lead_ids, gate, "linked already: it stays")
        message.lead_ids = roof
        by_hand = self.receive(subject="By hand")
        by_hand.lead_ids |= gate
        self.assertEqual(by_hand.lead_ids, won | gate)
        won.action_set_won()
        self.assertEqual(by_hand.lead_ids, won | gate, "what is won keeps its mail")
        maria.email = "elsewhere@cliente.example"
        self.assertEqual(by_hand.lead_ids, gate, "only what a rule had linked goes")
        self.assertEqual(message.lead_ids, roof)
        maria.email = self.customer_address
        self.assertEqual(by_hand.lead_ids, gate)
        gate.partner_id = joao
        self.assertEqual(his.lead_ids, gate)

    def test_another_deal_takes_over(self):
        maria = self.partner(self.customer_address)
        message = self.receive()
        older = self.deal("Older", partner_id=maria.id)
        newer = self.deal("Newer", partner_id=maria.id)
        later = self.receive(subject="Later")
        self.assertEqual(message.lead_ids | later.lead_ids, older | newer)
        newer.write({"partner_id": False, "email_from": False})
        self.assertEqual(later.lead_ids, older)

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

    def many(self, count):
        """A contact with so many messages, linked when it gets its address."""
        email = f"many{count}@cliente.example"
        self.env.cr.execute(
            """
            INSERT INTO switchboard_message
                        (line_id, key, direction, date, participants)
                 SELECT %s, %s || n, 'in', now() - n * interval '1 minute', ARRAY[%s]
                   FROM generate_series(1, %s) n
            """,
            [self.line.id, email, email, count],
        )
        # As autovacuum does; plans of a few rows would be used for all of them.
        self.env.cr.execute("ANALYZE switchboard_message")
        return self.partner(email)

    def open_tab(self, partner):
        """Do what a contact's form does; return the count, a page, the statements."""
        Shared = self.env["switchboard.shared.message"].with_user(self.nobody)
        contact = partner.with_user(self.nobody)
        arch = etree.fromstring(Shared.get_view(view_type="list")["arch"])
        columns = {name: {} for name in arch.xpath("//field/@name")}
        self.env.flush_all()
        self.env.invalidate_all()
        done, execute = [], Cursor.execute

        def note(cursor, query, *args, **kwargs):
            done.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", note):
            [form] = contact.web_read({"switchboard_message_count": {}})
            page = Shared.web_search_read(
                contact._switchboard_shared_domain(), columns, limit=10
            )
        self.assertEqual(page["length"], form["switchboard_message_count"])
        dates = [row["date"] for row in page["records"]]
        self.assertEqual(dates, sorted(dates, reverse=True), "newest first")
        return page["length"], page["records"], done

    def test_tab_of_many_messages_takes_the_same_few_statements(self):
        few, many = self.many(11), self.many(20_000)
        self.open_tab(few)  # what is looked up once for each worker
        count, records, expected = self.open_tab(few)
        self.assertEqual((count, len(records)), (11, 10))
        count, records, statements = self.open_tab(many)
        self.assertEqual((count, len(records)), (20_000, 10))
        self.assertEqual(statements, expected)
        # Two numbers, one page of rows, how much is seen of them, and their states.
        for words, times in (
            ("SELECT COUNT(*)", 2),
            ('SELECT "switchboard_shared_message"."id", ', 1),
            ("SELECT m.id, ", 2),
            ('SELECT "switchboard_message"."id", ', 1),
            ('SELECT "switchboard_outgoing"."id", ', 1),
        ):
            with self.subTest(words):
                found = [text for text in statements if text.strip().startswith(words)]
                self.assertEqual(len(found), times)
