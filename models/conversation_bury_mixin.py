from odoo import models


class SwitchboardConversationBuryMixin(models.AbstractModel):
    """A conversation that is deleted here does not come back with the next sync."""

    _name = "switchboard.conversation.bury.mixin"
    _description = "Deleting a Conversation"

    def unlink(self):
        """Its messages go one by one: with tombstones, raw mails and copies."""
        ours = self.filtered("switchboard_line_id")
        if ours:
            # sudo - switchboard.message: they belong to the conversation
            self.env["switchboard.message"].sudo().search(
                [("channel_id", "in", ours.ids)]
            ).unlink()
        return super().unlink()
