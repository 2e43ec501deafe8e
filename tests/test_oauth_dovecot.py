"""Signing in end to end against a real Dovecot, for reading and for sending."""

from imapclient import IMAPClient

from odoo.tests import tagged

from .common_oauth import ANNA, OAuthCase
from .fakes.dovecot_oauth import DovecotSmtp, OAuthDovecot
from .servers import PASSWORD


@tagged("post_install", "-at_install")
class TestOauthDovecot(OAuthCase):
    def setUp(self):
        super().setUp()
        self.dovecot = self.enterContext(OAuthDovecot(self.oauth.tokeninfo_url))
        self.imap = self.dovecot
        self.smtp = self.enterContext(DovecotSmtp(self.dovecot))
        self._deliver("Roof")

    def _deliver(self, subject):
        with IMAPClient(self.dovecot.host, self.dovecot.port, ssl=False) as client:
            client.login("anna", PASSWORD)
            client.append(
                "INBOX",
                f"From: Maria <maria@cliente.example>\r\nTo: {ANNA}\r\n"
                f"Subject: {subject}\r\nMessage-ID: <{subject}@cliente.example>\r\n"
                "\r\nHello\r\n".encode(),
            )

    def _subjects(self, mailbox):
        index = self.env["switchboard.message"].search(
            [("line_id", "=", mailbox.line_id.id), ("direction", "=", "in")]
        )
        return set(index.mapped("subject"))

    def test_reads_and_sends_until_the_consent_is_gone(self):
        for preset in ("gmail", "microsoft365"):
            with self.subTest(preset=preset):
                mailbox = self._connected(preset)
                self.assertTrue(mailbox._sync(), mailbox.state_message)
                self.assertIn("Roof", self._subjects(mailbox))
                result = mailbox.action_send_test()["params"]
                self.assertEqual(result["type"], "success", result)
                self.assertEqual(self.smtp.mails[-1].mail_from, ANNA)
                # An hour later Dovecot takes the new token and not the old one.
                old = mailbox._oauth_access_token()
                self.oauth.expire_access_tokens(ANNA)
                mailbox.sudo().oauth_token_ids.expires_at = 0
                self._deliver(f"Later at {preset}")
                self.assertTrue(mailbox._sync(), mailbox.state_message)
                self.assertIn(f"Later at {preset}", self._subjects(mailbox))
                self.assertNotEqual(mailbox._oauth_access_token(), old)
                # Withdrawn, while Odoo still holds a token that looks good.
                self.oauth.revoke(ANNA)
                result = mailbox.action_send_test()["params"]
                self.assertEqual(result["type"], "danger")
                self.assertIn("Sign in again", result["message"])
                mailbox._sync()
                self.assertEqual(mailbox.state, "failed")
                self.assertIn("Sign in again", mailbox.state_message)
                mailbox.unlink()
                self.oauth.tokens.refresh_tokens.clear()

    def test_another_persons_token_opens_nothing(self):
        mailbox = self._connected("gmail")
        self.oauth.add_account("eve@acme.example")
        grant = self.oauth.tokens.owner(mailbox._oauth_access_token())
        grant.account = self.oauth.accounts["eve@acme.example"]
        self.assertFalse(mailbox._sync())
        self.assertEqual(mailbox.state, "failed")
