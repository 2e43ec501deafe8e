from odoo import models
from odoo.tools import SQL

# Mails that answer nobody: no reason to think a message over.
_SILENT_KINDS = ("auto_reply", "bounce", "mdn", "arf")


class SwitchboardConversationPauseMixin(models.AbstractModel):
    """A waiting message pauses when something new lands in its conversation."""

    _name = "switchboard.conversation.pause.mixin"
    _description = "Pausing Waiting Messages"

    def _switchboard_announce(self, messages):
        result = super()._switchboard_announce(messages)
        for message in messages:
            self._switchboard_pause(message)
        return result

    def _switchboard_pause(self, message):
        """Hold messages back whose authors have not seen ``message``.

        :param switchboard.message message: new in this conversation
        """
        # sudo - switchboard.message, switchboard.outgoing: what others wrote waits
        # too, whoever's message comes in between
        message = message.sudo()
        own = message.outgoing_ids
        if not own and (not message.live or message.kind in _SILENT_KINDS):
            return
        if message.direction == "in":
            reason, author = "incoming", SQL("TRUE")
        else:
            reason = "colleague"
            author = SQL("user_id <> %s", own.user_id.id) if own else SQL("TRUE")
        Outgoing = own.browse()
        Outgoing.flush_model(["state", "paused_reason", "channel_id", "user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing SET paused_reason = %s
                 WHERE channel_id = %s AND state = 'queued' AND paused_reason IS NULL
                   AND id <> ALL(%s) AND %s
             RETURNING id
                """,
                reason,
                self.id,
                own.ids,
                author,
            )
        )
        Outgoing.invalidate_model(["paused_reason"], flush=False)
        Outgoing.browse(i for (i,) in rows)._notify_state("queued")
