from odoo import models
from odoo.exceptions import UserError

from .. import const


class MailThread(models.AbstractModel):
    """A record's chatter writes emails; text messages have their conversation."""

    _inherit = "mail.thread"

    def message_post(self, *, switchboard_line_id=None, **kwargs):
        if switchboard_line_id:
            line = (
                self.env["switchboard.line"].browse(int(switchboard_line_id)).exists()
            )
            # sudo - switchboard.line: its kind only
            if line.sudo().kind == const.SMS:
                raise UserError(
                    self.env._(
                        "Text messages cannot be written in a chatter yet. Write it in "
                        "the conversation with the number."
                    )
                )
        if switchboard_line_id is not None:
            # False is a choice, too: Odoo's own server.
            kwargs["switchboard_line_id"] = switchboard_line_id
        return super().message_post(**kwargs)
