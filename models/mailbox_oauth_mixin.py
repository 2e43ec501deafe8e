import time

import requests

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.urls import urljoin

from ..tools import oauth
from ..tools.errors import ConsentGone, LineError, ServerUnreachable
from ..transaction import commit
from .line_error import sentence

_TIMEOUT = 10.0
_GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com/token"
_GOOGLE_USERINFO_URL = "https://www.googleapis.com/oauth2/v2/userinfo"
_GOOGLE_AUTHORIZE_URL = "https://accounts.google.com/o/oauth2/v2/auth"


class SwitchboardMailboxOauthMixin(models.AbstractModel):
    """Signing in with Google or Microsoft: one consent for IMAP and SMTP.

    The forms of the two stock mixins stay (their controllers call them); the tokens
    go encrypted into a row of their own, and errors become those of ``tools.errors``.
    """

    _name = "switchboard.mailbox.oauth.mixin"
    _description = "Signing in by OAuth"
    _inherit = ["google.gmail.mixin", "microsoft.outlook.mixin"]

    _email_field = "email"
    _OUTLOOK_SCOPE = (
        "https://outlook.office.com/IMAP.AccessAsUser.All "
        "https://outlook.office.com/SMTP.Send"
    )

    oauth_provider = fields.Selection(
        [("google", "Google"), ("microsoft", "Microsoft")],
        string="Signed in with",
        readonly=True,
        copy=False,
    )
    needs_sign_in = fields.Boolean(
        compute="_compute_needs_sign_in",
        compute_sudo=True,
        help="The consent at the provider is missing or gone.",
    )
    oauth_token_ids = fields.One2many(
        "switchboard.oauth.token", "mailbox_id", groups="."
    )
    google_gmail_refresh_token = fields.Char(
        compute="_compute_tokens", inverse="_inverse_google_tokens", groups="."
    )
    google_gmail_access_token = fields.Char(
        compute="_compute_tokens", inverse="_inverse_google_tokens", groups="."
    )
    google_gmail_access_token_expiration = fields.Integer(
        compute="_compute_tokens", inverse="_inverse_google_tokens", groups="."
    )
    google_gmail_uri = fields.Char(groups=".")
    microsoft_outlook_refresh_token = fields.Char(
        compute="_compute_tokens", inverse="_inverse_microsoft_tokens", groups="."
    )
    microsoft_outlook_access_token = fields.Char(
        compute="_compute_tokens", inverse="_inverse_microsoft_tokens", groups="."
    )
    microsoft_outlook_access_token_expiration = fields.Integer(
        compute="_compute_tokens", inverse="_inverse_microsoft_tokens", groups="."
    )
    microsoft_outlook_uri = fields.Char(groups=".")

    @api.depends("oauth_provider", "provider", "state", "password_secret")
    def _compute_needs_sign_in(self):
        for mailbox in self:
            offered = mailbox.oauth_provider or (
                not mailbox.password_secret and oauth.provider_of(mailbox.provider)
            )
            mailbox.needs_sign_in = bool(offered) and (
                mailbox.state == "failed"
                or (mailbox.state == "draft" and not mailbox.oauth_token_ids)
            )

    def _compute_tokens(self):
        # What was stored is for the engine; no form asks for it.
        for prefix in ("google_gmail", "microsoft_outlook"):
            self[f"{prefix}_refresh_token"] = False
            self[f"{prefix}_access_token"] = False
            self[f"{prefix}_access_token_expiration"] = 0

    def _inverse_google_tokens(self):
        self._keep_tokens("google", "google_gmail")

    def _inverse_microsoft_tokens(self):
        self._keep_tokens("microsoft", "microsoft_outlook")

    def _keep_tokens(self, provider, prefix):
        for mailbox in self:
            if not mailbox[f"{prefix}_access_token"]:
                continue
            mailbox._get_token_row()._keep(
                access_token=mailbox[f"{prefix}_access_token"],
                expires_at=mailbox[f"{prefix}_access_token_expiration"],
                refresh_token=mailbox[f"{prefix}_refresh_token"],
            )
            mailbox.oauth_provider = provider

    def _get_token_row(self):
        self.ensure_one()
        # sudo - switchboard.oauth.token: the engine's own row
        Token = self.env["switchboard.oauth.token"].sudo()
        row = Token.search([("mailbox_id", "=", self.id)])
        return row or Token.create({"mailbox_id": self.id})

    def _forget_tokens(self):
        # sudo - switchboard.oauth.token: the engine's own rows
        self.sudo().oauth_token_ids.unlink()

    def _oauth_access_token(self):
        """Return an access token that is good for now, or an empty text.

        :rtype: str
        :raise ConsentGone: a person has to sign in again
        """
        self.ensure_one()
        if not self.oauth_provider:
            return ""
        # sudo - switchboard.oauth.token: the engine's own row
        row = self.sudo().oauth_token_ids[:1]
        if not row:
            raise ConsentGone(self.env._("Nobody has signed in yet."))
        if row._is_fresh():
            return self._decrypt(row.access_secret)
        token = row._renew()
        row.invalidate_recordset(flush=False)
        return token

    def _ask_access_token(self, refresh_token):
        """Ask the provider for a new access token.

        :return: keyword arguments of the token row's ``_keep``
        :raise LineError: see ``tools.oauth.read_answer``
        """
        if self.oauth_provider == "google":
            answer = self._fetch_gmail_token(
                "refresh_token", refresh_token=refresh_token
            )
        else:
            answer = self._fetch_outlook_token(
                "refresh_token", refresh_token=refresh_token
            )
        return {
            "access_token": answer["access_token"],
            "expires_at": int(time.time()) + int(answer["expires_in"]),
            "refresh_token": answer.get("refresh_token"),
        }

    # What the stock mixins do over HTTP, with our errors

    def _oauth_param(self, name, default=""):
        # sudo - ir.config_parameter: the client's id and secret, for the provider only
        return self.env["ir.config_parameter"].sudo().get_param(name) or default

    def _post_token(self, url, prefix, **data):
        redirect = f"/{'google_gmail' if prefix == 'google_gmail' else prefix}/confirm"
        data = {
            "client_id": self._oauth_param(f"{prefix}_client_id"),
            "client_secret": self._oauth_param(f"{prefix}_client_secret"),
            "redirect_uri": urljoin(self.get_base_url(), redirect),
            **data,
        }
        commit(self.env)
        try:
            response = requests.post(url, data=data, timeout=_TIMEOUT)
        except requests.RequestException as error:
            raise ServerUnreachable(type(error).__name__) from None
        return oauth.read_answer(
            response.status_code, response.text, response.headers.get("Retry-After")
        )

    def _fetch_gmail_token(self, grant_type, **values):
        return self._post_token(
            self._oauth_param("mail_switchboard.google_token_url", _GOOGLE_TOKEN_URL),
            "google_gmail",
            grant_type=grant_type,
            **values,
        )

    def _fetch_outlook_token(self, grant_type, **values):
        return self._post_token(
            urljoin(self._get_microsoft_endpoint(), "token"),
            "microsoft_outlook",
            grant_type=grant_type,
            scope="openid email offline_access https://outlook.office.com/User.read "
            f"{self._OUTLOOK_SCOPE}",
            **values,
        )

    def _fetch_gmail_refresh_token(self, authorization_code):
        try:
            return super()._fetch_gmail_refresh_token(authorization_code)
        except LineError as error:
            raise UserError(sentence(self.env, error)) from None
        except KeyError:
            raise UserError(oauth.NO_OFFLINE) from None

    def _fetch_outlook_refresh_token(self, authorization_code):
        try:
            return super()._fetch_outlook_refresh_token(authorization_code)
        except LineError as error:
            raise UserError(sentence(self.env, error)) from None
        except KeyError:
            raise UserError(oauth.NO_OFFLINE) from None

    @api.depends("email")
    def _compute_gmail_uri(self):
        super()._compute_gmail_uri()
        url = self._oauth_param("mail_switchboard.google_authorize_url")
        for mailbox in self.filtered("google_gmail_uri"):
            hinted = oauth.with_hint(mailbox.google_gmail_uri, mailbox.email)
            mailbox.google_gmail_uri = (
                hinted.replace(_GOOGLE_AUTHORIZE_URL, url) if url else hinted
            )

    @api.depends("email")
    def _compute_outlook_uri(self):
        super()._compute_outlook_uri()
        for mailbox in self.filtered("microsoft_outlook_uri"):
            mailbox.microsoft_outlook_uri = oauth.with_hint(
                mailbox.microsoft_outlook_uri, mailbox.email
            )

    def _google_address(self, access_token):
        """Return the address that signed in, empty when Google does not tell."""
        url = self._oauth_param(
            "mail_switchboard.google_userinfo_url", _GOOGLE_USERINFO_URL
        )
        commit(self.env)
        try:
            answer = requests.get(
                url,
                headers={"Authorization": f"Bearer {access_token}"},
                timeout=_TIMEOUT,
            )
            found = answer.json() if answer.ok else {}
        except (requests.RequestException, ValueError):
            return ""
        return found.get("email", "") if found.get("verified_email") else ""

    def action_sign_in(self):
        """Send the owner to the provider to give the consent, again or for once.

        :return: the action that opens the provider's page
        """
        self.ensure_one()
        self.check_access("write")
        provider = self.oauth_provider or oauth.provider_of(self.provider)
        if not provider:
            raise UserError(
                self.env._("This provider has no sign-in of that kind. Use a password.")
            )
        self._check_oauth_ready(provider)
        # sudo - switchboard.mailbox: the stock mixins let administrators in only;
        # here it is the owner, whose right to write was just checked
        mailbox = self.sudo()
        if provider == "google":
            return mailbox.open_google_gmail_uri()
        return mailbox.open_microsoft_outlook_uri()

    def _check_oauth_ready(self, provider):
        """Say what is missing before somebody is sent to the provider."""
        prefix = "google_gmail" if provider == "google" else "microsoft_outlook"
        if not self._oauth_param(f"{prefix}_client_id"):
            raise UserError(
                self.env._(
                    "Signing in with %s is not set up yet. An administrator enters the "
                    "client id and secret in the general settings, under “Emails”.",
                    "Google" if provider == "google" else "Microsoft",
                )
            )
