from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import const


class SwitchboardBreaker(models.Model):
    """Automatic messages to a counterpart are off: two machines answered each other.

    People may write there as before.
    """

    _name = "switchboard.breaker"
    _description = "Automatic Messages Paused"
    _rec_name = "email"
    _order = "id desc"

    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    email = fields.Char(string="Counterpart", required=True)
    since = fields.Datetime(default=fields.Datetime.now, required=True)
    rounds = fields.Integer(help="Automatic messages within the time looked at.")
    reason = fields.Char(compute="_compute_reason")

    _line_email_uniq = models.UniqueIndex("(line_id, email)")

    @api.depends("rounds")
    def _compute_reason(self):
        for breaker in self:
            breaker.reason = self.env._(
                "%(count)s automatic messages went to this address within %(minutes)s "
                "minutes. No more are sent until somebody resumes them; people may "
                "write as before.",
                count=breaker.rounds,
                minutes=const.AUTOMATIC_MINUTES,
            )

    def action_resume(self):
        """Let automatic messages go again; counting begins anew.

        :return: True
        :raise AccessError: the user may not send from the line
        """
        for breaker in self:
            if not self.env.su and not breaker.line_id.can_send:
                raise AccessError(
                    self.env._("You may not decide about “%s”.", breaker.line_id.name)
                )
        # sudo - switchboard.breaker: the right to send was just checked
        own = self.sudo()
        waiting = own._find_waiting()
        own._forget_rounds()
        own.unlink()
        waiting.write({"paused_reason": False})
        waiting.flush_recordset()
        waiting._notify_state()
        waiting._wake()
        return True

    def _forget_rounds(self):
        """Count anew: what was sent before is settled by a person's word."""
        emails = set(self.mapped("email"))
        counted = self.env["switchboard.outgoing"].search(
            [("line_id", "in", self.line_id.ids), ("automatic", "=", True)]
        )
        counted.filtered(
            lambda o: not emails.isdisjoint((o.recipients or "").lower().split(", "))
        ).write({"automatic_settled": True})

    def _find_waiting(self):
        """Messages that wait for these counterparts to be resumed."""
        waiting = self.env["switchboard.outgoing"].search(
            [
                ("line_id", "in", self.line_id.ids),
                ("state", "=", "queued"),
                ("paused_reason", "=", "rounds"),
            ]
        )
        emails = set(self.mapped("email"))
        return waiting.filtered(
            lambda o: not emails.isdisjoint((o.recipients or "").lower().split(", "))
        )

    @api.model
    def _trips(self, line, emails):
        """Whether one more automatic message is too many; it is counted as sent.

        :param switchboard.line line: that would send
        :param list emails: its recipients, lower case
        :rtype: bool
        """
        if self.search_count([("line_id", "=", line.id), ("email", "in", emails)]):
            return True
        after = fields.Datetime.now() - timedelta(minutes=const.AUTOMATIC_MINUTES)
        recent = self.env["switchboard.outgoing"].search(
            [
                ("line_id", "=", line.id),
                ("automatic", "=", True),
                ("automatic_settled", "=", False),
                ("create_date", ">=", after),
            ]
        )
        tripped = False
        for email in emails:
            rounds = sum(
                email in (outgoing.recipients or "").lower().split(", ")
                for outgoing in recent
            )
            if rounds >= const.AUTOMATIC_ROUNDS:
                self.create({"line_id": line.id, "email": email, "rounds": rounds})
                tripped = True
        return tripped
