from odoo import models


class SwitchboardActivityMixin(models.AbstractModel):
    """Activities on a record that is no thread: the owner sees them, nobody follows.

    Stock code subscribes and notifies whoever gets an activity from somebody else,
    which is every owner whose line fails while a cron works on it.
    """

    _name = "switchboard.activity.mixin"
    _inherit = ["mail.activity.mixin"]
    _description = "Activities without a Thread"

    def message_subscribe(self, *args, **kwargs):
        """There are no followers here."""
        return True

    def message_notify(self, **kwargs):
        """Tell people as somebody without a record would."""
        # What the message is about is not given: it has no chatter to open.
        for name in ("model_description", "force_record_name"):
            kwargs.pop(name, None)
        return self.env["mail.thread"].message_notify(**kwargs)
