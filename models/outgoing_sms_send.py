import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from .. import const
from ..tools import twilio
from ..tools.errors import LineError
from ..tools.secrets import SecretUnreadable
from ..transaction import begin_read_committed, commit, ledger, rollback
from .phone_error import phone_sentence

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Worker:
    """One run of the queue.

    :param token: names it in the rows it has claimed
    :param ledger: the cursor on which each statement is durable when it returns
    :param deadline: monotonic seconds; nothing more is begun then. None: no end
    """

    token: str
    ledger: Any
    deadline: float | None


class SwitchboardOutgoing(models.Model):
    """Sends the queue's SMS: one worker for each number, at the number's pace.

    Claims, hand-over marks, the ledger, recovery and back-off are those of the mails.
    """

    _inherit = "switchboard.outgoing"

    @api.model
    def _process(self, seconds=None):
        handled = super()._process(seconds)
        # sudo - switchboard.outgoing: the queue works for the lines
        return handled + self.sudo()._process_sms(seconds)

    @api.model
    def _process_sms(self, seconds=None):
        """Send the SMS that are due.

        :param float seconds: begin nothing more after so long
        :return: how many messages were handled
        :rtype: int
        """
        self.flush_model()
        deadline = time.monotonic() + seconds if seconds is not None else None
        lines = self._due_sms_lines()
        if not lines:
            return 0
        token = str(secrets.randbits(62))
        self.env.execute_query(SQL("SELECT pg_advisory_lock(%s)", int(token)))
        try:
            self._recover_lost()
            with ledger(self.env) as durable:
                worker = _Worker(token, durable, deadline)
                handled = sum(self._send_sms_of(line, worker) for line in lines)
        except psycopg2.Error:
            # Else the failed transaction would not take the next statement, and the
            # connection would carry the lock on, to whoever is given it next.
            rollback(self.env)
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", int(token)))
        self.invalidate_model(flush=False)
        return handled

    @api.model
    def _due_sms_lines(self):
        now = SQL("timezone('utc', statement_timestamp())")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id FROM switchboard_line l
             LEFT JOIN switchboard_line_runtime r ON r.line_id = l.id
                 WHERE l.active AND l.kind = %(kind)s AND l.state IN %(states)s
                   AND (r.send_hold_until IS NULL OR r.send_hold_until <= %(now)s)
                   AND EXISTS (SELECT 1 FROM switchboard_outgoing o
                                WHERE o.line_id = l.id AND o.state = 'queued'
                                  AND o.paused_reason IS NULL
                                  AND o.send_at <= %(now)s)
              ORDER BY l.id
                """,
                kind=const.SMS,
                states=const.WORKING_STATES,
                now=now,
            )
        )
        return self.env["switchboard.line"].browse(line_id for (line_id,) in rows)

    @api.model
    def _send_sms_of(self, line, worker):
        """Send what is due on one number, unless another worker is about it."""
        if not self._take_slot(line.id, 0):
            return 0
        handled = 0
        try:
            account = self._open_sms_account(line)
            while account and self._await_pace(line, worker.deadline):
                ceilings = {line.id: line._get_ceilings()}
                rows = self._claim(worker.token, {line.id: 1}, ceilings)
                if not rows:
                    break
                handled += 1
                if not self.browse(rows[0][0])._send_sms(account, worker):
                    break
        except psycopg2.Error:
            rollback(self.env)
            raise
        finally:
            self._leave_slot(line.id, 0)
        return handled

    @api.model
    def _open_sms_account(self, line):
        try:
            return twilio.TwilioAccount(line.phone_ids[:1]._api_settings())
        except (LineError, SecretUnreadable) as error:
            line._set_state("failed", phone_sentence(self.env, error))
            commit(self.env)
            return None

    @api.model
    def _await_pace(self, line, deadline):
        """Wait until the number may send again.

        :return: False when that is beyond the deadline; the queue is woken then
        :rtype: bool
        """
        waits = self._sms_waits(line)
        commit(self.env)
        if deadline is not None and time.monotonic() + waits >= deadline:
            self._wake()
            return False
        if waits:
            time.sleep(waits)
        return True

    def _send_sms(self, account, worker):
        """Send one claimed row, and commit what became of it.

        :param twilio.TwilioAccount account: of its number
        :param _Worker worker: this run
        :return: False when the whole line has to wait
        :rtype: bool
        """
        self.ensure_one()
        begin_read_committed(self.env)
        self.invalidate_recordset(flush=False)
        line, attempts = self.line_id, self.attempts
        try:
            values, seconds, refused = self._prepare_sms()
        except psycopg2.Error:
            raise  # the database, not the message
        except Exception as error:  # whatever it is, the other messages must leave
            rollback(self.env)
            _logger.exception("SMS %s cannot be prepared", self.id)
            refused = self._values_again(attempts, str(error) or type(error).__name__)
        if refused:
            self._store_sms(refused, worker)
            self._tell_sms()
            return True
        commit(self.env)
        if not self._mark_handed(worker, seconds):
            return True
        try:
            outcome = account.send(**values)
        except (twilio.SmsRefused, twilio.SmsInDoubt, LineError) as error:
            outcome = error
        found, effect = self._values_of_sms(attempts, outcome)
        self._store_sms(found, worker)
        begin_read_committed(self.env)
        if effect:
            self._apply_effect(line.id, effect)
        if isinstance(outcome, twilio.SmsRefused) and twilio.is_opt_out(outcome.code):
            self.env["switchboard.opt.out"]._stop(line, self.recipients)
        self._tell_sms()
        return not effect

    def _prepare_sms(self):
        """Make ready what leaves.

        :return: (what Twilio is asked, seconds that takes the number, and the values
            for ``_store`` when it must not leave, else None)
        """
        # STOP may have come after the message was written.
        stopped = self.env["switchboard.opt.out"]._of(self.line_id, [self.recipients])
        if stopped:
            return {}, 0.0, {"state": "failed", "error": stopped[:1]._sentence()}
        pace = twilio.parts_per_second(self.line_id.phone_ids[:1].number_type)
        return self._sms_request(), self.sms_parts / pace, None

    def _sms_request(self):
        """What Twilio is asked to send."""
        phone = self.line_id.phone_ids[:1]
        return {
            "sender": phone.number,
            "to": self.recipients,
            "body": self.sms_text or "",
            "callback": phone._callback_url(f"status/{self.id}"),
            "media": tuple(phone._media_urls(self)),
        }

    def _mark_handed(self, worker, seconds):
        """Make durable that the row goes to Twilio now, and how long that takes it.

        :param _Worker worker: this run
        :param float seconds: the line is busy for so long
        :return: False when the row is not this worker's any more: it must not leave
        :rtype: bool
        """
        mark = SQL(
            """
            UPDATE switchboard_outgoing
               SET handed_at = timezone('utc', clock_timestamp())
             WHERE id = %s AND claim_token = %s AND state = 'sending' RETURNING id
            """,
            self.id,
            worker.token,
        )
        busy = self._occupy_sql(self.line_id, seconds)
        worker.ledger.execute(SQL("; ").join([busy, mark]))
        return bool(worker.ledger.fetchall())

    def _store_sms(self, values, worker):
        """Make durable what became of the row.

        :param dict values: as ``_store`` takes them
        :param _Worker worker: this run
        """
        worker.ledger.execute(
            SQL("; ").join(
                [
                    self._store_sql(values, worker.token),
                    self._notifications_sql(values),
                ]
            )
        )

    def _tell_sms(self):
        """Tell the line's readers what became of the row."""
        self.invalidate_recordset(flush=False)
        self.env["mail.notification"].invalidate_model(flush=False)
        self._notify_state()
        commit(self.env)
