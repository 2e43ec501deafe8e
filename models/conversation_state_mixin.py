from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import const

# Type of the bus notes that tell of conversations whose state has changed.
STATE_NOTE = "mail_switchboard/conversation_state"


class SwitchboardConversationStateMixin(models.AbstractModel):
    """Whose a conversation is, and whether it is done or put off for a while.

    Everybody who may send from the line decides about it, and all readers see it at
    once. A customer who writes opens his conversation again.
    """

    _name = "switchboard.conversation.state.mixin"
    _description = "State of a Conversation"

    switchboard_user_id = fields.Many2one(
        "res.users",
        string="Assigned to",
        index="btree_not_null",
        ondelete="set null",
        help="Who takes care of it; told about each answer of the customer.",
    )
    switchboard_done = fields.Boolean(
        string="Done",
        help="Nothing is left to do. It opens again when the customer writes.",
    )
    switchboard_snoozed_until = fields.Datetime(
        string="Snoozed Until",
        index="btree_not_null",
        help="Put off until then. It wakes by itself, and when the customer writes.",
    )
    switchboard_snoozed_by_id = fields.Many2one("res.users", ondelete="set null")

    def action_switchboard_assign(self, user_id):
        """Give conversations to somebody who may answer them, or to nobody.

        :param user_id: id of a user; empty for nobody
        :return: True
        :raise AccessError: the user may not decide about them
        :raise UserError: the other one may not answer them
        """
        lines = self._switchboard_check_handle()
        user = self.env["res.users"].browse(user_id or ()).exists()
        if user:
            may = lines._get_line_ids(user, const.SENDING_LEVELS)
            for line in lines.filtered(lambda line: line.id not in may):
                raise UserError(
                    self.env._(
                        "%(user)s may not send from “%(line)s”. Choose somebody who "
                        "may, or make this person a member there.",
                        # sudo - res.users: the name of a colleague
                        user=user.sudo().name,
                        line=line.name,
                    )
                )
        changed = self.filtered(lambda channel: channel.switchboard_user_id != user)
        changed._switchboard_set({"switchboard_user_id": user.id})
        if user and user != self.env.user:
            changed._switchboard_tell_assigned(user)
        return True

    def action_switchboard_take(self):
        """Assign conversations to the user who asks."""
        return self.action_switchboard_assign(self.env.uid)

    def action_switchboard_done(self):
        """Close conversations: nothing is left to do.

        :raise AccessError: the user may not decide about them
        """
        self._switchboard_check_handle()
        self._switchboard_set({"switchboard_done": True, **_AWAKE})
        return True

    def action_switchboard_reopen(self):
        """Open conversations that are done or snoozed.

        :raise AccessError: the user may not decide about them
        """
        self._switchboard_check_handle()
        self._switchboard_set({"switchboard_done": False, **_AWAKE})
        return True

    def action_switchboard_snooze(self, until):
        """Put conversations off.

        :param until: UTC, as a datetime or the text of one
        :raise AccessError: the user may not decide about them
        :raise UserError: a time that is over
        """
        self._switchboard_check_handle()
        at = fields.Datetime.to_datetime(until)
        if not at or at <= fields.Datetime.now():
            raise UserError(self.env._("Choose a time that is still to come."))
        self._switchboard_set(
            {
                "switchboard_done": False,
                "switchboard_snoozed_until": at,
                "switchboard_snoozed_by_id": self.env.uid,
            }
        )
        # sudo - ir.cron: whoever puts a conversation off has it wake in time
        self.env.ref("mail_switchboard.ir_cron_wake_conversations").sudo()._trigger(at)
        return True

    @api.model
    def _cron_wake(self):
        """Wake the conversations whose time has come, and tell who put them off."""
        Channel = self.env["discuss.channel"]
        # sudo - discuss.channel: the clock wakes everybody's conversations
        over = Channel.sudo().search(
            [("switchboard_snoozed_until", "<=", fields.Datetime.now())], limit=1000
        )
        whom = [(c, c.switchboard_user_id or c.switchboard_snoozed_by_id) for c in over]
        over._switchboard_set(_AWAKE)
        for channel, user in whom:
            if user:
                channel._switchboard_tell_awake(user)
        return len(over)

    def _switchboard_announce(self, messages):
        """A customer who writes opens the conversation again."""
        if any(message.live and message.direction == "in" for message in messages):
            self._switchboard_open_again()
        return super()._switchboard_announce(messages)

    def _switchboard_open_again(self):
        """Open it if it is closed; the note on the message tells the browsers."""
        self.env["discuss.channel"].flush_model([*_CLOSED])
        self.env.cr.execute(
            SQL(
                """
                UPDATE discuss_channel
                   SET switchboard_done = FALSE, switchboard_snoozed_until = NULL,
                       switchboard_snoozed_by_id = NULL
                 WHERE id = ANY(%s)
                   AND (switchboard_done OR switchboard_snoozed_until IS NOT NULL)
                """,
                self.ids,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_recordset([*_CLOSED], flush=False)

    def _switchboard_check_handle(self):
        """Refuse who may not decide about these conversations.

        :return: their lines
        :rtype: switchboard.line
        :raise AccessError: no right to send from one of them, or to read it
        """
        self.check_access("read")
        lines = self.switchboard_line_id
        if not all(channel.switchboard_line_id for channel in self):
            raise UserError(self.env._("This is not a conversation of a line."))
        for line in lines.filtered(lambda line: not line.can_send):
            raise AccessError(
                self.env._(
                    "Who may only read “%s” does not assign, close or put off its "
                    "conversations.",
                    line.name,
                )
            )
        return lines

    def _switchboard_set(self, vals):
        # sudo - discuss.channel: the right to decide was checked by the caller
        self.sudo().write(vals)
        for line, channels in self.grouped("switchboard_line_id").items():
            line._bus_send(
                STATE_NOTE, {"line_id": line.id, "channel_ids": channels.ids}
            )

    def _switchboard_state_values(self):
        """What the web client shows of the state, beside its columns.

        :rtype: dict
        """
        self.ensure_one()
        # sudo - res.users: the name of the colleague who takes care of it
        user = self.sudo().switchboard_user_id
        return user and {
            "id": user.id,
            "name": user.name,
            "partner_id": user.partner_id.id,
        }


_AWAKE = {"switchboard_snoozed_until": False, "switchboard_snoozed_by_id": False}
_CLOSED = ("switchboard_done", *_AWAKE)
