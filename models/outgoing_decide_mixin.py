import psycopg2
from psycopg2 import errorcodes

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..transaction import read_committed_cursor

_CONFLICTS = (errorcodes.SERIALIZATION_FAILURE, errorcodes.DEADLOCK_DETECTED)


class SwitchboardOutgoingDecideMixin(models.AbstractModel):
    """What people decide about messages on their way out."""

    _name = "switchboard.outgoing.decide.mixin"
    _description = "Decisions about Outgoing Messages"

    def action_stop(self):
        """Stop messages that no worker has claimed yet, in one statement.

        :return: True when all of them are stopped, False when one had been claimed
        :rtype: bool
        :raise AccessError: the user may not send from the line
        """
        stopped = self._change_queued(
            SQL("state = 'stopped', finished_at = timezone('utc', now())")
        )
        # sudo - switchboard.outgoing: the right to send was just checked
        stopped = stopped.sudo()
        stopped._notify_state("stopped")
        stopped._show_on_records("stopped")
        return len(stopped) == len(self)

    def action_stop_chosen(self):
        """Stop what was chosen in the list, and say what was too late.

        :return: an action that shows a note
        :rtype: dict
        """
        stoppable = self.filtered(lambda o: o.state in ("queued", "sending"))
        stoppable.action_stop()
        stopped = len(stoppable.filtered(lambda o: o.state == "stopped"))
        late = len(self) - stopped
        text = self.env._("%s messages are stopped.", stopped)
        if late:
            text += " " + self.env._(
                "%s could not be stopped: they have left, or were not waiting.", late
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "warning" if late else "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_confirm(self):
        """Let messages go that wait because something new came in.

        :return: True when all of them will be sent
        :rtype: bool
        """
        confirmed = self._change_queued(SQL("paused_reason = NULL"))
        # sudo - switchboard.outgoing: the right to send was just checked
        confirmed.sudo()._notify_state("queued")
        self._wake()
        return len(confirmed) == len(self)

    def action_reschedule(self, send_at):
        """Let messages leave at another time, as long as none is claimed.

        :param send_at: UTC, or empty for now
        :return: True when all of them were still waiting
        :rtype: bool
        :raise UserError: a time that is over
        """
        at = self._read_send_at(send_at) or fields.Datetime.now()
        moved = self._change_queued(SQL("send_at = %s", at))
        # sudo - switchboard.outgoing: the right to send was just checked
        moved.sudo()._notify_state("queued")
        self._wake(at)
        return len(moved) == len(self)

    def _change_queued(self, columns):
        """Change rows that are still queued, whatever a worker does meanwhile.

        Under Odoo's REPEATABLE READ the statement fails when a row has changed
        since the transaction began. Then it is asked again in a transaction of its
        own that sees what is committed: the answer must be true, because a stop that
        is said to have come too late will be believed.

        :param SQL columns: what to set
        :return: the rows changed
        """
        self._check_may_decide()
        self.flush_recordset()
        query = SQL(
            """
            UPDATE switchboard_outgoing
               SET %s, write_date = timezone('utc', now()), write_uid = %s
             WHERE id = ANY(%s) AND state = 'queued' RETURNING id
            """,
            columns,
            self.env.uid,
            sorted(self.ids),
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
                rows = self.env.cr.fetchall()
        except psycopg2.OperationalError as error:
            if error.pgcode not in _CONFLICTS:
                raise
            with read_committed_cursor(self.env) as cr:
                cr.execute(query)
                rows = cr.fetchall()
        self.invalidate_recordset(flush=False)
        return self.browse(outgoing_id for (outgoing_id,) in rows)

    def _show_on_records(self, state):
        """Let the envelopes in records' chatters tell the state."""
        if self:
            self.flush_recordset()
            self.env.cr.execute(self._notifications_sql({"state": state}))
            self.env["mail.notification"].invalidate_model(flush=False)

    def action_retry(self):
        """Queue failed, stopped or doubtful messages again, by a person's word.

        :return: True
        """
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        again = self.sudo().filtered(
            lambda o: o.state in ("failed", "stopped", "in_doubt")
        )
        again.write(
            {
                "state": "queued",
                "send_at": fields.Datetime.now(),
                "error": False,
                "attempts": 0,
                "claim_token": False,
                "claimed_at": False,
                "handed_at": False,
                "finished_at": False,
                "paused_reason": False,
            }
        )
        again._show_on_records("queued")
        again._notify_state()
        self._wake()
        return True

    def action_arrived(self):
        """Note, by a person's word, that a doubtful message has arrived.

        :return: True
        """
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        arrived = self.sudo().filtered(lambda o: o.state == "in_doubt")
        arrived._settle_sent()
        return True

    @api.model
    def _read_send_at(self, value):
        """Check a wanted time of sending, as the browser gives it.

        :param value: UTC as text or datetime, or empty
        :rtype: datetime or None
        :raise UserError: it is none, or over
        """
        if not value:
            return None
        try:
            at = fields.Datetime.to_datetime(value)
        except (TypeError, ValueError):
            raise UserError(self.env._("This is not a date and time.")) from None
        if at <= fields.Datetime.now():
            raise UserError(self.env._("Choose a time in the future to send it."))
        return at.replace(microsecond=0)

    def _check_may_decide(self):
        self.check_access("read")
        if self.env.su:
            return
        for line in self.line_id:
            if not line.can_send:
                raise AccessError(
                    self.env._("You may not decide about messages of “%s”.", line.name)
                )
