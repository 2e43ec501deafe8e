from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize, email_split_tuples

from .. import const


class SwitchboardMessageMoveMixin(models.AbstractModel):
    """Moving messages by hand: to another conversation, or to a record.

    Nothing has to be remembered apart: a later answer names the message that it
    answers, and goes where that one lies now.
    """

    _name = "switchboard.message.move.mixin"
    _description = "Moving Messages"

    def _move_to(self, channel):
        """Move messages of one conversation into another one of the same line.

        :param discuss.channel channel: where they go
        :raise AccessError: the user may not decide about one of the conversations
        :raise UserError: the conversations belong to different lines
        """
        source = self.channel_id
        (source | channel)._switchboard_check_handle()
        self._check_movable()
        if channel.switchboard_line_id != self.line_id:
            raise UserError(
                self.env._("Messages stay on their line: choose one of its others.")
            )
        if source == channel:
            return
        # sudo - switchboard.read: the pointers of all readers follow
        self.env["switchboard.read"].sudo()._follow(self, source, channel)
        # sudo - switchboard.message: the right to decide was just checked
        messages = self.sudo()
        messages.write(
            {
                "channel_id": channel.id,
                "thread_reason": "hand",
                "quoted_channel_id": False,
            }
        )
        messages._move_copies("discuss.channel", channel.id)
        messages.outgoing_ids.thread_key = f"{const.CONVERSATION_KEY}{channel.id}"
        channel._switchboard_add_counterparts(messages._get_people())
        (source | channel)._switchboard_recount()
        source._switchboard_retire(channel)
        source._switchboard_note_moved(channel, messages)

    def _move_to_record(self, record):
        """Move messages into the chatter of a record, as its own answers.

        :param record: of a model with a chatter
        :raise AccessError: the user may not decide about the conversation, or may
            not change the record
        """
        source = self.channel_id
        source._switchboard_check_handle()
        self._check_movable()
        record.check_access("write")
        # sudo - switchboard.message: the right to decide was just checked
        messages = self.sudo().sorted(lambda message: (message.date, message.id))
        messages._hydrate()
        for message in messages:
            message._move_copy_to_record(record)
        messages.write(
            {
                "channel_id": False,
                "res_model": record._name,
                "res_id": record.id,
                "thread_reason": "hand",
                "quoted_channel_id": False,
            }
        )
        source._switchboard_link_record(record)
        source._switchboard_recount()
        source._switchboard_retire(source.browse())
        source._switchboard_note_moved(source.browse(), messages)

    def _check_movable(self):
        # sudo - switchboard.outgoing: whether one of these is on its way
        states = self.sudo().outgoing_ids.mapped("state")
        if {"queued", "sending", "in_doubt"} & set(states):
            raise UserError(
                self.env._(
                    "A message here is still on its way. Stop it, or wait until it "
                    "has left."
                )
            )

    def _move_copies(self, model, res_id):
        """Have the Discuss copies and their files follow."""
        # sudo - mail.message, ir.attachment: they are the messages' own
        copies = self.with_user(api.SUPERUSER_ID).mail_message_id
        copies.write({"model": model, "res_id": res_id})
        copies.attachment_ids.write({"res_model": model, "res_id": res_id})

    def _move_copy_to_record(self, record):
        """Only messages of a record bear the real Message-ID."""
        header = f"<{self.message_id_header}>" if self.message_id_header else ""
        posted = self._find_posted(record, header)
        if posted:
            copy, self.mail_message_id = self.mail_message_id, posted
            copy.with_user(api.SUPERUSER_ID).unlink()
            return
        self._move_copies(record._name, record.id)
        if header:
            copy = self.mail_message_id.with_user(api.SUPERUSER_ID)
            copy.write({"message_id": header})

    @api.model
    def _find_posted(self, record, header):
        """The message of the record that has this Message-ID, whoever posted it."""
        # sudo - mail.message: whether the stock gateway was faster
        Message = self.env["mail.message"].sudo()
        if not header:
            return Message
        return Message.search(
            [
                ("message_id", "=", header),
                ("model", "=", record._name),
                ("res_id", "=", record.id),
            ],
            limit=1,
        )

    def _get_people(self):
        """The outside people of these messages, by address."""
        # sudo - switchboard.mailbox: the line's own addresses are nobody outside
        own = self.sudo().line_id.mailbox_ids[:1]._own_addresses()
        people = {}
        for message in self:
            texts = (message.email_from, message.email_to, message.email_cc)
            for name, address in email_split_tuples(", ".join(filter(None, texts))):
                normalized = email_normalize(address)
                if normalized and normalized not in own and not people.get(normalized):
                    people[normalized] = name
        return people
