from odoo import api, fields, models


class SwitchboardConnectWarningMixin(models.AbstractModel):
    """Says what speaks against an address before it becomes a line."""

    _name = "switchboard.connect.warning.mixin"
    _description = "Warning about an Address"

    address_warning = fields.Char(compute="_compute_address_warning")

    @api.depends("email")
    def _compute_address_warning(self):
        Mailbox = self.env["switchboard.mailbox"]
        for wizard in self:
            wizard.address_warning = Mailbox._address_warning(wizard.email)
