from odoo import api, models
from odoo.tools import SQL

from .. import const
from ..transaction import begin_read_committed, commit

# Keys of advisory locks. They end with the connection that holds them, and so
# with the worker: nobody has to guess whether a silent worker still lives.
_CLAIMING = 0x5B0100
_SLOTS = 0x5B02
_SLOTS_OF_A_LINE = 32

_NOW = SQL("timezone('utc', statement_timestamp())")


class SwitchboardOutgoingClaimMixin(models.AbstractModel):
    """Which worker may send which rows, and how many of them.

    A row is claimed (queued → sending, with the worker's token) in a transaction
    of its own, and marked as handed over (``handed_at``) in a committed one before
    its mail goes to a connection. A worker that is gone therefore leaves two kinds
    of rows: those that provably never left its memory, which are queued again, and
    those that may have left, which are in doubt.
    """

    _name = "switchboard.outgoing.claim.mixin"
    _description = "Claiming Outgoing Messages"

    @api.model
    def _due_lines(self):
        """Lines that may send now and have something to send.

        :rtype: list of ids
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id FROM switchboard_line l
             LEFT JOIN switchboard_line_runtime r ON r.line_id = l.id
                 WHERE l.active AND l.kind = 'email' AND l.state IN %(states)s
                   AND (r.send_hold_until IS NULL OR r.send_hold_until <= %(now)s)
                   AND EXISTS (SELECT 1 FROM switchboard_outgoing o
                                WHERE o.line_id = l.id AND o.state = 'queued'
                                  AND o.paused_reason IS NULL
                                  AND o.send_at <= %(now)s)
                """,
                states=const.WORKING_STATES,
                now=_NOW,
            )
        )
        return [line_id for (line_id,) in rows]

    @api.model
    def _take_slot(self, line_id, slot):
        """Take one of the connections that all workers together may have.

        :param int slot: from 0 to one below the line's ceiling
        :rtype: bool
        """
        key = line_id * _SLOTS_OF_A_LINE + slot
        rows = self.env.execute_query(
            SQL("SELECT pg_try_advisory_lock(%s, %s)", _SLOTS, key)
        )
        return rows[0][0]

    @api.model
    def _leave_slot(self, line_id, slot):
        key = line_id * _SLOTS_OF_A_LINE + slot
        self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s, %s)", _SLOTS, key))

    @api.model
    def _claim(self, token, room, ceilings):
        """Claim due rows for a worker, and commit that.

        Of a conversation only the first waiting row is claimed, so that messages
        leave in the order they were written.

        :param str token: the worker's
        :param dict room: {line id: at most so many}
        :param dict ceilings: {line id: tools.providers.Limits}
        :return: tuples (id, line, channel, mail.message, recipients, smtputf8,
            attempts, on a record), in the order to send
        """
        begin_read_committed(self.env)
        self.flush_model()
        # One worker claims at a time, else two could use the same last place below
        # a ceiling. It holds no network wait: a few milliseconds.
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)", _CLAIMING))
        places, people = self.env["switchboard.line"]._places_left(ceilings)
        room = {line: min(most, places.get(line, most)) for line, most in room.items()}
        rooms = [SQL("(%s, %s)", line, most) for line, most in room.items() if most > 0]
        rows = self.env.execute_query(_claim_sql(token, rooms)) if rooms else []
        rows = self._within_recipients(people, rows)
        commit(self.env)
        return [row[1:] for row in sorted(rows)]

    @api.model
    def _within_recipients(self, left, rows):
        """Give back what would take a line over its ceiling of recipients."""
        if not left:
            return rows
        kept, back = [], []
        for row in sorted(rows):
            line_id, count = row[2], len(row[5].split(","))
            left[line_id] = left.get(line_id, count) - count
            (kept if left[line_id] >= 0 else back).append(row)
        self._unclaim(row[1] for row in back)
        return kept

    @api.model
    def _unclaim(self, ids):
        """Queue rows again that were claimed and not handed over."""
        ids = list(ids)
        if not ids:
            return []
        return self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing
                   SET state = 'queued', claim_token = NULL, claimed_at = NULL,
                       attempts = attempts - 1
                 WHERE id = ANY(%s) AND state = 'sending' AND handed_at IS NULL
             RETURNING id, line_id
                """,
                ids,
            )
        )

    @api.model
    def _recover_lost(self):
        """Take care of rows whose worker is gone, and commit that.

        What it had not handed to a connection is queued again. What it had may
        have left: nobody sends it again without a person's word.
        """
        begin_read_committed(self.env)
        tokens = self.env.execute_query(
            SQL(
                "SELECT DISTINCT claim_token FROM switchboard_outgoing"
                " WHERE state = 'sending' AND claim_token IS NOT NULL"
            )
        )
        for (token,) in tokens:
            if self._is_gone(token):
                self._recover(token)
        commit(self.env)

    @api.model
    def _is_gone(self, token):
        """Whether the worker with this token has ended; it is locked out if so."""
        if not token.isdigit():
            return True
        query = SQL("SELECT pg_try_advisory_xact_lock(%s)", int(token))
        return self.env.execute_query(query)[0][0]

    @api.model
    def _recover(self, token):
        rows = self.env.execute_query(
            SQL("SELECT id FROM switchboard_outgoing WHERE claim_token = %s", token)
        )
        ids = [outgoing_id for (outgoing_id,) in rows]
        self.invalidate_model(flush=False)
        queued = {row[0] for row in self._unclaim(ids)}
        rest = self.browse(i for i in ids if i not in queued)
        doubtful = rest.filtered(lambda o: o.state == "sending")
        # The token stays: should the worker's answer come after all, it counts.
        doubtful._store(
            {
                "state": "in_doubt",
                "error": self.env._(
                    "The sending was interrupted. It may have left or not."
                ),
            }
        )
        self.browse(queued)._notify_state("queued")
        doubtful._notify_state("in_doubt")


def _claim_sql(token, rooms):
    return SQL(
        """
        WITH due AS MATERIALIZED (
            SELECT d.id, d.send_at
              FROM (VALUES %(rooms)s) AS v(line_id, most)
        CROSS JOIN LATERAL (
                SELECT q.id, q.send_at FROM switchboard_outgoing q
                 WHERE q.line_id = v.line_id AND q.state = 'queued'
                   AND q.paused_reason IS NULL AND q.send_at <= %(now)s
                   AND NOT EXISTS (
                        SELECT 1 FROM switchboard_outgoing e
                         WHERE e.thread_key = q.thread_key AND e.id < q.id
                           AND (e.state = 'sending'
                                OR e.state = 'queued' AND e.paused_reason IS NULL
                                   AND (e.send_at <= q.send_at OR e.attempts > 0)))
              ORDER BY q.send_at, q.id LIMIT v.most
                   FOR UPDATE OF q SKIP LOCKED) AS d)
        UPDATE switchboard_outgoing o
           SET state = 'sending', claim_token = %(token)s, claimed_at = %(now)s,
               handed_at = NULL, attempts = COALESCE(o.attempts, 0) + 1
          FROM due, switchboard_message m
         WHERE o.id = due.id AND m.id = o.message_id
     RETURNING due.send_at, o.id, o.line_id, o.channel_id, m.mail_message_id,
               o.recipients, o.smtputf8, o.attempts, m.res_model IS NOT NULL
        """,
        rooms=SQL(", ").join(rooms),
        now=_NOW,
        token=token,
    )
