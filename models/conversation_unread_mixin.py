from odoo import api, fields, models
from odoo.tools import SQL


class SwitchboardConversationUnreadMixin(models.AbstractModel):
    """Unread counts of conversations, by the user's own pointer.

    Only what arrived live counts, so that a back-fill never makes anything unread.
    """

    _name = "switchboard.conversation.unread.mixin"
    _description = "Unread Messages of a Conversation"

    switchboard_unread = fields.Integer(compute="_compute_switchboard_unread")
    switchboard_unread_from = fields.Integer(
        compute="_compute_switchboard_unread",
        help="Arrival number of the first unread message.",
    )

    @api.depends_context("uid")
    def _compute_switchboard_unread(self):
        counts = {}
        ours = self.filtered("switchboard_line_id")
        if ours:
            self.env["switchboard.message"].flush_model(["channel_id", "live"])
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT m.channel_id, count(*), min(m.id)
                      FROM switchboard_message m
                 LEFT JOIN switchboard_read r
                        ON r.channel_id = m.channel_id AND r.user_id = %s
                     WHERE m.channel_id = ANY(%s) AND m.live
                       AND m.id > COALESCE(r.index_id, 0)
                  GROUP BY m.channel_id
                    """,
                    self.env.uid,
                    ours.ids,
                )
            )
            counts = {channel: (count, first) for channel, count, first in rows}
        for channel in self:
            count, first = counts.get(channel.id, (0, 0))
            channel.switchboard_unread = count
            channel.switchboard_unread_from = first

    @api.model
    def _switchboard_unread_sql(self, channel_id):
        """SQL that is true for conversations with messages the user has not read.

        :param SQL channel_id: names the conversation in the outer query
        :rtype: SQL
        """
        return SQL(
            """
            EXISTS (SELECT 1 FROM switchboard_message m
                     WHERE m.channel_id = %(channel)s AND m.live
                       AND m.id > COALESCE(
                           (SELECT r.index_id FROM switchboard_read r
                             WHERE r.channel_id = %(channel)s
                               AND r.user_id = %(user)s), 0))
            """,
            channel=channel_id,
            user=self.env.uid,
        )

    def _switchboard_mark_read(self, index_id):
        """Move the user's pointer in this conversation forward to ``index_id``."""
        self.ensure_one()
        self.check_access("read")
        # sudo - switchboard.read: everybody moves his own pointer only
        self.env["switchboard.read"].sudo()._move(self, self.env.user, index_id)
