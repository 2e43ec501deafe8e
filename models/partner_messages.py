from odoo import models


class ResPartner(models.Model):
    """A contact's form shows its emails, which follow its addresses."""

    _name = "res.partner"
    _inherit = [
        "res.partner",
        "switchboard.partner.link.mixin",
        "switchboard.shared.record.mixin",
    ]

    _switchboard_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )
