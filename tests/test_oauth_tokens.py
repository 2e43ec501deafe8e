"""Tokens: encrypted, renewed once, gone when the consent is."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_oauth import ANNA, OAuthCase


@tagged("post_install", "-at_install")
class TestOauthTokens(OAuthCase):
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

    def test_disconnecting_forgets_the_tokens(self):
        mailbox = self._connected("gmail")
        mailbox.action_disconnect()
        self.assertFalse(mailbox.sudo().oauth_token_ids)
        self.assertEqual(mailbox.action_reconnect()["type"], "ir.actions.act_url")
