import logging
import random
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools import smtp
from ..tools.errors import LineError
from ..tools.netguard import HostRefused
from ..tools.sync import backoff
from ..transaction import begin_read_committed, commit, run
from .line_error import sentence

_logger = logging.getLogger(__name__)
_random = random.Random()


class SwitchboardOutgoingSendMixin(models.AbstractModel):
    """Works the queue off: claim, commit, send, commit."""

    _name = "switchboard.outgoing.send.mixin"
    _description = "Sending Outgoing Messages"

    @api.model
    def _process(self):
        """Send what is due, one commit for each message.

        :return: how many messages were handled
        :rtype: int
        """
        # sudo - switchboard.outgoing: the queue works for the lines
        queue = self.sudo()
        queue._give_up_lost()
        sessions, handled = {}, 0
        try:
            while claimed := queue._claim():
                for outgoing in claimed:
                    queue.browse(outgoing.id)._send_one(sessions)
                    handled += 1
        finally:
            for session in sessions.values():
                session.close()
        queue._process_copies()
        return handled

    @api.model
    def _cron_process(self):
        """Entry of the cron; see ``_process``."""
        self._process()
        waiting = self.search([("state", "=", "queued")], order="send_at", limit=1)
        if waiting:
            self._wake(waiting.send_at)

    @api.model
    def _claim(self):
        """Claim due rows for this worker, and commit that.

        Of a conversation only the first waiting row is claimed, so that messages
        leave in the order they were written.

        :rtype: switchboard.outgoing
        """
        token = uuid.uuid4().hex
        begin_read_committed(self.env)
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing
                   SET state = 'sending', claim_token = %(token)s,
                       claimed_at = timezone('utc', clock_timestamp()),
                       attempts = COALESCE(attempts, 0) + 1
                 WHERE id IN (
                    SELECT o.id FROM switchboard_outgoing o
                      JOIN switchboard_line l ON l.id = o.line_id
                     WHERE o.state = 'queued'
                       AND o.send_at <= timezone('utc', clock_timestamp())
                       AND l.active AND l.state IN %(states)s
                       AND NOT EXISTS (
                            SELECT 1 FROM switchboard_outgoing e
                             WHERE e.channel_id = o.channel_id AND e.id < o.id
                               AND e.state IN ('queued', 'sending')
                               AND e.send_at <= o.send_at)
                  ORDER BY o.send_at, o.id LIMIT %(limit)s
                       FOR UPDATE OF o SKIP LOCKED)
             RETURNING id
                """,
                token=token,
                states=const.WORKING_STATES,
                limit=const.QUEUE_CLAIM,
            )
        )
        self.invalidate_model(flush=False)
        claimed = self.browse(sorted(row[0] for row in rows))
        claimed._notify_state()
        commit(self.env)
        return claimed

    @api.model
    def _give_up_lost(self):
        """A worker that died while sending leaves rows nobody may send again."""
        limit = fields.Datetime.now() - timedelta(minutes=const.SENDING_TIMEOUT_MINUTES)
        lost = self.search([("state", "=", "sending"), ("claimed_at", "<", limit)])
        if lost:
            lost._finish(
                "in_doubt",
                self.env._("The sending was interrupted. It may have left or not."),
            )
            commit(self.env)

    def _send_one(self, sessions):
        """Send one claimed message and commit what became of it.

        :param dict sessions: {mailbox id: open SmtpSession}, kept for the next ones
        """
        self.ensure_one()
        mailbox = self.line_id.mailbox_ids[:1]
        recipients = [part.strip() for part in self.recipients.split(",")]
        sender, utf8, raw = mailbox.email, self.smtputf8, self._get_mime()
        try:
            session = sessions.get(mailbox.id)
            if not (session and session.alive()):
                settings = mailbox._smtp_settings()
                commit(self.env)
                session = sessions[mailbox.id] = smtp.SmtpSession.open(settings)
            commit(self.env)
            result = session.send(sender, recipients, raw, smtputf8=utf8)
        except smtp.SendInDoubt as error:
            self._drop(sessions, mailbox)
            text = self.env._(
                "The connection broke after the message was handed over (%s). It may "
                "have arrived.",
                error.message,
            )
            run(self.env, lambda: self._finish("in_doubt", text))
        except smtp.SendRefused as error:
            run(self.env, lambda error=error: self._refused(error))
        except (LineError, HostRefused) as error:
            self._drop(sessions, mailbox)
            run(self.env, lambda error=error: self._unreached(mailbox, error))
        else:
            run(self.env, lambda: self._sent(mailbox, result))

    def _get_mime(self):
        """The bytes for SMTP, straight from the file."""
        return (
            self.env["ir.attachment"]
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "mime"),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
            .raw
        )

    @api.model
    def _drop(self, sessions, mailbox):
        session = sessions.pop(mailbox.id, None)
        if session:
            session.close()

    def _finish(self, state, error=False, **values):
        """Write what became of the messages; the line's readers are told."""
        self.write({"state": state, "error": error, "claim_token": False, **values})
        self._notify_state()

    def _sent(self, mailbox, result):
        error = False
        if result.refused:
            error = self.env._(
                "It was not accepted for: %s",
                "; ".join(
                    f"{address} ({refusal.text})"
                    for address, refusal in result.refused.items()
                ),
            )
        self._finish(
            "sent",
            error,
            sent_at=fields.Datetime.now(),
            sent_copy_state="todo" if mailbox._wants_sent_copy() else "none",
        )

    def _refused(self, error):
        """The server took it for nobody: nothing left."""
        reason = smtp.explain(error.code, getattr(error, "enhanced", ""), error.text)
        if error.permanent or self.attempts > len(const.RETRY_MINUTES):
            self._finish("failed", reason)
        else:
            self._again(reason, const.RETRY_MINUTES[self.attempts - 1] * 60)

    def _unreached(self, mailbox, error):
        """Nothing left, because no server was reached: wait for the line."""
        reason = sentence(self.env, error)
        if getattr(error, "permanent", False):
            mailbox.line_id._set_state("failed", reason)
        retry_after = getattr(error, "retry_after", None)
        self._again(reason, backoff(self.attempts, retry_after, _random))

    def _again(self, reason, seconds):
        send_at = fields.Datetime.now() + timedelta(seconds=seconds)
        self._finish("queued", reason, send_at=send_at)
        self._wake(send_at)
