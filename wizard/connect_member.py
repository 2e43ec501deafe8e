from odoo import fields, models

from .. import const


class SwitchboardConnectMember(models.TransientModel):
    _name = "switchboard.connect.member"
    _description = "Member of a New Mailbox"

    wizard_id = fields.Many2one(
        "switchboard.connect.mailbox", required=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", required=True, domain=[("share", "=", False)]
    )
    level = fields.Selection(
        const.GRANT_LEVELS, string="May", required=True, default="send_own"
    )
