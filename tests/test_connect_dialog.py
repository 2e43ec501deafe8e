"""Connecting a mailbox in two steps."""

import uuid

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestDialog(SwitchboardCase):
    def _dialog(self, **values):
        defaults = {
            "imap_host": self.server.host,
            "imap_port": self.server.imap_port,
            "imap_security": "none",
            "smtp_host": self.server.host,
            "smtp_port": self.server.smtp_port,
            "smtp_security": "none",
            "smtp_auth": "none",
            "password": "secret",
        }
        Dialog = self.env["switchboard.connect.mailbox"].with_user(self.manager)
        return Dialog.create(defaults | values)

    def test_typed_servers_stay_open(self):
        """Typing the first server must not fold the fields for the others away."""
        Dialog = self.env["switchboard.connect.mailbox"].with_user(self.manager)
        with Form(Dialog) as dialog:
            dialog.email = "anna@unknown.example"
            dialog.imap_host = "imap.unknown.example"
            self.assertTrue(dialog.show_servers)
            dialog.smtp_host = "smtp.unknown.example"
        with Form(Dialog) as dialog:
            dialog.email = "anna@gmail.com"
            self.assertEqual(dialog.imap_host, "imap.gmail.com")
            self.assertFalse(dialog.show_servers)

    def test_step_two_shows_folders_with_counts(self):
        name = f"anna{uuid.uuid4().hex[:8]}"
        self.send_mail(to=f"{name}@ours.example")
        self.server.deliver(name, b"Subject: x\r\n\r\nx", folder="Archive")
        dialog = self._dialog(email=f"{name}@ours.example", login=name)
        dialog.action_check()
        self.assertEqual(dialog.step, "details", dialog.imap_error)
        found = {f.path: (f.messages, f.selected) for f in dialog.folder_ids}
        self.assertEqual(dialog.folder_ids[:2].mapped("path"), ["INBOX", "Sent"])
        self.assertEqual(found["INBOX"], (1, True))
        self.assertEqual(found["Archive"], (1, False))
        self.assertEqual(dialog.messages, 1)
        dialog.folder_ids.filtered(lambda f: f.path == "Archive").selected = True
        dialog.write(
            {
                "name": "Anna",
                "access": "shared",
                "fallback_signature": False,
                "contact_rule": "none",
                "lead_rule": "all",
                "member_ids": [
                    (0, 0, {"user_id": self.ben.id, "level": "receive_all"})
                ],
            }
        )
        action = dialog.action_connect()
        mailbox = self.env["switchboard.mailbox"].browse(action["res_id"])
        self.assertEqual(mailbox.state, "syncing", mailbox.state_message)
        chosen = mailbox.folder_ids.filtered("selected").mapped("path")
        self.assertIn("Archive", chosen)
        self.assertEqual(mailbox.grant_ids.user_id, self.ben)
        self.assertEqual(mailbox.grant_ids.level, "receive_all")
        self.assertFalse(mailbox.fallback_signature)
        self.assertEqual((mailbox.contact_rule, mailbox.lead_rule), ("none", "all"))

    def test_test_email_in_step_two(self):
        """To the connecting user, with the result shown; nothing is created."""
        self.manager.email = f"{self.customer}@cliente.example"
        name = f"t{uuid.uuid4().hex[:8]}"
        dialog = self._dialog(email=f"{name}@ours.example", login=name)
        dialog.action_check()
        dialog.sender_name = "Ours Sales"
        dialog.action_send_test()
        self.assertFalse(dialog.test_failed)
        self.assertIn(f"took it for {self.manager.email}", dialog.test_result)
        [raw] = self.server.inbox(self.customer)
        self.assertEqual(self.parse(raw)["From"], f"Ours Sales <{name}@ours.example>")
        dialog.smtp_port = 1
        dialog.action_send_test()
        self.assertTrue(dialog.test_failed)
        self.assertIn("cannot be reached", dialog.test_result)
        self.assertFalse(self.env["switchboard.mailbox"].search([("login", "=", name)]))

    def test_refusals_stand_at_their_field(self):
        for values, field, words in (
            ({"email": "nonsense"}, "email_error", "no @ sign"),
            ({"email": self.address}, "email_error", "connected already"),
            ({"password": "wrong"}, "imap_error", "refused"),
            ({"imap_port": 1}, "imap_error", "cannot be reached"),
            ({"smtp_port": 1}, "smtp_error", "cannot be reached"),
        ):
            name = f"x{uuid.uuid4().hex[:8]}"
            dialog = self._dialog(
                **{"email": f"{name}@ours.example", "login": name} | values
            )
            dialog.action_check()
            with self.subTest(values=values):
                self.assertEqual(dialog.step, "servers")
                self.assertIn(words, dialog[field])

    def test_nothing_is_created_before_the_servers_answered(self):
        before = self.env["switchboard.mailbox"].search_count([])
        dialog = self._dialog(email="n@ours.example", password="wrong")
        dialog.action_check()
        with self.assertRaisesRegex(UserError, "Check the servers first"):
            dialog.action_connect()
        self.assertEqual(self.env["switchboard.mailbox"].search_count([]), before)

    def test_help_of_the_provider(self):
        for email, provider, sign_in, takes_password, words in (
            ("a@gmail.com", "gmail", "google", True, "app password"),
            ("a@ukr.net", "ukr_net", False, True, ""),
            ("a@outlook.com", "outlook", "microsoft", False, "no longer accepts"),
            ("a@unknown.example", "other", False, True, ""),
        ):
            dialog = self.env["switchboard.connect.mailbox"].new({"email": email})
            with self.subTest(email=email):
                self.assertEqual(dialog.provider, provider)
                self.assertEqual(dialog.sign_in, sign_in)
                self.assertEqual(dialog.takes_password, takes_password)
                self.assertIn(words, dialog.provider_help or "")

    def test_receive_only(self):
        name = f"r{uuid.uuid4().hex[:8]}"
        dialog = self._dialog(email=f"{name}@ours.example", login=name, smtp_host="")
        dialog.action_check()
        mailbox = self.env["switchboard.mailbox"].browse(
            dialog.action_connect()["res_id"]
        )
        self.assertTrue(mailbox.receive_only)
        self.assertEqual(mailbox.state, "syncing")

    def test_the_password_is_not_kept_in_clear(self):
        dialog = self._dialog(email="c@ours.example", password="hunter2secret")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT w::text FROM switchboard_connect_mailbox w WHERE id = %s",
            [dialog.id],
        )
        self.assertNotIn("hunter2secret", str(self.env.cr.fetchall()))
        self.assertFalse(dialog.password)


@tagged("post_install", "-at_install")
class TestForms(SwitchboardCase):
    """Forms fill in rows before they are saved; nothing there is refused."""

    def test_members_and_signatures_are_added_in_the_form(self):
        with Form(self.mailbox.with_user(self.manager)) as form:
            with form.grant_ids.new() as grant:
                grant.user_id = self.nobody
            with form.signature_ids.new() as signature:
                signature.user_id = self.nobody
        self.assertIn(self.nobody, self.line.grant_ids.user_id)
        self.assertIn(self.nobody, self.line.signature_ids.user_id)
