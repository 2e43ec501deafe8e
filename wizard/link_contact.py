from odoo import api, fields, models
from odoo.exceptions import UserError


class SwitchboardLinkContact(models.TransientModel):
    """Links an address of a conversation to a contact that is there already."""

    _name = "switchboard.link.contact"
    _description = "Link to a Contact"

    channel_id = fields.Many2one("discuss.channel", required=True)
    email = fields.Char(
        string="Address",
        required=True,
        default=lambda self: self._default_email(),
        help="Of somebody in the conversation who is no contact yet.",
    )
    partner_id = fields.Many2one("res.partner", string="Contact", required=True)

    @api.model
    def _default_email(self):
        channel_id = self.env.context.get("default_channel_id")
        channel = self.env["discuss.channel"].browse(channel_id).exists()
        return next(iter(channel._switchboard_missing_people()), False)

    def action_link(self):
        """Give the contact the address: its field, or one more when it has one.

        :return: True
        :raise UserError: the address is not one that waits for a contact
        """
        self.ensure_one()
        email = (self.email or "").strip().lower()
        missing = self.channel_id._switchboard_missing_people()
        if email not in missing:
            raise UserError(
                self.env._(
                    "Choose one of these addresses: %s.",
                    ", ".join(missing)
                    or self.env._("all of them are contacts already"),
                )
            )
        self.channel_id._switchboard_link_contact(self.partner_id, email)
        return True
