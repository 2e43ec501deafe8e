"""Signing in with Google and Microsoft, against a local provider that rotates."""

from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .common import SwitchboardMixin
from .fakes.imap_server import FakeImapServer
from .fakes.oauth_server import OAuthServer
from .fakes.smtp_server import FakeSmtpServer

_MAIL = b"""\
From: Maria <maria@cliente.example>\r
To: anna@acme.example\r
Subject: Roof\r
Message-ID: <1@cliente.example>\r
Date: Sat, 21 Nov 2026 10:00:00 +0000\r
\r
Hello\r
"""
ANNA = "anna@acme.example"


class TakesNewestToken:
    """A mail server that asks the provider which token is good."""

    oauth = None

    @property
    def token(self):
        valid = [
            t for t in self.oauth.tokens.access_tokens if self.oauth.tokens.owner(t)
        ]
        return valid[-1] if valid else "none"

    @token.setter
    def token(self, value):
        pass


class TokenImap(TakesNewestToken, FakeImapServer):
    pass


class TokenSmtp(TakesNewestToken, FakeSmtpServer):
    pass


@tagged("post_install", "-at_install")
class TestOauth(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self.oauth = self.enterContext(OAuthServer())
        self.imap = self.enterContext(TokenImap({"INBOX": [_MAIL]}))
        self.smtp = self.enterContext(TokenSmtp(auth="XOAUTH2"))
        self.imap.oauth = self.smtp.oauth = self.oauth
        self.oauth.add_account(ANNA)
        for name, value in {
            "web.base.url": self.base_url(),
            "mail_switchboard.allowed_hosts": self.imap.host,
            "mail_switchboard.google_authorize_url": self.oauth.google_authorize_url,
            "mail_switchboard.google_token_url": self.oauth.google_token_url,
            "mail_switchboard.google_userinfo_url": self.oauth.google_userinfo_url,
            "microsoft_outlook.endpoint": self.oauth.microsoft_endpoint,
            "google_gmail_client_id": self.oauth.client_id,
            "google_gmail_client_secret": self.oauth.client_secret,
            "microsoft_outlook_client_id": self.oauth.client_id,
            "microsoft_outlook_client_secret": self.oauth.client_secret,
        }.items():
            self.env["ir.config_parameter"].set_param(name, value)
        self.authenticate(self.manager.login, self.manager.login)

    def _mailbox(self, preset, email=ANNA):
        return (
            self.env["switchboard.mailbox"]
            .with_user(self.manager)
            .create(
                {
                    "email": email,
                    "provider": preset,
                    "imap_host": self.imap.host,
                    "imap_port": self.imap.port,
                    "imap_security": "none",
                    "smtp_host": self.smtp.host,
                    "smtp_port": self.smtp.port,
                    "smtp_security": "none",
                    "sync_period": "all",
                }
            )
        )

    def _sign_in(self, mailbox):
        """Follow the redirects as the owner's browser does."""
        action = mailbox.action_sign_in()
        self.assertEqual(action["type"], "ir.actions.act_url")
        answer = self.url_open(action["url"])
        mailbox.invalidate_recordset()
        return answer

    def _connected(self, preset):
        mailbox = self._mailbox(preset)
        self._sign_in(mailbox)
        self.assertTrue(mailbox.action_connect(), mailbox.state_message)
        return mailbox

    def test_one_consent_reads_and_sends(self):
        for preset, provider in (("gmail", "google"), ("microsoft365", "microsoft")):
            with self.subTest(provider=provider):
                mailbox = self._mailbox(preset)
                answer = self._sign_in(mailbox)
                self.assertEqual(
                    urlsplit(answer.url).path, f"/odoo/switchboard.mailbox/{mailbox.id}"
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

    def test_tokens_are_encrypted_and_nobody_reads_them(self):
        mailbox = self._connected("gmail")
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM switchboard_oauth_token t")
        stored = str(self.env.cr.fetchall())
        for token in (*self.oauth.tokens.refresh_tokens, self.imap.token):
            self.assertNotIn(token, stored)
        for user in (self.manager, self.admin):
            for name in ("google_gmail_access_token", "google_gmail_refresh_token"):
                with self.assertRaises(AccessError):
                    mailbox.with_user(user).read([name])
            with self.assertRaises(AccessError):
                self.env["switchboard.oauth.token"].with_user(user).search([])

    def test_microsoft_rotates_and_the_new_token_is_kept(self):
        mailbox = self._connected("microsoft365")
        for _hour in range(3):
            self.oauth.expire_access_tokens(ANNA)
            mailbox.sudo().oauth_token_ids.expires_at = 0
            self.assertTrue(mailbox._sync())
            self.assertEqual(mailbox.state, "connected")
        self.assertEqual(len(self.oauth.tokens.refresh_tokens), 1)
        used = [p["refresh_token"] for p in self.oauth.token_requests("refresh_token")]
        self.assertEqual(len(used), len(set(used)))

    def test_a_fresh_token_is_used_again(self):
        mailbox = self._connected("gmail")
        before = len(self.oauth.requests)
        mailbox._sync()
        mailbox._sync()
        self.assertEqual(len(self.oauth.requests), before)

    def test_withdrawn_consent_fails_the_line_until_signed_in_again(self):
        for preset in ("gmail", "microsoft365"):
            for end in (self.oauth.revoke, self.oauth.expire):
                with self.subTest(preset=preset, end=end.__name__):
                    mailbox = self._connected(preset)
                    mailbox._sync()
                    end(ANNA)
                    self.oauth.expire_access_tokens(ANNA)
                    mailbox.sudo().oauth_token_ids.expires_at = 0
                    mailbox._sync()
                    self.assertEqual(mailbox.state, "failed")
                    self.assertIn("Sign in again", mailbox.state_message)
                    self.assertTrue(mailbox.needs_sign_in)
                    self.assertEqual(
                        mailbox.sudo().line_id.failure_activity_id.user_id, self.manager
                    )
                    self._sign_in(mailbox)
                    self.assertEqual(mailbox.state, "syncing")
                    self.assertFalse(mailbox.sudo().line_id.failure_activity_id)
                    mailbox.unlink()
                    self.oauth.tokens.refresh_tokens.clear()

    def test_trouble_at_the_provider_fails_nothing(self):
        mailbox = self._connected("gmail")
        mailbox._sync()
        for trouble in ((503, {}), (429, {"Retry-After": "1800"})):
            mailbox.sudo().oauth_token_ids.expires_at = 0
            self.oauth.trouble = trouble
            mailbox._sync()
            self.assertEqual(mailbox.state, "connected")
            self.assertIn("Retrying at", mailbox.state_message)
        self.oauth.trouble = None
        mailbox._sync()
        self.assertFalse(mailbox.state_message)

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

    def test_disconnecting_forgets_the_tokens(self):
        mailbox = self._connected("gmail")
        mailbox.action_disconnect()
        self.assertFalse(mailbox.sudo().oauth_token_ids)
        self.assertEqual(mailbox.action_reconnect()["type"], "ir.actions.act_url")

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
