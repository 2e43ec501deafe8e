from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError


class SwitchboardConversationGuardMixin(models.AbstractModel):
    """Closes the ways in that Discuss has beside the record rules."""

    _name = "switchboard.conversation.guard.mixin"
    _description = "Ways into a Conversation"

    @api.model_create_multi
    def create(self, vals_list):
        """Conversations come from ``_switchboard_create`` alone, not by RPC."""
        if not self.env.su and any(
            vals.get("switchboard_line_id") for vals in vals_list
        ):
            raise AccessError(
                self.env._("Start a conversation with “Write first”, not like this.")
            )
        return super().create(vals_list)

    def write(self, vals):
        ours = any(name.startswith("switchboard_") for name in vals)
        if ours and any(self._ids) and not self.env.su:
            raise AccessError(
                self.env._("What a conversation consists of is not changed by hand.")
            )
        return super().write(vals)

    def _switchboard_refuse_members(self):
        if self.filtered("switchboard_line_id"):
            raise AccessError(
                self.env._(
                    "This conversation belongs to a line. Ask the line's owner to "
                    "make the user a member there."
                )
            )

    def _add_members(self, **kwargs):
        self._switchboard_refuse_members()
        return super()._add_members(**kwargs)

    def _find_or_create_persona_for_channel(self, *args, **kwargs):
        self._switchboard_refuse_members()
        return super()._find_or_create_persona_for_channel(*args, **kwargs)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read" or self.env.su:
            return result
        for channel in self.filtered("switchboard_line_id"):
            if message_operation != "create" or not channel.switchboard_can_send:
                result[channel] = False
        return result

    def _mail_group_by_operation_for_mail_message_operation(self, message_operation):
        """Leave out what is not allowed at all; stock code asserts otherwise."""
        groups = super()._mail_group_by_operation_for_mail_message_operation(
            message_operation
        )
        allowed = defaultdict(lambda: self.env[self._name])
        allowed.update({name: records for name, records in groups.items() if name})
        return allowed
