from odoo import api, models


class MailScheduledMessage(models.Model):
    """A message that is posted later goes out from the line chosen now."""

    _inherit = "mail.scheduled.message"

    @api.model
    def _notification_parameters_whitelist(self):
        return super()._notification_parameters_whitelist() | {"switchboard_line_id"}
