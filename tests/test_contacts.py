"""Who becomes a contact of the people in the mail."""

from odoo.tests import tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestContacts(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.env.company.switchboard_domains = "ours.example"
        self.domain = f"{self.customer}.example"

    def contacts(self, email):
        return self.env["res.partner"].search([("email_normalized", "=", email)])

    def receive(self, sender, **headers):
        self.send_mail(From=f"Jo Doe <{sender}>", **headers)
        self.mailbox._sync()
        self.line._cron_contacts()

    def test_table(self):
        at = self.domain
        automatic = {"Auto_Submitted": "auto-replied"}
        a_list = {
            "List_Id": "<news.example>",
            "List_Unsubscribe": "<mailto:x@y.example>",
        }
        for name, rule, sender, headers, wanted in (
            ("nobody", "none", f"a@{at}", {}, False),
            ("not written to", "written", f"b@{at}", {}, False),
            ("everybody", "everybody", f"c@{at}", {}, True),
            ("automatic", "everybody", f"d@{at}", automatic, False),
            ("list", "everybody", f"e@{at}", a_list, False),
            ("role", "everybody", f"info@{at}", {}, False),
            ("machine", "everybody", f"no-reply@{at}", {}, False),
            ("colleague", "everybody", "f@ours.example", {"Cc": f"x@{at}"}, False),
        ):
            with self.subTest(name):
                self.line.contact_rule = rule
                self.receive(sender, **headers)
                self.assertEqual(bool(self.contacts(sender)), wanted)

    def test_people_i_write_to(self):
        self.send_mail()
        self.mailbox._sync()
        self.line._cron_contacts()
        self.assertFalse(self.contacts(self.customer_address))
        self.conversation().with_user(self.ben).message_post(body="Sure")
        self.line._cron_contacts()
        contact = self.contacts(self.customer_address)
        self.assertEqual(contact.name, "Maria Silva")
        message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)], limit=1
        )
        self.assertEqual(message.partner_ids, contact, "linked at once")

    def test_company_from_the_domain(self):
        self.line.contact_rule = "everybody"
        self.receive(f"one@{self.domain}")
        company = self.contacts(f"one@{self.domain}").parent_id
        self.assertEqual((company.name, company.is_company), (self.domain, True))
        self.receive(f"two@{self.domain}")
        self.assertEqual(self.contacts(f"two@{self.domain}").parent_id, company)
        self.receive(f"{self.customer}@gmail.com")
        free = self.contacts(f"{self.customer}@gmail.com")
        self.assertTrue(free)
        self.assertFalse(free.parent_id, "a free provider names no company")

    def test_deleted_contact_stays_deleted_until_forgotten(self):
        self.line.contact_rule = "everybody"
        sender = f"gone@{self.domain}"
        self.receive(sender)
        self.contacts(sender).unlink()
        self.receive(sender, subject="Again")
        self.assertFalse(self.contacts(sender))
        Forgotten = self.env["switchboard.forgotten.address"]
        row = Forgotten.search([("digest", "=", Forgotten._digest(sender))])
        row.with_user(self.admin).unlink()
        self.receive(sender, subject="Once more")
        self.assertTrue(self.contacts(sender))

    def test_archived_contact_is_not_doubled(self):
        self.line.contact_rule = "everybody"
        sender = f"old@{self.domain}"
        self.env["res.partner"].create(
            {"name": "Old", "email": sender, "active": False}
        )
        self.receive(sender)
        self.assertFalse(self.contacts(sender))

    def test_company_edits_the_lists(self):
        company, at = self.env.company, self.domain
        self.line.contact_rule = "everybody"
        company.switchboard_role_names = "reception\n-info"
        self.receive(f"reception@{at}")
        self.assertFalse(self.contacts(f"reception@{at}"))
        self.receive(f"info@{at}")
        self.assertTrue(self.contacts(f"info@{at}"))
        company.switchboard_free_providers = f"{at}\n-gmail.com"
        self.receive(f"free@{at}")
        self.assertFalse(self.contacts(f"free@{at}").parent_id)
        self.receive(f"{self.customer}@gmail.com")
        self.assertEqual(
            self.contacts(f"{self.customer}@gmail.com").parent_id.name, "gmail.com"
        )

    def test_role_is_linked_when_known(self):
        self.line.contact_rule = "everybody"
        contact = self.env["res.partner"].create(
            {"name": "Office", "email": f"info@{self.domain}"}
        )
        self.receive(f"info@{self.domain}", subject="From the office")
        message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", "From the office")]
        )
        self.assertEqual(message.partner_ids, contact)

    def test_forgotten_keeps_no_address(self):
        contact = self.env["res.partner"].create(
            {"name": "Gone", "email": f"gone@{self.domain}"}
        )
        contact.unlink()
        row = self.env["switchboard.forgotten.address"].search(
            [], order="id desc", limit=1
        )
        self.assertNotIn(self.domain, str(row.read()))

    def test_in_bulk_with_few_queries(self):
        self.line.contact_rule = "everybody"
        for number in range(12):
            self.send_mail(
                From=f"P {number} <p{number}@{self.domain}>", subject=str(number)
            )
        self.mailbox._sync()
        self.assertFalse(self.contacts(f"p1@{self.domain}"), "not in the import itself")
        self.env.flush_all()
        self.env["res.partner"].create({"name": "Warm", "email": "warm@up.example"})
        with self.assertQueryCount(120):
            self.line._create_contacts()
        self.assertTrue(self.contacts(f"p11@{self.domain}"))
