"""Signing in with Google and Microsoft, and coming back."""

from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_oauth import ANNA, OAuthCase


@tagged("post_install", "-at_install")
class TestOauth(OAuthCase):
    def test_one_consent_reads_and_sends(self):
        for preset, provider in (("gmail", "google"), ("microsoft365", "microsoft")):
            with self.subTest(provider=provider):
                mailbox = self._mailbox(preset)
                answer = self._sign_in(mailbox)
                self.assertEqual(
                    urlsplit(answer.url).path,
                    f"/odoo/{mailbox.id}/action-mail_switchboard.connect_details",
                )
                self.assertEqual(mailbox.oauth_provider, provider)
                self.assertEqual(mailbox.state, "draft")
                self.assertIn("press Connect", mailbox.state_message)
                self.assertEqual(mailbox.folder_ids.mapped("path"), ["INBOX"])
                asked = len(self.oauth.token_requests("authorization_code"))
                self.assertTrue(mailbox.action_connect(), mailbox.state_message)
                self.assertTrue(mailbox._sync())
                self.assertEqual(mailbox.state, "connected")
                index = self.env["switchboard.message"].search(
                    [("line_id", "=", mailbox.line_id.id)]
                )
                self.assertEqual(index.subject, "Roof")
                result = mailbox.action_send_test()
                self.assertEqual(result["params"]["type"], "success", result)
                self.assertEqual(
                    len(self.oauth.token_requests("authorization_code")), asked
                )
                mailbox.unlink()

    def test_personal_account_on_the_button_for_companies(self):
        self.oauth.add_account("me@outlook.com", personal=True)
        mailbox = self._mailbox("microsoft365", "me@outlook.com")
        answer = self._sign_in(mailbox)
        self.assertIn("personal Microsoft account", answer.text)
        self.assertNotIn("application developer", answer.text)
        self.assertFalse(mailbox.oauth_provider)

    def test_no_consent_changes_nothing(self):
        self.oauth.consents = False
        mailbox = self._mailbox("gmail")
        answer = self._sign_in(mailbox)
        self.assertIn("Nothing has changed", answer.text)
        self.assertFalse(mailbox.oauth_provider)
        self.assertEqual(mailbox.state, "draft")

    def test_another_account_is_refused(self):
        self.oauth.add_account("eve@acme.example")
        for preset in ("gmail", "microsoft365"):
            mailbox = self._mailbox(preset)
            action = mailbox.action_sign_in()
            url = action["url"].replace("anna%40acme.example", "eve%40acme.example")
            answer = self.url_open(url)
            self.assertIn("You signed in as eve@acme.example", answer.text)
            mailbox.invalidate_recordset()
            self.assertFalse(mailbox.oauth_provider)
            mailbox.unlink()

    def test_only_the_owner_comes_back(self):
        """A link sent to a colleague does not bind his account to my mailbox."""
        for preset in ("gmail", "microsoft365"):
            mailbox = self._mailbox(preset)
            url = mailbox.action_sign_in()["url"]
            self.authenticate(self.ben.login, self.ben.login)
            self.assertEqual(self.url_open(url).status_code, 403)
            mailbox.invalidate_recordset()
            self.assertFalse(mailbox.oauth_provider)
            with self.assertRaises(AccessError):
                mailbox.with_user(self.ben).action_sign_in()
            mailbox.unlink()

    def test_address_and_scopes_are_asked_for(self):
        for preset, words in (
            ("gmail", ("https://mail.google.com/",)),
            ("microsoft365", ("IMAP.AccessAsUser.All", "SMTP.Send", "offline_access")),
        ):
            mailbox = self._mailbox(preset)
            query = parse_qs(urlsplit(mailbox.action_sign_in()["url"]).query)
            self.assertEqual(query["login_hint"], [ANNA])
            for word in words:
                self.assertIn(word, query["scope"][0])
            mailbox.unlink()

    def test_without_a_client_id_the_sentence_says_who_enters_it(self):
        self.env["ir.config_parameter"].set_param("google_gmail_client_id", False)
        with self.assertRaisesRegex(UserError, "An administrator enters the client id"):
            self._mailbox("gmail").action_sign_in()

    def test_tour(self):
        mailbox = self._mailbox("gmail")
        self.start_tour(
            f"/odoo/switchboard.mailbox/{mailbox.id}",
            "mail_switchboard_line_sign_in",
            login="sb_manager",
        )
        mailbox.invalidate_recordset()
        self.assertEqual(mailbox.oauth_provider, "google")
        self.assertEqual(mailbox.state, "syncing")
        self.assertEqual(mailbox.name, "Anna at Acme")
        self.assertEqual(len(self.smtp.mails), 1)

    def test_the_dialog_sends_to_the_provider(self):
        dialog = Form(self.env["switchboard.connect.mailbox"].with_user(self.manager))
        dialog.email = "anna@gmail.com"
        self.assertEqual(dialog.sign_in, "google")
        self.assertTrue(dialog.takes_password)
        action = dialog.save().action_sign_in()
        self.assertTrue(action["url"].startswith(self.oauth.google_authorize_url))
        mailbox = self.env["switchboard.mailbox"].search(
            [("email", "=", "anna@gmail.com")]
        )
        self.assertEqual(mailbox.state, "draft")
        self.assertEqual(mailbox.imap_host, "imap.gmail.com")
        self.assertTrue(mailbox.needs_sign_in)

    def test_step_two_follows_the_sign_in(self):
        mailbox = self._mailbox("microsoft365")
        self._sign_in(mailbox)
        action = mailbox.action_choose_details()
        self.assertEqual(action["target"], "new")
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = dialog.with_user(self.manager)
        self.assertEqual((dialog.step, dialog.name), ("details", ANNA))
        self.assertEqual(
            [(f.path, f.messages, f.selected) for f in dialog.folder_ids],
            [("INBOX", 1, True)],
        )
        dialog.action_send_test()
        self.assertFalse(dialog.test_failed, dialog.test_result)
        dialog.write(
            {
                "name": "Anna",
                "access": "shared",
                "lead_rule": "all",
                "member_ids": [(0, 0, {"user_id": self.ben.id, "level": "send_all"})],
            }
        )
        self.assertEqual(dialog.action_connect()["res_id"], mailbox.id)
        self.assertEqual(mailbox.state, "syncing", mailbox.state_message)
        self.assertEqual((mailbox.name, mailbox.lead_rule), ("Anna", "all"))
        self.assertEqual(mailbox.grant_ids.user_id, self.ben)
        self.assertNotIn("target", mailbox.action_choose_details())

    def test_step_two_is_the_owners(self):
        """Nobody sends from, or takes over, a mailbox by naming it in a dialog."""
        mailbox = self._mailbox("gmail")
        self._sign_in(mailbox)
        self.ben.email = "ben@ours.example"
        Dialog = self.env["switchboard.connect.mailbox"].with_user(self.ben)
        dialog = Dialog.create(
            {
                "step": "details",
                "mailbox_id": mailbox.id,
                "email": ANNA,
                "name": "Taken",
                "smtp_host": self.smtp.host,
            }
        )
        for call in (
            mailbox.with_user(self.ben).action_choose_details,
            dialog.action_send_test,
            dialog.action_connect,
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()
        self.assertFalse(self.smtp.mails)
