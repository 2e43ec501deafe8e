from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SwitchboardConversationMergeMixin(models.AbstractModel):
    """Splitting and merging conversations by hand."""

    _name = "switchboard.conversation.merge.mixin"
    _description = "Merging Conversations"

    def _switchboard_split(self, messages):
        """Move messages into a new conversation with their people.

        :param switchboard.message messages: of this conversation
        :return: the new conversation
        :rtype: discuss.channel
        :raise AccessError: the user may not decide about this conversation
        """
        self.ensure_one()
        self._switchboard_check_handle()
        # sudo - switchboard.message: who takes part, for who may decide
        people = messages.sudo()._get_people() or {
            person["email"]: person["name"]
            for person in self.switchboard_counterparts or ()
        }
        channel = self._switchboard_create([(self.switchboard_line_id, people)])
        messages._move_to(channel)
        return channel

    def _switchboard_merge_into(self, target):
        """Move everything into ``target``; what still comes for this goes there.

        :param discuss.channel target: another conversation of the same line
        :raise AccessError: the user may not decide about one of them
        :raise UserError: nothing to merge, or another line
        """
        self.ensure_one()
        if target == self or not target.active:
            raise UserError(self.env._("Choose another conversation to merge into."))
        self._switchboard_check_handle()
        people = {p["email"]: p["name"] for p in self.switchboard_counterparts or ()}
        messages = self.env["switchboard.message"].search(
            [("channel_id", "=", self.id)]
        )
        if messages:
            messages._move_to(target)
        else:
            target._switchboard_check_handle()
            self._switchboard_retire(target)
            self._switchboard_note_moved(target, messages)
        target._switchboard_add_counterparts(people)

    def _switchboard_retire(self, target):
        """Put a conversation away that holds nothing any more.

        :param discuss.channel target: where it leads from now on; may be empty
        """
        self.ensure_one()
        # sudo - switchboard.message: the right to decide was checked by the caller
        Message = self.env["switchboard.message"].sudo()
        if Message.search_count([("channel_id", "=", self.id)], limit=1):
            return
        # sudo - discuss.channel: the right to decide was checked by the caller
        channels = self.sudo().with_context(active_test=False)
        channels |= channels.search([("switchboard_merged_id", "=", self.id)])
        channels.write({"switchboard_merged_id": target.id, "active": False})
        if target:
            # sudo - switchboard.linked.record: rows that nobody reads himself
            self.env["switchboard.linked.record"].sudo()._follow(self, target)

    def _switchboard_recount(self):
        """Take subject, preview, date and age from the messages that are here now."""
        self.env["switchboard.message"].flush_model()
        self.env["discuss.channel"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE discuss_channel c
                   SET switchboard_last_date = m.date, last_interest_dt = m.date,
                       switchboard_subject = m.subject,
                       switchboard_preview = m.snippet,
                       switchboard_last_direction = m.direction
                  FROM (SELECT DISTINCT ON (channel_id) *
                          FROM switchboard_message WHERE channel_id = ANY(%s)
                      ORDER BY channel_id, date DESC, id DESC) m
                 WHERE c.id = m.channel_id
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(flush=False)
        self._switchboard_find_unanswered(self.ids)

    def _switchboard_note_moved(self, target, messages):
        """Tell the line's readers that messages stand elsewhere now: ids only.

        :param discuss.channel target: where they are; empty: on a record
        """
        # sudo - switchboard.message: ids of copies
        copies = messages.sudo().mail_message_id
        # sudo - discuss.channel: whether the conversation is still there
        gone = not self.sudo().active
        for line in self.switchboard_line_id:
            line._bus_send(
                "mail_switchboard/moved",
                {
                    "line_id": line.id,
                    "channel_id": self.id,
                    "target_id": target.id or False,
                    "gone": gone,
                    "message_ids": copies.ids,
                },
            )
