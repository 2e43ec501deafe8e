"""Who becomes a contact, and whose mail is left out."""

from odoo.exceptions import AccessError, ValidationError
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


@tagged("post_install", "-at_install")
class TestSkipRules(SwitchboardCase):
    def skipped(self, subject):
        return self.env["switchboard.skipped"].search(
            [("mailbox_id", "=", self.mailbox.id), ("subject", "=", subject)]
        )

    def stored(self, subject):
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", subject)]
        )

    def test_each_skip_is_in_the_journal_with_its_rule(self):
        self.env.company.switchboard_domains = "ours.example"
        self.mailbox.skip_lists = True
        self.env["switchboard.blocked"].with_user(self.manager).create(
            [{"pattern": "@spam.example"}, {"pattern": "Bad <bad@cliente.example>"}]
        )
        for subject, headers, reason in (
            ("inside", {"From": "ann@ours.example"}, "internal"),
            ("mixed", {"From": "ann@ours.example", "Cc": "x@cliente.example"}, None),
            ("role", {"From": "info@cliente.example"}, None),
            ("news", {"List_Id": "<news.example>"}, "list"),
            ("below", {"From": "x@deep.spam.example"}, "blocked"),
            ("not below", {"From": "x@notspam.example"}, None),
            ("one", {"From": "BAD@cliente.example"}, "blocked"),
            ("normal", {}, None),
        ):
            with self.subTest(subject):
                self.send_mail(subject=subject, **headers)
                self.mailbox._sync()
                row = self.skipped(subject)
                self.assertEqual(row.reason, reason or False)
                self.assertEqual(bool(row.detail), bool(reason))
                self.assertEqual(bool(self.stored(subject)), not reason)

    def test_rule_switched_off_fetches_what_it_skipped(self):
        self.mailbox.skip_lists = True
        self.send_mail(subject="news", List_Id="<news.example>")
        self.mailbox._sync()
        self.assertFalse(self.mailbox.skipped_again_count)
        self.mailbox.skip_lists = False
        self.assertEqual(self.mailbox.skipped_again_count, 1)
        self.mailbox.with_user(self.manager).action_fetch_skipped_again()
        self.assertTrue(self.stored("news"))
        self.mailbox.invalidate_recordset()
        self.assertFalse(self.mailbox.skipped_again_count)

    def test_own_blocklist_binds_own_lines_only(self):
        self.env["switchboard.blocked"].with_user(self.ben).create(
            {"pattern": self.customer_address}
        )
        self.send_mail(subject="Still here")
        self.mailbox._sync()
        self.assertTrue(self.stored("Still here"))
        with self.assertRaises(AccessError):
            self.env["switchboard.blocked"].with_user(self.ben).create(
                {"pattern": "@x.example", "user_id": False}
            )

    def test_pattern_that_is_none(self):
        for pattern in ("", "@", "nonsense", "@ex ample"):
            with self.subTest(pattern), self.assertRaises(ValidationError):
                self.env["switchboard.blocked"].create({"pattern": pattern})

    def test_warning_at_connecting(self):
        Wizard = self.env["switchboard.connect.mailbox"].with_user(self.manager)
        for email, words in (
            ("info@ours.example", "role"),
            ("anna@gmail.com", "free provider"),
            ("no-reply@ours.example", "Nobody reads"),
            ("anna@ours.example", False),
        ):
            with self.subTest(email):
                warning = Wizard.new({"email": email}).address_warning
                self.assertEqual(bool(warning), bool(words))
                self.assertIn(words or "", warning or "")
