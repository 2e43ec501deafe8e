from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .. import const


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

    def _next_due(self):
        """Return the line that has waited longest for its sync, if any."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.id FROM switchboard_line_runtime r
                  JOIN switchboard_line l ON l.id = r.line_id
                 WHERE l.active AND l.kind = 'email' AND l.state IN %s
                   AND r.next_sync_at <= timezone('utc', now())
                   AND (r.lease_until IS NULL
                        OR r.lease_until < timezone('utc', now()))
              ORDER BY r.next_sync_at LIMIT 1
                """,
                const.WORKING_STATES,
            )
        )
        return self.browse(rows[0][0]) if rows else self.browse()

    def _schedule(self, seconds):
        """Set the next sync ``seconds`` from now."""
        self.write({"next_sync_at": fields.Datetime.now() + timedelta(seconds=seconds)})
