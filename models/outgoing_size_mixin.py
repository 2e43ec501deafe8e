from odoo import api, models
from odoo.exceptions import UserError


class SwitchboardOutgoingSizeMixin(models.AbstractModel):
    """Refuses at once what the server would refuse later."""

    _name = "switchboard.outgoing.size.mixin"
    _description = "What the Server Takes"

    @api.model
    def _enqueue(self, index, thread_key, user, built, post):
        mailbox = index.line_id.mailbox_ids[:1]
        limit, size = mailbox.smtp_size_limit, len(built.raw)
        if limit and size > limit:
            raise UserError(
                self.env._(
                    "This message has %(size).1f MB, and the mail server takes "
                    "%(limit).1f MB at most. Take files out, or send a link to them.",
                    size=size / 1024 / 1024,
                    limit=limit / 1024 / 1024,
                )
            )
        if built.smtputf8 and mailbox.smtp_without_utf8:
            strange = [e for e in built.recipients if not e.isascii()]
            raise UserError(
                self.env._(
                    "The mail server cannot send to %s: it takes only addresses with "
                    "the letters a to z before the @.",
                    ", ".join(strange) or mailbox.email,
                )
            )
        return super()._enqueue(index, thread_key, user, built, post)
