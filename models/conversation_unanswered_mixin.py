from odoo import api, fields, models
from odoo.tools import SQL

from .. import const


class SwitchboardConversationUnansweredMixin(models.AbstractModel):
    """Since when a customer has been waiting for an answer.

    The date of the first message that came in after our last one. What machines
    send is neither a question nor an answer, and what was stopped or failed has
    answered nobody.
    """

    _name = "switchboard.conversation.unanswered.mixin"
    _description = "Unanswered Conversations"

    switchboard_unanswered_since = fields.Datetime(
        string="Waiting Since",
        help="When the customer wrote the first message that nobody has answered.",
    )

    @api.model
    def _switchboard_touch(self, rows):
        result = super()._switchboard_touch(rows)
        self._switchboard_find_unanswered([row[0] for row in rows])
        return result

    def _switchboard_announce(self, messages):
        """Whether a machine wrote it is known only now."""
        # sudo - switchboard.message: what was queued in this conversation
        if messages.sudo().outgoing_ids.filtered("automatic"):
            self._switchboard_find_unanswered(self.ids)
        return super()._switchboard_announce(messages)

    @api.model
    def _switchboard_find_unanswered(self, channel_ids):
        """Note since when conversations wait, in one statement.

        Rows are written only where that has changed.

        :param list channel_ids: the conversations
        """
        if not channel_ids:
            return
        self.env["switchboard.message"].flush_model()
        self.env["switchboard.outgoing"].flush_model(["state", "automatic"])
        self.env["discuss.channel"].flush_model(["switchboard_unanswered_since"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE discuss_channel c SET switchboard_unanswered_since = f.since
                  FROM (
                    SELECT d.id, (
                      SELECT m.date FROM switchboard_message m
                       WHERE m.channel_id = d.id AND m.direction = 'in'
                         AND COALESCE(m.kind, '') <> ALL(%(silent)s)
                         AND m.date > COALESCE(%(answer)s, '-infinity'::timestamp)
                    ORDER BY m.date LIMIT 1) AS since
                      FROM discuss_channel d WHERE d.id = ANY(%(ids)s)) f
                 WHERE c.id = f.id
                   AND c.switchboard_unanswered_since IS DISTINCT FROM f.since
                """,
                ids=list(channel_ids),
                silent=list(const.SILENT_KINDS),
                answer=self._switchboard_last_answer_sql(),
            )
        )
        if self.env.cr.rowcount:
            self.env["discuss.channel"].invalidate_model(
                ["switchboard_unanswered_since"], flush=False
            )

    @api.model
    def _switchboard_last_answer_sql(self):
        """When we last wrote in the conversation ``d``, or mean to."""
        return SQL(
            """
            (SELECT o.date FROM switchboard_message o
              WHERE o.channel_id = d.id AND o.direction = 'out'
                AND COALESCE(o.kind, '') <> ALL(%(silent)s)
                AND NOT EXISTS (
                    SELECT 1 FROM switchboard_outgoing q WHERE q.message_id = o.id
                       AND (q.automatic OR q.state IN ('stopped', 'failed')))
           ORDER BY o.date DESC LIMIT 1)
            """,
            silent=list(const.SILENT_KINDS),
        )
