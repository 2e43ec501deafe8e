from datetime import timedelta

from odoo import api, fields, models

from .. import const

_AGAIN = timedelta(hours=6)


class SwitchboardOutgoingWatchMixin(models.AbstractModel):
    """Tells the owner of a line when messages wait that should have left."""

    _name = "switchboard.outgoing.watch.mixin"
    _description = "Watching the Queue"

    age_minutes = fields.Integer(
        string="Late (min)",
        compute="_compute_age_minutes",
        help="How long it has been due without having left.",
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_age_minutes", search="_search_is_late"
    )

    @api.depends("send_at", "state", "paused_reason")
    def _compute_age_minutes(self):
        now = fields.Datetime.now()
        for outgoing in self:
            waiting = outgoing.state == "queued" and not outgoing.paused_reason
            seconds = (now - outgoing.send_at).total_seconds() if waiting else 0
            outgoing.age_minutes = max(int(seconds // 60), 0)
            outgoing.is_late = outgoing.age_minutes >= const.LATE_MINUTES

    @api.model
    def _late_domain(self):
        limit = fields.Datetime.now() - timedelta(minutes=const.LATE_MINUTES)
        return [
            ("state", "=", "queued"),
            ("paused_reason", "=", False),
            ("send_at", "<=", limit),
        ]

    @api.model
    def get_late_sentences(self):
        """Say which lines have messages that should have left.

        :return: a sentence for each line the user reads
        :rtype: list of str
        """
        late = self._read_group(
            self._late_domain(), ["line_id"], ["__count", "send_at:min"]
        )
        now = fields.Datetime.now()
        return [
            self.env._(
                "Late on “%(line)s”: %(count)s, the oldest one by %(minutes)s minutes. "
                "%(reason)s",
                line=line.name,
                count=count,
                minutes=int((now - oldest).total_seconds() // 60),
                reason=self._late_reason(line),
            ).strip()
            for line, count, oldest in late
        ]

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._late_domain()

    @api.model
    def _cron_watch(self):
        """Tell owners of late messages, once, until the queue has caught up.

        It has a cron of its own: the one that sends may be what does not run.
        """
        # sudo - switchboard.outgoing: the watch is kept for all lines
        queue = self.sudo()
        late = dict(
            queue._read_group(self._late_domain(), ["line_id"], ["send_at:min"])
        )
        # sudo - switchboard.line.runtime: who was told is the engine's to know
        Runtime = self.env["switchboard.line.runtime"].sudo()
        told = Runtime.search([("late_alert_at", "!=", False)])
        told.filtered(lambda r: r.line_id not in late).late_alert_at = False
        now = fields.Datetime.now()
        for line, oldest in late.items():
            runtime = line.runtime_ids[:1]
            if not runtime.late_alert_at or runtime.late_alert_at < now - _AGAIN:
                runtime.late_alert_at = now
                self._tell_late(line, oldest)

    @api.model
    def _tell_late(self, line, oldest):
        minutes = int((fields.Datetime.now() - oldest).total_seconds() // 60)
        self.env["mail.thread"].message_notify(
            partner_ids=line.owner_id.partner_id.ids,
            subject=self.env._("Messages of “%s” do not leave", line.name),
            body=self.env._(
                "The oldest message of “%(line)s” has been due for %(minutes)s "
                "minutes. %(reason)s",
                line=line.name,
                minutes=minutes,
                reason=self._late_reason(line),
            ),
            author_id=self.env.ref("base.partner_root").id,
        )

    @api.model
    def _late_reason(self, line):
        """Why messages of a line do not leave, as far as it is known.

        :return: a sentence, or empty
        :rtype: str
        """
        # sudo - switchboard.line: the words its readers see on its form as well
        line = line.sudo()
        if line.state not in const.WORKING_STATES:
            return line.state_message or self.env._("The line is not connected.")
        runtime = line.runtime_ids[:1]
        now = fields.Datetime.now()
        if runtime.send_hold_until and runtime.send_hold_until > now:
            return runtime.send_hold_reason or ""
        if line.leaves_at:
            return self.env._("The provider's ceiling is reached.")
        return self.env._("The queue's scheduled action does not seem to run.")
