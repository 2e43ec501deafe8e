from odoo import fields, models


class SwitchboardMessage(models.Model):
    _inherit = "switchboard.message"

    record_message_id = fields.Many2one(
        "mail.message",
        string="Copy on the Record",
        ondelete="set null",
        index="btree_not_null",
        help="An SMS stands in its conversation; the record it was sent from shows it "
        "as well.",
    )
