import contextlib

import psycopg2

from odoo.tools import SQL

_MARK, _SENT = "switchboard_mark", "switchboard_sent"
_PREPARE = f"""
    PREPARE {_MARK} (int[], text) AS
     UPDATE switchboard_outgoing
        SET handed_at = timezone('utc', clock_timestamp())
      WHERE id = ANY($1) AND claim_token = $2 AND state = 'sending'
  RETURNING id;
    PREPARE {_SENT} (int, text, timestamp, text) AS
     UPDATE switchboard_outgoing
        SET state = 'sent', error = NULL, sent_at = $3, sent_copy_state = $4,
            finished_at = timezone('utc', clock_timestamp()), claim_token = NULL
      WHERE id = $1 AND claim_token = $2 AND state IN ('sending', 'in_doubt')
"""
_FORGET = f"DEALLOCATE {_MARK}; DEALLOCATE {_SENT}"


class Statements:
    """What runs for every message, planned once for each worker.

    Planning took the database as long as the work itself.

    :param cr: the worker's; prepared statements belong to its connection
    """

    def __init__(self, cr):
        self._cr = cr
        # Those of a worker that ended badly may still be there.
        cr.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [_MARK])
        if not cr.fetchall():
            cr.execute(_PREPARE)

    def close(self):
        """Forget them: the connection goes back to those it was borrowed from."""
        with contextlib.suppress(psycopg2.Error):
            self._cr.execute(_FORGET)

    @staticmethod
    def mark(ids, token):
        """The statement that marks rows as handed over, and returns their ids.

        :param list ids: rows
        :param str token: the worker's; rows that are not its own are left alone
        :rtype: SQL
        """
        return SQL(f"EXECUTE {_MARK} (%s, %s)", ids, token)

    @staticmethod
    def sent(outgoing_id, token, sent_at, copy_state):
        """The statement that stores that a message has left, to all recipients.

        :rtype: SQL
        """
        return SQL(
            f"EXECUTE {_SENT} (%s, %s, %s, %s)", outgoing_id, token, sent_at, copy_state
        )
