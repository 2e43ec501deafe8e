import time
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..tools.errors import ConsentGone, ServerUnreachable
from ..transaction import own_cursor

# An access token this close to its end is renewed: logging in takes its time.
_MARGIN_SECONDS = 60
# Longer than the provider is waited for: then whoever asks is dead.
_CLAIM_SECONDS = 20
_POLL_SECONDS = 0.2


class SwitchboardOauthToken(models.Model):
    """The consent for one mailbox, encrypted; nobody reads it but the engine.

    A row of its own, so that renewing a token never locks the mailbox.
    """

    _name = "switchboard.oauth.token"
    _description = "Consent for a Mailbox"
    _rec_name = "mailbox_id"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade"
    )
    refresh_secret = fields.Char(groups=".")
    access_secret = fields.Char(groups=".")
    expires_at = fields.Integer(help="When the access token ends, seconds since 1970.")

    renewing_until = fields.Datetime(help="A worker asks for a new one until then.")

    _mailbox_uniq = models.UniqueIndex("(mailbox_id)")

    def _is_fresh(self):
        return bool(self.access_secret) and (
            self.expires_at > time.time() + _MARGIN_SECONDS
        )

    def _renew(self):
        """Get a new access token, unless another worker is faster.

        One worker asks at a time, because some providers forget the old refresh
        token with each new one. The row says so; no lock is held and no transaction
        open while the provider is waited for.

        :return: the access token
        :rtype: str
        :raise ConsentGone: a person has to sign in again
        :raise LineError: the provider cannot be asked now
        """
        self.ensure_one()
        end = time.monotonic() + _CLAIM_SECONDS
        while True:
            with own_cursor(self.env) as env:
                token, refresh_token = self.with_env(env(su=True))._claim()
            if token:
                return token
            if refresh_token:
                return self._ask(refresh_token)
            if time.monotonic() > end:
                raise ServerUnreachable(self.env._("The sign-in is not renewed yet."))
            time.sleep(_POLL_SECONDS)

    def _claim(self):
        """Become the worker that asks, in a short transaction.

        :return: (a fresh access token or None, the refresh token to ask with or None);
            neither while another worker is asking
        :raise ConsentGone: nobody has signed in
        """
        self.env.execute_query(
            SQL(
                "SELECT id FROM switchboard_oauth_token WHERE id = %s FOR UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset(flush=False)
        mailbox, now = self.mailbox_id, fields.Datetime.now()
        if self._is_fresh():
            return mailbox._decrypt(self.access_secret), None
        if self.renewing_until and self.renewing_until > now:
            return None, None
        refresh_token = mailbox._decrypt(self.refresh_secret)
        if not refresh_token:
            raise ConsentGone(self.env._("Nobody has signed in yet."))
        self.renewing_until = now + timedelta(seconds=_CLAIM_SECONDS)
        return None, refresh_token

    def _ask(self, refresh_token):
        """Ask the provider, and keep what it says at once, whatever comes after."""
        values = {}
        try:
            values = self.mailbox_id._ask_access_token(refresh_token)
        finally:
            with own_cursor(self.env) as env:
                row = self.with_env(env(su=True))
                row.renewing_until = False
                if values:
                    row._keep(**values)
        return values["access_token"]

    def _keep(self, access_token, expires_at, refresh_token=None):
        """Store tokens; a refresh token that does not come anew stays."""
        box = self.env["switchboard.mailbox"]._secret_box()
        vals = {
            "access_secret": access_token and box.encrypt(access_token),
            "expires_at": expires_at,
        }
        if refresh_token:
            vals["refresh_secret"] = box.encrypt(refresh_token)
        self.write(vals)
