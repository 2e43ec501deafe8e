from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store

from .. import const


def _ours(channel):
    return channel.channel_type in const.CHANNEL_TYPES


class SwitchboardConversationStoreMixin(models.AbstractModel):
    """What the web client gets to know of a conversation."""

    _name = "switchboard.conversation.store.mixin"
    _description = "Conversation in the Web Client"

    switchboard_can_send = fields.Boolean(compute="_compute_switchboard_can_send")
    switchboard_no_send_reason = fields.Char(compute="_compute_switchboard_can_send")

    @api.depends_context("uid")
    @api.depends("switchboard_line_id.state")
    def _compute_switchboard_can_send(self):
        for channel in self:
            reason = False
            if line := channel.switchboard_line_id:
                reason = line._no_send_reason()
            channel.switchboard_no_send_reason = reason
            channel.switchboard_can_send = bool(channel.switchboard_line_id) and not (
                reason
            )

    @api.model
    def _switchboard_row_fields(self):
        """Fields of a row in a list of conversations; opening one loads the rest."""
        return [
            "name",
            "channel_type",
            Store.One("switchboard_line_id", []),
            "switchboard_last_date",
            "switchboard_unread",
            "switchboard_unread_from",
            "switchboard_preview",
            "switchboard_counterparts",
            "switchboard_subject",
            "switchboard_can_send",
            "switchboard_no_send_reason",
            "switchboard_done",
            "switchboard_snoozed_until",
            "switchboard_unanswered_since",
            Store.Attr(
                "switchboard_assignee",
                lambda channel: channel._switchboard_state_values() or False,
                predicate=_ours,
            ),
        ]

    def _to_store_defaults(self, target):
        result = super()._to_store_defaults(target)
        # Whoever knows a uuid may join a channel as a guest: ours is not told.
        result = [
            Store.Attr("uuid", predicate=lambda channel: not _ours(channel))
            if field == "uuid"
            else field
            for field in result
        ]
        if not target.is_current_user(self.env):
            return result
        rows = [
            Store.Attr(field, predicate=_ours) if isinstance(field, str) else field
            for field in self._switchboard_row_fields()
            if field not in ("name", "channel_type")
        ]
        return result + rows

    @api.model
    def _lazy_load_members_channel_types(self):
        return super()._lazy_load_members_channel_types() + list(const.CHANNEL_TYPES)

    def _switchboard_notifies(self, user):
        """Whether ``user`` is told about answers in this conversation.

        :param res.users user: who may read the conversation
        :rtype: bool
        """
        self.ensure_one()
        line = self.switchboard_line_id.with_user(user)
        if line.notified_about_all:
            return True
        # sudo - switchboard.outgoing: whether the user himself has written here
        Outgoing = self.env["switchboard.outgoing"].sudo()
        domain = [("channel_id", "=", self.id), ("user_id", "=", user.id)]
        return bool(Outgoing.search_count(domain, limit=1))

    def _switchboard_announce(self, messages):
        """Tell the line's readers that something is new: ids only.

        An open socket outlives a withdrawn grant, so the browser asks for the
        content and the server checks.

        :param switchboard.message messages: new ones of this conversation
        """
        self.ensure_one()
        for message in messages:
            self.switchboard_line_id._bus_send(
                "mail_switchboard/conversation",
                {
                    "line_id": self.switchboard_line_id.id,
                    "channel_id": self.id,
                    "message_ids": message.mail_message_id.ids,
                    "index_id": message.id,
                    "direction": message.direction,
                    "live": message.live,
                },
            )

    def _switchboard_announce_history(self, messages):
        """Have open conversations show older mail that was fetched for them.

        :param switchboard.message messages: of this conversation
        """
        self.ensure_one()
        if messages:
            self.switchboard_line_id._bus_send(
                "mail_switchboard/conversation",
                {
                    "line_id": self.switchboard_line_id.id,
                    "channel_id": self.id,
                    "message_ids": messages.mail_message_id.ids,
                    "direction": "in",
                    "live": False,
                },
            )

    def action_switchboard_open(self):
        """Return the action that shows this conversation in Discuss."""
        self.ensure_one()
        active_id = f"discuss.channel_{self.id}"
        return {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            "context": {"active_id": active_id},
            "params": {"active_id": active_id},
        }
