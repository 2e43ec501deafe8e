from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    switchboard_undo_seconds = fields.Integer(
        string="Time to Stop a Message",
        default=10,
        help="Seconds a message waits before it leaves, on new lines.",
    )
