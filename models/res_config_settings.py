from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    switchboard_undo_seconds = fields.Integer(
        related="company_id.switchboard_undo_seconds", readonly=False
    )
    switchboard_allowed_hosts = fields.Char(
        string="Allowed Internal Hosts",
        config_parameter="mail_switchboard.allowed_hosts",
        help="Mail servers inside your own network that users may connect to: "
        "names, addresses or networks, separated by commas. Others are refused.",
    )
