import time

from odoo import fields, models
from odoo.tools import SQL

from ..tools.errors import ConsentGone

# An access token this close to its end is renewed: logging in takes its time.
_MARGIN_SECONDS = 60


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

    _mailbox_uniq = models.UniqueIndex("(mailbox_id)")

    def _is_fresh(self):
        return bool(self.access_secret) and (
            self.expires_at > time.time() + _MARGIN_SECONDS
        )

    def _renew(self):
        """Get a new access token, unless another worker was faster.

        Runs in a cursor of its own: the provider may give a new refresh token and
        forget the old one, so a later rollback must not lose it. The row lock lets
        one worker ask at a time.

        :return: the access token
        :rtype: str
        :raise ConsentGone: a person has to sign in again
        """
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "SELECT id FROM switchboard_oauth_token WHERE id = %s FOR UPDATE",
                self.id,
            )
        )
        self.invalidate_recordset(flush=False)
        mailbox = self.mailbox_id
        if self._is_fresh():
            return mailbox._decrypt(self.access_secret)
        refresh_token = mailbox._decrypt(self.refresh_secret)
        if not refresh_token:
            raise ConsentGone(self.env._("Nobody has signed in yet."))
        values = mailbox._ask_access_token(refresh_token)
        self._keep(**values)
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
