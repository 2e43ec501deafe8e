from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class SwitchboardMailboxReplyMixin(models.AbstractModel):
    """How answers are built, and what the mailbox's SMTP server takes."""

    _name = "switchboard.mailbox.reply.mixin"
    _description = "Building Answers"

    reply_to = fields.Char(
        string="Answers Go To",
        help="Another address that answers are sent to. Empty: the mailbox itself.",
    )
    quote_history = fields.Boolean(
        string="Quote What Is Answered",
        help="Below each answer stands the message that it answers.",
    )
    smtp_size_limit = fields.Integer(
        readonly=True, help="Bytes the server takes at most; 0 when it does not say."
    )
    smtp_without_utf8 = fields.Boolean(
        readonly=True,
        help="The server takes no addresses with other letters than a to z.",
    )

    @api.constrains("reply_to")
    def _check_reply_to(self):
        for mailbox in self.filtered("reply_to"):
            if not email_normalize(mailbox.reply_to):
                raise ValidationError(
                    self.env._(
                        "“%s” is not an email address. Write it like name@example.com.",
                        mailbox.reply_to,
                    )
                )
