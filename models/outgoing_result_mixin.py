from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools import smtp
from ..tools.errors import LineError
from .line_error import sentence

# The server wants a login, or another one: the account's fault, not the mail's.
_LOGIN_CODES = (530, 534, 535, 538)
# What the stock icon of a recipient shows beside our own states.
_NOTIFICATION_STATUS = {
    "queued": "ready",
    "sent": "sent",
    "failed": "exception",
    "in_doubt": "exception",
    "stopped": "canceled",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a refusal means for the whole line.

    :param hold: seconds to send nothing
    :param failed: the line fails, with ``reason``
    """

    reason: str
    hold: float = 0.0
    failed: bool = False


class SwitchboardOutgoingResultMixin(models.AbstractModel):
    """What becomes of a message that was tried."""

    _name = "switchboard.outgoing.result.mixin"
    _description = "Results of Sending"

    @api.model
    def _values_of(self, attempts, outcome):
        """Turn what SMTP said into the row's next state.

        :param int attempts: this one included
        :param outcome: SendResult, SendRefused, SendInDoubt or LineError
        :return: (values for ``_store``, an Effect or None)
        """
        if isinstance(outcome, smtp.SendResult):
            return self._values_sent(outcome), None
        if isinstance(outcome, smtp.SendInDoubt):
            text = self.env._(
                "The connection broke after the message was handed over (%s). It may "
                "have arrived.",
                outcome.message,
            )
            return self._values_doubt(text), None
        if isinstance(outcome, smtp.SendRefused):
            return self._values_refused(attempts, outcome)
        return self._values_unreached(attempts, outcome)

    @api.model
    def _values_sent(self, result):
        error = False
        if result.refused:
            error = self.env._(
                "It was not accepted for: %s",
                "; ".join(
                    f"{address}: {smtp.explain(said.code, said.enhanced, said.text)}"
                    for address, said in result.refused.items()
                ),
            )
        return {"state": "sent", "error": error, "sent_at": fields.Datetime.now()}

    @api.model
    def _values_doubt(self, text):
        first = const.DOUBT_MINUTES[0]
        check_at = fields.Datetime.now() + timedelta(minutes=first)
        return {"state": "in_doubt", "error": text, "doubt_check_at": check_at}

    @api.model
    def _values_lost_file(self):
        return {
            "state": "failed",
            "error": self.env._(
                "The file with the message is missing or damaged on our server. "
                "Nothing was sent: write the message again."
            ),
        }

    @api.model
    def _values_refused(self, attempts, refused):
        """The server took it for nobody: nothing left."""
        enhanced = refused.enhanced
        reason = smtp.explain(refused.code, enhanced, refused.text)
        if refused.code in _LOGIN_CODES:
            return self._values_waiting(reason), Effect(reason, failed=True)
        hold = smtp.throttled(refused.code, enhanced, refused.text)
        if hold:
            return self._values_again(attempts, reason, hold), Effect(reason, hold=hold)
        if refused.permanent:
            return {"state": "failed", "error": reason}, None
        return self._values_again(attempts, reason), None

    @api.model
    def _values_unreached(self, attempts, error):
        """Nothing left, because the server could not be used: the line waits."""
        reason = sentence(self.env, error)
        if getattr(error, "permanent", False):
            return self._values_waiting(reason), Effect(reason, failed=True)
        # HostRefused is a setting: asking every minute changes nothing.
        minutes = const.RETRY_MINUTES[0 if isinstance(error, LineError) else 2]
        hold = getattr(error, "retry_after", None) or minutes * 60
        values = self._values_again(attempts, reason, getattr(error, "retry_after", 0))
        return values, Effect(reason, hold=hold)

    @api.model
    def _values_waiting(self, reason):
        """Queued as it was: it leaves when the line works again."""
        return {"state": "queued", "error": reason, "uncount": True}

    @api.model
    def _values_again(self, attempts, reason, seconds=0):
        """Back off: 1, 5, 15, 60 minutes … 24 hours, then it has failed."""
        if attempts > len(const.RETRY_MINUTES):
            return {"state": "failed", "error": reason}
        seconds = max(seconds or 0, const.RETRY_MINUTES[max(attempts, 1) - 1] * 60)
        send_at = fields.Datetime.now() + timedelta(seconds=seconds)
        return {"state": "queued", "error": reason, "send_at": send_at}

    def _store(self, values, token=None):
        """Write what became of the rows.

        :param dict values: state, error and other columns; ``uncount``: the attempt
            does not count
        :param str token: only rows of this worker
        """
        self.env.cr.execute(self._store_sql(values, token))
        self.env.cr.execute(self._notifications_sql(values))
        self.invalidate_recordset(flush=False)
        self.env["mail.notification"].invalidate_model(flush=False)

    def _store_sql(self, values, token=None):
        """The statement of ``_store``: by SQL, for a commit per message is fast then.

        :rtype: SQL
        """
        columns = [
            SQL("%s = %s", SQL.identifier(name), value if value is not False else None)
            for name, value in values.items()
            if name != "uncount"
        ]
        if values.get("uncount"):
            columns.append(SQL("attempts = attempts - 1"))
        if values["state"] == "queued":
            columns += [SQL("claimed_at = NULL"), SQL("handed_at = NULL")]
        else:
            columns.append(SQL("finished_at = timezone('utc', clock_timestamp())"))
        if token:
            columns.append(SQL("claim_token = NULL"))
        # A row in doubt that still bears the worker's token was given up too early.
        mine = SQL("claim_token = %s", token) if token else SQL("TRUE")
        return SQL(
            """
            UPDATE switchboard_outgoing SET %s
             WHERE id = ANY(%s) AND %s AND state IN ('sending', 'in_doubt')
            """,
            SQL(", ").join(columns),
            self.ids,
            mine,
        )

    def _notifications_sql(self, values):
        """The statement that has the envelope in a record's chatter tell the same.

        :param dict values: state and error
        :rtype: SQL
        """
        status = _NOTIFICATION_STATUS[values["state"]]
        failed = status == "exception"
        return SQL(
            """
            UPDATE mail_notification n
               SET notification_status = %s, failure_type = %s, failure_reason = %s
              FROM switchboard_outgoing o
              JOIN switchboard_message m ON m.id = o.message_id
             WHERE o.id = ANY(%s) AND m.res_model IS NOT NULL
               AND n.mail_message_id = m.mail_message_id
               AND n.notification_type = 'email' AND n.mail_mail_id IS NULL
               AND n.notification_status IN ('ready', 'process', 'pending',
                                             'exception', 'canceled')
            """,
            status,
            "unknown" if failed else None,
            values.get("error") or None if failed else None,
            self.ids,
        )

    @api.model
    def _apply_effect(self, line_id, effect):
        Line = self.env["switchboard.line"]
        if effect.failed:
            Line.browse(line_id)._set_state("failed", effect.reason)
        if effect.hold:
            Line._hold_sending(line_id, effect.hold, effect.reason)
