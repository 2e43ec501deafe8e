from odoo import fields, models


class SwitchboardLineRuntime(models.Model):
    _inherit = "switchboard.line.runtime"

    sms_free_at = fields.Datetime(help="The number is busy until then, by its pace.")
