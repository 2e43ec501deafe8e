from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const


class SwitchboardConversationNewsMixin(models.AbstractModel):
    """What others wrote while somebody was still writing."""

    _name = "switchboard.conversation.news.mixin"
    _description = "News while Writing"

    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() | {"switchboard_seen"}

    def message_post(self, *, switchboard_seen=None, **kwargs):
        """Refuse an answer whose author has not seen what came in between.

        :param int switchboard_seen: the latest message (id in the index) on the
            author's screen; nothing is checked when left out
        :raise UserError: somebody wrote in between
        """
        if switchboard_seen is not None and self.switchboard_line_id:
            self.ensure_one()
            # The news may have been committed after this transaction began; what
            # is missed here still makes the queued answer pause.
            if self._switchboard_news(int(switchboard_seen)):
                raise UserError(
                    self.env._(
                        "Somebody wrote in this conversation in the meantime. Read "
                        "it, then send once more."
                    )
                )
        return super().message_post(**kwargs)

    def get_switchboard_news(self, seen):
        """Return what others wrote after the message ``seen``.

        :param int seen: the latest message on the user's screen when he began
        :return: {index_id, who, direction, date, subject, snippet}, oldest first
        :rtype: list
        :raise AccessError: the user may not read the conversation
        """
        self.ensure_one()
        self.check_access("read")
        # sudo - res.users: the colleague's name stands on the message too
        news = self._switchboard_news(int(seen)).sudo()
        return [
            {
                "index_id": message.id,
                "who": message.outgoing_ids.user_id.name
                or message.email_from
                or self.env._("Unknown sender"),
                "direction": message.direction,
                "date": fields.Datetime.to_string(message.date),
                "subject": message.subject or "",
                "snippet": message.snippet or "",
            }
            for message in news
        ]

    def _switchboard_news(self, seen, limit=5):
        """Messages of others since the arrival number ``seen``; machines left out.

        A mail that is older than what was on the screen is history being fetched.

        :rtype: switchboard.message
        """
        # sudo - switchboard.message: the reader's right on the conversation counts
        Message = self.env["switchboard.message"].sudo()
        Message.flush_model()
        self.env["switchboard.outgoing"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id FROM switchboard_message m
             LEFT JOIN switchboard_outgoing o ON o.message_id = m.id
                 WHERE m.channel_id = %(channel)s AND m.id > %(seen)s
                   AND COALESCE(m.kind, '') <> ALL(%(silent)s)
                   AND (o.id IS NULL OR (o.user_id <> %(user)s AND NOT
                        COALESCE(o.automatic, FALSE) AND
                        o.state NOT IN ('stopped', 'failed')))
                   AND (m.live OR o.id IS NOT NULL OR m.date > COALESCE(
                        (SELECT max(s.date) FROM switchboard_message s
                          WHERE s.channel_id = %(channel)s AND s.id <= %(seen)s),
                        '-infinity'::timestamp))
              ORDER BY m.date, m.id LIMIT %(limit)s
                """,
                channel=self.id,
                seen=seen,
                silent=list(const.SILENT_KINDS),
                user=self.env.uid,
                limit=limit,
            )
        )
        return Message.browse(row[0] for row in rows)
