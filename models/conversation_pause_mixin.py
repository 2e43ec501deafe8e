from odoo import models

from .. import const


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
        if not own and (not message.live or message.kind in const.UNANSWERED_KINDS):
            return
        incoming = message.direction == "in"
        own._pause(
            f"{const.CONVERSATION_KEY}{self.id}",
            "incoming" if incoming else "colleague",
            but_user=None if incoming else own.user_id,
            but_ids=own.ids,
        )
