"""Whose mail is left out, by which rule, and how it comes back."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SwitchboardCase


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

    def test_line_on_a_free_provider_skips_no_internal_mail(self):
        self.env.company.switchboard_domains = "ours.example"
        self.env.company.switchboard_free_providers = "ours.example"
        self.send_mail(subject="inside", From="ann@ours.example")
        self.mailbox._sync()
        self.assertTrue(self.stored("inside"))

    def test_an_invitation_is_not_skipped(self):
        ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        self.mailbox.skip_lists = True
        self.send_mail(
            subject="Meet", attachment=("invite.ics", ics, "text", "calendar")
        )
        self.mailbox._sync()
        self.assertTrue(self.stored("Meet"))
        self.assertFalse(self.skipped("Meet"))

    def test_block_past_mail_and_bring_it_back(self):
        self.send_mail(subject="Past", body="The word is Quetzalcoatl")
        self.send_mail(subject="Other", From="joao@other.example")
        self.mailbox._sync()
        folder = self.mailbox.folder_ids.filtered(lambda f: f.role == "inbox")
        rule = self.env["switchboard.blocked"].with_user(self.manager)
        rule = rule.create({"pattern": "@example"})
        with self.assertRaises(UserError):
            rule.action_fetch_skipped()
        rule.pattern = "@cliente.example"
        rule.action_leave_out_past()
        self.assertFalse(self.stored("Past"))
        self.assertTrue(self.stored("Other"))
        row = self.skipped("Past")
        self.assertEqual(row.reason, "blocked")
        self.assertIn("cliente.example", row.detail)
        self.assertTrue(row.raw_attachment_id, "kept, to be brought back")
        self.assertFalse(self.conversation(), "nothing was left in it")
        self.mailbox._sync()
        self.assertFalse(self.stored("Past"), "it stays out")
        self.assertFalse(folder.missing)
        rule.active = False
        rule.action_fetch_skipped()
        message = self.stored("Past")
        self.assertTrue(message)
        self.assertIn("Quetzalcoatl", self.shown(self.conversation())[0].body)
        self.mailbox._sync()
        self.assertEqual(len(self.stored("Past")), 1)
        self.assertFalse(folder.missing)

    def test_past_mail_of_others_lines_is_left_alone(self):
        self.send_mail(subject="Past")
        self.mailbox._sync()
        rule = self.env["switchboard.blocked"].with_user(self.ben)
        rule.create({"pattern": self.customer_address}).action_leave_out_past()
        self.assertTrue(self.stored("Past"))
        rule = self.env["switchboard.blocked"].with_user(self.admin)
        rule = rule.create({"pattern": self.customer_address, "user_id": False})
        with self.assertRaises(AccessError):
            rule.with_user(self.ben).action_leave_out_past()
        rule.action_leave_out_past()
        self.assertFalse(
            self.stored("Past"), "a company's rule holds for all its lines"
        )
