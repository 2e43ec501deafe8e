from odoo import fields, models

from .. import const


class FetchmailServer(models.Model):
    """Keeps a mailbox's IMAP settings; the stock cron never fetches them.

    Their state stays "draft" for good, which is what the stock cron looks for.
    """

    _name = "fetchmail.server"
    _inherit = ["switchboard.stock.server.mixin", "fetchmail.server"]

    switchboard_mailbox_id = fields.Many2one(
        "switchboard.mailbox", index="btree_not_null", ondelete="cascade"
    )
    switchboard_security = fields.Selection(const.SECURITY_KINDS)

    def _fetch_mail(self, batch_limit=50):
        stock = self.filtered(lambda server: not server.switchboard_mailbox_id)
        return super(FetchmailServer, stock)._fetch_mail(batch_limit=batch_limit)

    def button_confirm_login(self):
        """Leave a mailbox's server alone: confirmed, the stock cron reads it."""
        stock = self.filtered(lambda server: not server.switchboard_mailbox_id)
        return super(FetchmailServer, stock).button_confirm_login()
