from odoo import fields, models
from odoo.tools import SQL


class SwitchboardRead(models.Model):
    """How far a user has read a conversation, by arrival number.

    The arrival number is the id of the index row: a mail that comes late with an
    old date is new for the reader all the same.
    """

    _name = "switchboard.read"
    _description = "Read Pointer"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    channel_id = fields.Many2one("discuss.channel", required=True, ondelete="cascade")
    index_id = fields.Integer(required=True, default=0)

    _user_channel_uniq = models.UniqueIndex("(channel_id, user_id)")

    def _move(self, channel, user, index_id):
        """Move the pointer forward, never back.

        :param discuss.channel channel: what was read
        :param res.users user: who read it
        :param int index_id: the highest arrival number on the screen
        """
        self.env.execute_query(
            SQL(
                """
                INSERT INTO switchboard_read (user_id, channel_id, index_id)
                     VALUES (%s, %s, %s)
                ON CONFLICT (channel_id, user_id) DO UPDATE
                        SET index_id = GREATEST(switchboard_read.index_id,
                                                EXCLUDED.index_id)
                  RETURNING id
                """,
                user.id,
                channel.id,
                index_id,
            )
        )
        channel.invalidate_recordset(
            ["switchboard_unread", "switchboard_unread_from"], flush=False
        )

    def _follow(self, messages, source, target):
        """Have everybody's pointer follow messages that are about to be moved.

        Nothing that somebody has not read may count as read by him; what he has
        read may come up again where both cannot be had with one number.

        :param switchboard.message messages: still in ``source``
        :param discuss.channel source: where they are
        :param discuss.channel target: where they go
        """
        messages.flush_model()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO switchboard_read (user_id, channel_id, index_id)
                SELECT u.user_id, %(target)s, COALESCE(
                       LEAST((SELECT min(m.id) - 1 FROM switchboard_message m
                               WHERE m.id = ANY(%(moved)s) AND m.live
                                 AND m.id > u.source_id),
                             (SELECT min(m.id) - 1 FROM switchboard_message m
                               WHERE m.channel_id = %(target)s AND m.live
                                 AND m.id > u.target_id)),
                       GREATEST(u.source_id, u.target_id))
                  FROM (SELECT user_id,
                               max(CASE WHEN channel_id = %(source)s
                                        THEN index_id ELSE 0 END) AS source_id,
                               max(CASE WHEN channel_id = %(target)s
                                        THEN index_id ELSE 0 END) AS target_id
                          FROM switchboard_read
                         WHERE channel_id IN (%(source)s, %(target)s)
                      GROUP BY user_id) u
                ON CONFLICT (channel_id, user_id) DO UPDATE
                        SET index_id = EXCLUDED.index_id
                  RETURNING id
                """,
                source=source.id,
                target=target.id,
                moved=messages.ids,
            )
        )
        (source | target).invalidate_recordset(
            ["switchboard_unread", "switchboard_unread_from"], flush=False
        )
