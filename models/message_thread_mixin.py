from odoo import fields, models
from odoo.tools import format_datetime


class SwitchboardMessageThreadMixin(models.AbstractModel):
    """Why a message stands where it stands, and what a stranger quotes.

    A mail that quotes a message of a conversation whose people do not know its
    sender waits to be confirmed: anybody can quote what he has seen.
    """

    _name = "switchboard.message.thread.mixin"
    _description = "Threading of a Message"

    quoted_channel_id = fields.Many2one(
        "discuss.channel",
        string="Conversation It Quotes",
        ondelete="set null",
        index="btree_not_null",
        help="Its sender takes no part there; somebody decides whether it joins.",
    )

    def get_thread_reason(self):
        """Say in a sentence why the message stands in its conversation.

        :rtype: str
        :raise AccessError: the user may not read it
        """
        message = self._get_readable()
        if message.thread_reason == "references" and (parent := message._get_parent()):
            zone = self.env.user.tz or "UTC"
            return self.env._(
                "Joined because it answers “%(subject)s” of %(date)s by %(who)s.",
                subject=parent.subject or self.env._("no subject"),
                date=format_datetime(self.env, parent.date, tz=zone),
                who=parent.email_from or self.env._("Unknown sender"),
            )
        return {
            "references": self.env._("Joined because it answers this conversation."),
            "thread_index": self.env._(
                "Joined because Outlook counts it to the same thread; it quotes "
                "nothing."
            ),
            "record": self.env._("Joined because it answers a mail of this record."),
            "counterparts": self.env._(
                "Joined because it quotes nothing and comes from the same people."
            ),
            "stranger": self.env._(
                "It quotes a known message, but its sender took no part there."
            ),
            "new": self.env._("The first message with these people on this line."),
            "bounce": self.env._(
                "Joined because it reports that a message from here did not arrive."
            ),
            "written": self.env._("It was written here."),
            "hand": self.env._("Somebody moved it here."),
            "apart": self.env._(
                "It quotes a known message of others; somebody decided to leave it "
                "here."
            ),
        }.get(message.thread_reason, self.env._("Nobody noted why."))

    def _get_parent(self):
        """The nearest message that this one quotes and that stands beside it."""
        headers = [self.in_reply_to, *reversed((self.references or "").split())]
        found = self.search(
            [
                ("line_id", "=", self.line_id.id),
                ("channel_id", "=", self.channel_id.id),
                ("message_id_header", "in", list(filter(None, headers))),
            ]
        )
        by_header = {message.message_id_header: message for message in found}
        near = (by_header[header] for header in headers if header in by_header)
        return next(near, self.browse())

    def _get_quoted(self):
        """What the browser shows of a decision to be taken; False without one.

        :return: {id, name} of the conversation that a stranger quotes
        """
        if self.thread_reason != "stranger":
            return False
        quoted = self.quoted_channel_id
        return quoted.active and {"id": quoted.id, "name": quoted.name}

    def action_join_quoted(self):
        """Let a stranger's mail join the conversation that it quotes.

        :return: id of the conversation
        :raise AccessError: the user may not decide about it
        """
        message = self._get_readable()
        message.channel_id._switchboard_check_handle()
        # sudo - switchboard.message: the right to decide was just checked
        target = message.sudo().quoted_channel_id
        if message.thread_reason == "stranger" and target:
            message._move_to(target.with_env(self.env))
        return message.channel_id.id

    def action_stay_apart(self):
        """Leave a stranger's mail in the conversation that it began.

        :raise AccessError: the user may not decide about it
        """
        message = self._get_readable()
        channel = message.channel_id
        channel._switchboard_check_handle()
        # sudo - switchboard.message: the right to decide was just checked
        message.sudo().write({"thread_reason": "apart", "quoted_channel_id": False})
        channel._switchboard_note_moved(channel, message)
        return channel.id
