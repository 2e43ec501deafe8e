from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from .big_integer import BigInteger


class SwitchboardLineRuntime(models.Model):
    """Hot columns of a line, apart from it so that work never locks the line.

    Times of the lease come from PostgreSQL's clock, which all workers and hosts
    share.
    """

    _name = "switchboard.line.runtime"
    _description = "Running State of a Line"
    _rec_name = "line_id"

    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    next_sync_at = fields.Datetime(index=True)
    last_sync_at = fields.Datetime()
    lease_token = fields.Char()
    lease_until = fields.Datetime()
    done = fields.Integer(help="Messages seen so far in the running first sync.")
    total = fields.Integer(help="Messages the running first sync will see.")
    failures = fields.Integer(help="Passes that failed in a row.")
    contacts_upto = fields.Integer(help="Contacts are made up to this message.")
    check_wanted = fields.Boolean(help="The next pass counts every folder through.")
    offline_since = fields.Datetime(help="Set until the gap has been brought in.")
    recovered = fields.Integer(help="Messages brought in since that gap.")
    budget_day = fields.Date()
    budget_noted_on = fields.Date()
    budget_bytes = BigInteger(help="Fetched on that day, for providers that limit it.")

    _line_uniq = models.UniqueIndex("(line_id)")

    def _claim(self, token):
        """Take the lease; the caller commits.

        :param str token: made up by the worker, names it in later calls
        :return: True when this worker may work on the line now
        """
        self.ensure_one()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_line_runtime
                   SET lease_token = %(token)s,
                       lease_until = timezone('utc', now())
                                     + %(seconds)s * interval '1 second'
                 WHERE id = (
                    SELECT id FROM switchboard_line_runtime
                     WHERE id = %(id)s
                       AND (lease_token IS NULL OR lease_token = %(token)s
                            OR lease_until < timezone('utc', now()))
                       FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                token=token,
                seconds=const.LEASE_SECONDS,
                id=self.id,
            )
        )
        self.invalidate_recordset(["lease_token", "lease_until"], flush=False)
        return bool(rows)

    def _renew_sql(self, token, count, size):
        """The statement that renews the lease and adds to what was done.

        :param str token: of the lease; no row is returned when it is another's
        :param int count: mails to add to the progress
        :param int size: bytes to add to the day's volume
        :rtype: SQL
        """
        self.flush_recordset()
        return SQL(
            """
            UPDATE switchboard_line_runtime
               SET lease_until = timezone('utc', now())
                                 + %(seconds)s * interval '1 second',
                   done = COALESCE(done, 0) + %(count)s,
                   budget_bytes = %(size)s + CASE
                       WHEN budget_day = timezone('utc', now())::date
                       THEN COALESCE(budget_bytes, 0) ELSE 0 END,
                   budget_day = timezone('utc', now())::date
             WHERE id = %(id)s AND lease_token = %(token)s
         RETURNING id
            """,
            seconds=const.LEASE_SECONDS,
            count=count,
            size=size,
            id=self.id,
            token=token,
        )

    def _release(self, token, next_sync_at=None):
        """Give the lease back, if it is still this worker's."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_line_runtime
                   SET lease_token = NULL, lease_until = NULL,
                       next_sync_at = COALESCE(%s, next_sync_at)
                 WHERE id = %s AND lease_token = %s
             RETURNING id
                """,
                next_sync_at,
                self.id,
                token,
            )
        )
        self.invalidate_recordset(flush=False)

    def _claim_next(self, token):
        """Take the lease of the line that has waited longest for its sync.

        The caller has begun a READ COMMITTED transaction and commits.

        :param str token: made up by the worker
        :return: the line's row, or none when no line is due
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_line_runtime
                   SET lease_token = %(token)s,
                       lease_until = timezone('utc', now())
                                     + %(seconds)s * interval '1 second'
                 WHERE id = (%(due)s LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
             RETURNING id
                """,
                token=token,
                seconds=const.LEASE_SECONDS,
                due=self._due_sql(
                    SQL("r.id"),
                    SQL("ORDER BY %s DESC, r.next_sync_at, r.id", self._sql_wanted()),
                ),
            )
        )
        self.invalidate_model(["lease_token", "lease_until"], flush=False)
        return self.browse(rows[0][0]) if rows else self.browse()

    def _count_due(self):
        """Return how many lines wait for a worker."""
        self.flush_model()
        return self.env.execute_query(self._due_sql(SQL("count(*)"), SQL()))[0][0]

    @api.model
    def _due_sql(self, what, order):
        self.env["switchboard.line"].flush_model(["active", "kind", "state"])
        self.env["switchboard.wanted"].flush_model()
        return SQL(
            """
            SELECT %s FROM switchboard_line_runtime r
              JOIN switchboard_line l ON l.id = r.line_id
             WHERE l.active AND l.kind = 'email' AND l.state IN %s
               AND (r.next_sync_at <= timezone('utc', now()) OR %s)
               AND (r.lease_until IS NULL
                    OR r.lease_until < timezone('utc', now())) %s
            """,
            what,
            const.WORKING_STATES,
            self._sql_wanted(),
            order,
        )

    @api.model
    def _sql_wanted(self):
        """Somebody waits; a line that fails keeps its back-off all the same."""
        waiting = self.env["switchboard.wanted"]._sql_waiting(SQL("r.line_id"))
        return SQL("(COALESCE(r.failures, 0) = 0 AND %s)", waiting)

    def _schedule(self, seconds):
        """Set the next sync ``seconds`` from now."""
        self.write({"next_sync_at": fields.Datetime.now() + timedelta(seconds=seconds)})
