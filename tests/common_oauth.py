"""A local provider that rotates tokens, and servers that ask it which are good."""

from odoo.tests import HttpCase

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


class OAuthCase(SwitchboardMixin, HttpCase):
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
