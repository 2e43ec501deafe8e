from odoo import api, models
from odoo.tools import SQL

from .. import const


class SwitchboardOutgoingPauseMixin(models.AbstractModel):
    """Waiting messages pause when something new stands before them."""

    _name = "switchboard.outgoing.pause.mixin"
    _description = "Pausing Waiting Messages"

    @api.model
    def _pause(self, thread_key, reason, *, but_user=None, but_ids=()):
        """Hold messages back whose authors have not seen what is new.

        :param str thread_key: names the conversation or record
        :param str reason: one of paused_reason
        :param res.users but_user: whose messages go on: he wrote what is new
        :param but_ids: rows that go on
        """
        others = SQL("user_id <> %s", but_user.id) if but_user else SQL("TRUE")
        self.flush_model(["state", "paused_reason", "thread_key", "user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing SET paused_reason = %s
                 WHERE thread_key = %s AND state = 'queued' AND paused_reason IS NULL
                   AND id <> ALL(%s) AND %s
             RETURNING id
                """,
                reason,
                thread_key,
                list(but_ids),
                others,
            )
        )
        self.invalidate_model(["paused_reason"], flush=False)
        self.browse(outgoing_id for (outgoing_id,) in rows)._notify_state("queued")

    @api.model
    def _enqueue(self, index, thread_key, user, built, post):
        """An answer in a record's chatter pauses what colleagues have waiting there.

        Conversations do the same when the message is announced.
        """
        outgoing = super()._enqueue(index, thread_key, user, built, post)
        if not thread_key.startswith(const.CONVERSATION_KEY):
            self._pause(thread_key, "colleague", but_user=user, but_ids=outgoing.ids)
        return outgoing
