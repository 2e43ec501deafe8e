from odoo import fields, models


class SwitchboardLineRuntime(models.Model):
    _inherit = "switchboard.line.runtime"

    send_hold_until = fields.Datetime(
        help="Nothing is sent before: the server asked for it, or was not reached."
    )
    send_hold_reason = fields.Char()
    late_alert_at = fields.Datetime(help="When its owner was told of late messages.")
