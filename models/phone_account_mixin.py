from odoo import api, fields, models
from odoo.tools import config

from ..tools import twilio

# What is typed in clear, and where its ciphertext is kept.
_SECRETS = {"auth_token": "auth_token_secret", "key_secret": "stored_key_secret"}


class SwitchboardPhoneAccountMixin(models.AbstractModel):
    """The Twilio account of a phone."""

    _name = "switchboard.phone.account.mixin"
    _description = "Twilio Account of a Phone"

    account_source = fields.Selection(
        [("own", "Its own"), ("company", "The company's")],
        string="Twilio Account",
        required=True,
        default="own",
        help="The company's account stands in the settings.",
    )
    account_sid = fields.Char(string="Account SID", help="It begins with AC.")
    auth_token = fields.Char(
        compute="_compute_secrets",
        readonly=False,
        copy=False,
        help="Twilio signs with it what comes in. Kept encrypted and never shown.",
    )
    key_sid = fields.Char(
        string="API Key SID", help="Signs in instead of the auth token when given."
    )
    key_secret = fields.Char(
        compute="_compute_secrets",
        readonly=False,
        copy=False,
        string="API Key Secret",
        help="Kept encrypted and never shown again.",
    )
    # Ciphertexts: for the engine alone, through sudo.
    auth_token_secret = fields.Char(groups=".", copy=False)
    stored_key_secret = fields.Char(groups=".", copy=False)

    def _compute_secrets(self):
        # A secret goes in and never comes out.
        self.auth_token = False
        self.key_secret = False

    def _pop_secrets(self, vals):
        """Take secrets out of ``vals``; an empty one changes nothing.

        :return: {field of the ciphertext: ciphertext}
        """
        typed = {cipher: vals.pop(clear, None) for clear, cipher in _SECRETS.items()}
        box = self.env["switchboard.mailbox"]._secret_box()
        return {
            name: box.encrypt(secret.strip())
            for name, secret in typed.items()
            if secret
        }

    def _credentials(self):
        """Whose account it is: SID, token's ciphertext, key's SID and ciphertext."""
        self.ensure_one()
        # sudo - switchboard.phone: the engine signs in with secrets nobody reads
        phone = self.sudo()
        if phone.account_source == "company":
            return *phone.company_id._switchboard_twilio(), "", ""
        return (
            phone.account_sid or "",
            phone.auth_token_secret,
            phone.key_sid or "",
            phone.stored_key_secret,
        )

    def _account_sid(self):
        return self._credentials()[0]

    def _auth_token(self):
        """Return what Twilio signs with, in clear."""
        return self.env["switchboard.mailbox"]._decrypt(self._credentials()[1])

    def _api_settings(self):
        """Return how to get at the account, with the secrets in clear.

        :rtype: twilio.ApiSettings
        """
        return self._settings_of(*self._credentials())

    @api.model
    def _settings_of(self, sid, token, key_sid, key):
        """As ``_api_settings``, from a SID, ciphertexts and a key's SID."""
        decrypt = self.env["switchboard.mailbox"]._decrypt
        return twilio.ApiSettings(
            account_sid=sid,
            auth_token=decrypt(token),
            key_sid=key_sid,
            key_secret=decrypt(key) if key_sid else "",
            # Of the server's configuration file: no user can point it elsewhere.
            base_url=config.get("switchboard_twilio_url") or "",
        )
