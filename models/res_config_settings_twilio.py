from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    switchboard_twilio_sid = fields.Char(
        related="company_id.switchboard_twilio_sid", readonly=False
    )
    switchboard_twilio_token = fields.Char(
        related="company_id.switchboard_twilio_token", readonly=False
    )
    switchboard_public_url = fields.Char(
        string="Public Address",
        config_parameter="mail_switchboard.public_url",
        help="Where Twilio reaches this server; empty: the web address of Odoo.",
    )

    def action_switchboard_take_over_twilio(self):
        """Take the Twilio account of Odoo's own SMS over.

        :return: True
        :raise UserError: there is none
        """
        self.ensure_one()
        if not self.env.user._is_switchboard_administrator():
            raise AccessError(self.env._("Only an administrator sets the account."))
        if not self.company_id._switchboard_take_over_sms_twilio():
            raise UserError(
                self.env._("No Twilio account is set up for Odoo's own SMS here.")
            )
        return {"type": "ir.actions.client", "tag": "reload"}
