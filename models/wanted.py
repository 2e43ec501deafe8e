from odoo import api, fields, models
from odoo.tools import SQL


class SwitchboardWanted(models.Model):
    """Conversations somebody opened while their history was still on the server.

    A table of its own, so that readers never wait for the rows the engine works on.
    """

    _name = "switchboard.wanted"
    _description = "Conversation to Fetch First"

    channel_id = fields.Many2one("discuss.channel", required=True, ondelete="cascade")
    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    served = fields.Boolean(help="Its mails were fetched; it is not asked for again.")

    _channel_uniq = models.UniqueIndex("(channel_id)")
    _line_idx = models.Index("(line_id) WHERE served IS NOT TRUE")

    @api.model
    def _want(self, channel):
        """Have a conversation's mails fetched before the rest of the history.

        Nothing happens when its line has no history left to read.

        :param discuss.channel channel: that somebody who may read it has opened
        """
        self.env["switchboard.folder"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO switchboard_wanted (channel_id, line_id)
                SELECT %(channel)s, b.line_id FROM switchboard_mailbox b
                 WHERE b.line_id = %(line)s AND EXISTS (
                       SELECT 1 FROM switchboard_folder f
                        WHERE f.mailbox_id = b.id AND f.selected
                          AND f.backfill_uid IS DISTINCT FROM 1)
                ON CONFLICT (channel_id) DO NOTHING
                RETURNING id
                """,
                channel=channel.id,
                line=channel.switchboard_line_id.id,
            )
        )
        if rows:
            self.env["switchboard.mailbox"]._trigger_lanes()

    @api.model
    def _next(self, line, limit):
        """What has been asked for on a line, the latest wish first.

        :param switchboard.line line: that is being synced
        :param int limit: at most so many
        :rtype: switchboard.wanted
        """
        return self.search(
            [("line_id", "=", line.id), ("served", "=", False)],
            order="id desc",
            limit=limit,
        )

    @api.model
    def _forget(self, line):
        """The line's history has been read: nothing has to be fetched first."""
        self.search([("line_id", "=", line.id)]).unlink()

    @api.model
    def _sql_waiting(self, line):
        """Condition: somebody waits for mails of the line.

        :param SQL line: its id
        """
        return SQL(
            "EXISTS (SELECT 1 FROM switchboard_wanted w"
            " WHERE w.line_id = %s AND w.served IS NOT TRUE)",
            line,
        )
