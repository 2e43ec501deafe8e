from odoo import models
from odoo.tools import SQL


class SwitchboardMailboxThreadIndexMixin(models.AbstractModel):
    """Outlook's Thread-Index, for answers whose References were lost on the way.

    Some gateways drop In-Reply-To and References. The Thread-Index stays, but it
    names the thread and not the mail that is answered, and a forwarded mail keeps it.
    """

    _name = "switchboard.mailbox.thread.index.mixin"
    _description = "Threading by Thread-Index"

    def _find_threads(self, arrivals):
        """Conversations with the latest mail of each thread, as Outlook names them.

        :return: {Thread-Index: discuss.channel}
        :rtype: dict
        """
        roots = {arrival.parsed.thread_root for arrival in arrivals} - {""}
        if not roots:
            return {}
        self.env["switchboard.message"].flush_model(["channel_id", "thread_root"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (thread_root) thread_root, channel_id
                  FROM switchboard_message
                 WHERE line_id = %s AND channel_id IS NOT NULL
                   AND thread_root = ANY(%s)
              ORDER BY thread_root, date DESC, id DESC
                """,
                self.line_id.id,
                list(roots),
            )
        )
        Channel = self.env["discuss.channel"]
        return {root: Channel.browse(channel) for root, channel in rows}

    def _shares_thread(self, arrival, known):
        """Whether a mail belongs where Outlook counts it to.

        A mail that is forwarded keeps its Thread-Index: so one of its people has to
        take part.

        :param set known: addresses that take part
        """
        if arrival.direction == "out":
            return bool(known & self._get_counterparts(arrival).keys())
        return self._takes_part(arrival, known)
