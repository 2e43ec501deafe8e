from odoo import api, fields, models
from odoo.tools import email_normalize


class SwitchboardException(models.Model):
    """A sender whose mail is stored whatever the skip rules say."""

    _name = "switchboard.exception"
    _description = "Sender Never Skipped"
    _rec_name = "email"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade"
    )
    email = fields.Char(required=True)

    _sender_uniq = models.UniqueIndex("(mailbox_id, email)")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["email"] = email_normalize(vals["email"]) or vals["email"].lower()
        return super().create(vals_list)
