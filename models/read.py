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
