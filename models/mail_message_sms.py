from odoo import fields, models


class MailMessage(models.Model):
    """A record's chatter shows copies of the SMS that stand in a conversation."""

    _inherit = "mail.message"

    switchboard_copied_ids = fields.One2many(
        "switchboard.message", "record_message_id", string="Copied SMS", groups="."
    )

    def _switchboard_index(self):
        found = super()._switchboard_index()
        if found or self.message_type != "sms":
            return found
        return self.switchboard_copied_ids[:1]
