from odoo import api, fields, models

from .message_bounce_mixin import REASONS


class ResPartner(models.Model):
    """A contact whose address takes no mail says so."""

    _inherit = "res.partner"

    switchboard_dead_address_id = fields.Many2one(
        "switchboard.dead.address",
        string="Address Takes No Mail",
        compute="_compute_switchboard_dead_address_id",
        # sudo - switchboard.dead.address: about an address the user may see
        compute_sudo=True,
    )
    switchboard_dead_reason = fields.Selection(
        REASONS,
        string="Why",
        compute="_compute_switchboard_dead_address_id",
        # sudo - switchboard.dead.address: see above
        compute_sudo=True,
    )

    @api.depends("email_normalized")
    def _compute_switchboard_dead_address_id(self):
        emails = list(set(filter(None, self.mapped("email_normalized"))))
        dead = self.env["switchboard.dead.address"].search([("email", "in", emails)])
        by_email = {address.email: address for address in dead}
        for partner in self:
            found = by_email.get(partner.email_normalized)
            partner.switchboard_dead_address_id = found
            partner.switchboard_dead_reason = found.reason if found else False

    def action_switchboard_works_again(self):
        """Take the mark off the contact's address.

        :return: True
        """
        self.check_access("write")
        # sudo - switchboard.dead.address: whoever may change the address may
        self.sudo().switchboard_dead_address_id.action_works_again()
        return True
