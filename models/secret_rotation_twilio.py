from odoo import api, models


class SwitchboardSecretRotation(models.AbstractModel):
    _inherit = "switchboard.secret.rotation"

    @api.model
    def _secret_columns(self):
        """The company's Twilio token lies on a model of stock Odoo."""
        return [
            *super()._secret_columns(),
            ("res_company", "switchboard_twilio_secret"),
        ]
