from odoo import fields, models

from .. import const


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    switchboard_undo_seconds = fields.Integer(
        related="company_id.switchboard_undo_seconds", readonly=False
    )
    switchboard_max_mail_mb = fields.Integer(
        string="Largest Mail",
        config_parameter="mail_switchboard.max_mail_mb",
        default=const.MAX_MAIL_MB,
        help="Of a larger mail the headers and the text are brought in; its large "
        "parts stay on the server and are fetched when somebody asks for them.",
    )
    switchboard_allowed_hosts = fields.Char(
        string="Allowed Internal Hosts",
        config_parameter="mail_switchboard.allowed_hosts",
        help="Mail servers inside your own network that users may connect to: "
        "names, addresses or networks, separated by commas. Others are refused.",
    )
