import json
import logging
import time
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools.errors import LineError
from ..transaction import begin_read_committed, commit

_logger = logging.getLogger(__name__)

_KEPT_DAYS = 90
# Waits before what could not be worked off is tried again, in seconds; then it is
# left for a person, raw as it came.
_FETCH_LEASE = 300
_RETRY_SECONDS = (5, 15, 60, 300, 1800, 7200, 43200)


class Later(Exception):
    """What this news is about is not settled yet: ask again in a moment."""


class SwitchboardWebhook(models.Model):
    """What Twilio told us, raw as it came, and whether it is worked off.

    The request only stores a row, unique by what it tells; the row is worked off and
    marked in one transaction, so a replay or a crash neither loses nor doubles it.
    """

    _name = "switchboard.webhook"
    _description = "Webhook"
    _order = "id desc"
    _rec_name = "key"

    phone_id = fields.Many2one("switchboard.phone", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("message", "Message"), ("status", "Status"), ("media", "File")],
        required=True,
    )
    key = fields.Char(required=True, help="Names what it tells: the same news once.")
    payload = fields.Json()
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="waiting",
    )
    attempts = fields.Integer()
    next_at = fields.Datetime(default=fields.Datetime.now)
    error = fields.Char()

    _key_uniq = models.UniqueIndex("(phone_id, kind, key)")
    _waiting_idx = models.Index("(next_at, id) WHERE state = 'waiting'")

    @api.model
    def _store(self, phone, kind, key, payload):
        """Store a piece of news, once; the caller's transaction commits it.

        :param switchboard.phone phone: whose signature was valid
        :param str key: names the news
        :param dict payload: as it came
        :return: True when it is new
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO switchboard_webhook
                    (phone_id, kind, key, payload, state, attempts, next_at,
                     create_uid, create_date, write_uid, write_date)
                VALUES (%(phone)s, %(kind)s, %(key)s, %(payload)s, 'waiting', 0,
                        timezone('utc', now()), %(uid)s, timezone('utc', now()),
                        %(uid)s, timezone('utc', now()))
                ON CONFLICT (phone_id, kind, key) DO NOTHING RETURNING id
                """,
                phone=phone.id,
                kind=kind,
                key=key,
                payload=json.dumps(payload),
                uid=self.env.uid,
            )
        )
        if rows:
            self.env.ref("mail_switchboard.ir_cron_work_webhooks")._trigger()
        return bool(rows)

    @api.model
    def _cron_work(self):
        """Entry of the cron; see ``_work``."""
        self._work(const.LANE_SECONDS)
        waiting = self.search([("state", "=", "waiting")], order="next_at", limit=1)
        if waiting:
            self.env.ref("mail_switchboard.ir_cron_work_webhooks")._trigger(
                max(waiting.next_at, fields.Datetime.now())
            )

    @api.model
    def _work(self, seconds=None):
        """Work off what is waiting, one commit for each.

        :param float seconds: begin nothing more after so long
        :return: how many were worked off
        :rtype: int
        """
        # sudo - switchboard.webhook: the journal is worked off for the lines
        journal = self.sudo()
        end = time.monotonic() + seconds if seconds is not None else None
        done = 0
        while end is None or time.monotonic() < end:
            begin_read_committed(self.env)
            row = journal._next()
            if not row:
                break
            done += row._work_media() if row.kind == "media" else row._work_one()
            commit(self.env)
        commit(self.env)
        return done

    @api.model
    def _next(self):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM switchboard_webhook
                 WHERE state = 'waiting'
                   AND next_at <= timezone('utc', statement_timestamp())
              ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                """
            )
        )
        self.invalidate_model(flush=False)
        return self.browse(rows[0][0]) if rows else self.browse()

    def _work_one(self, *loaded):
        try:
            with self.env.cr.savepoint():
                self._handle(*loaded)
                self.write({"state": "done", "error": False})
            return 1
        except psycopg2.OperationalError:
            raise  # the database, not the news
        except Later:
            self._again(
                self.env._("It waits for the answer to the message it is about.")
            )
        except Exception as error:  # whatever it is, the next one must be worked off
            _logger.warning("Webhook %s waits: %s", self.id, error, exc_info=True)
            self._again(str(error)[:500])
        return 0

    def _work_media(self):
        """Fetch a file with no transaction open, then hang it on its message."""
        # Whoever dies while fetching leaves the row to the next one, a while later.
        self.next_at = fields.Datetime.now() + timedelta(seconds=_FETCH_LEASE)
        commit(self.env)
        try:
            loaded = self.phone_id._fetch_media(self.payload)
        except LineError as error:
            self._again(error.message or str(error))
            return 0
        return self._work_one(*loaded)

    def _again(self, error):
        attempts = self.attempts + 1
        values = {"attempts": attempts, "error": error}
        if attempts > len(_RETRY_SECONDS):
            values["state"] = "failed"
        else:
            wait = timedelta(seconds=_RETRY_SECONDS[attempts - 1])
            values["next_at"] = fields.Datetime.now() + wait
        self.write(values)

    def _handle(self, *loaded):
        self.ensure_one()
        if self.kind == "message":
            self.phone_id._receive_message(self.payload, self.create_date)
        elif self.kind == "status":
            self.phone_id._receive_status(self.payload)
        else:
            self.phone_id._receive_media(self.payload, *loaded)

    def action_retry(self):
        """Work off once more what has failed.

        :return: True
        """
        self.phone_id.check_access("write")
        # sudo - switchboard.webhook: the manager asks, the engine works
        failed = self.sudo().filtered(lambda row: row.state == "failed")
        failed.write(
            {"state": "waiting", "attempts": 0, "next_at": fields.Datetime.now()}
        )
        # sudo - ir.cron: the engine's own
        self.env.ref("mail_switchboard.ir_cron_work_webhooks").sudo()._trigger()
        return True

    @api.autovacuum
    def _gc_done(self):
        limit = fields.Datetime.now() - timedelta(days=_KEPT_DAYS)
        self.search(
            [("state", "=", "done"), ("create_date", "<", limit)], limit=10_000
        ).unlink()
