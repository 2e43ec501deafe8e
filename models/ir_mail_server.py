from odoo import fields, models
from odoo.fields import Domain


class IrMailServer(models.Model):
    """Keeps a mailbox's SMTP settings; stock mail never chooses them."""

    _name = "ir.mail_server"
    _inherit = ["switchboard.stock.server.mixin", "ir.mail_server"]

    switchboard_mailbox_id = fields.Many2one(
        "switchboard.mailbox", index="btree_not_null", ondelete="cascade"
    )

    def _find_mail_server_allowed_domain(self):
        domain = super()._find_mail_server_allowed_domain()
        return domain & Domain("switchboard_mailbox_id", "=", False)

    def _filter_mail_servers_fallback(self, servers):
        servers = super()._filter_mail_servers_fallback(servers)
        return servers.filtered(lambda server: not server.switchboard_mailbox_id)
