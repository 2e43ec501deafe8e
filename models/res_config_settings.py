from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..tools import netguard
from . import secret_key


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
    switchboard_plan_id = fields.Many2one(
        related="company_id.switchboard_plan_id", readonly=False
    )
    switchboard_over_plan = fields.Text(compute="_compute_switchboard_over_plan")
    switchboard_key_source = fields.Selection(
        [
            ("environment", "The environment"),
            ("config", "The configuration file"),
            ("file", "A key file"),
        ],
        compute="_compute_switchboard_key",
    )
    switchboard_key_path = fields.Char(compute="_compute_switchboard_key")
    switchboard_domains = fields.Char(
        related="company_id.switchboard_domains", readonly=False
    )
    switchboard_free_providers = fields.Text(
        related="company_id.switchboard_free_providers", readonly=False
    )
    switchboard_role_names = fields.Text(
        related="company_id.switchboard_role_names", readonly=False
    )
    switchboard_allowed_hosts = fields.Char(
        string="Allowed Internal Hosts",
        config_parameter="mail_switchboard.allowed_hosts",
        help="Mail servers inside your own network that users may connect to: "
        "names, addresses or networks, separated by commas. Others are refused.",
    )

    @api.depends("switchboard_plan_id")
    def _compute_switchboard_over_plan(self):
        for settings in self:
            company = settings.company_id
            over = company._switchboard_over_plan(settings.switchboard_plan_id)
            settings.switchboard_over_plan = "\n".join(over)

    @api.depends("company_id")
    def _compute_switchboard_key(self):
        for settings in self:
            source = secret_key.key_source()
            settings.switchboard_key_source = source
            settings.switchboard_key_path = (
                str(secret_key.key_path(self.env.cr.dbname))
                if source == "file"
                else False
            )

    @api.constrains("switchboard_allowed_hosts")
    def _check_switchboard_allowed_hosts(self):
        for settings in self:
            for entry in (settings.switchboard_allowed_hosts or "").split(","):
                if not entry.strip():
                    continue
                try:
                    netguard.check_allowed(entry)
                except netguard.HostRefused as error:
                    raise ValidationError(str(error)) from None
