from datetime import timedelta

from odoo import api, fields, models

from .. import const

_AGAIN = timedelta(hours=6)


class SwitchboardOutgoingWatchMixin(models.AbstractModel):
    """Tells the owner of a line when messages wait that should have left."""

    _name = "switchboard.outgoing.watch.mixin"
    _description = "Watching the Queue"

    age_minutes = fields.Integer(
        string="Due for (min)",
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
        runtime = line.runtime_ids[:1]
        reason = line.state_message or runtime.send_hold_reason or ""
        self.env["mail.thread"].message_notify(
            partner_ids=line.owner_id.partner_id.ids,
            subject=self.env._("Messages of “%s” do not leave", line.name),
            body=self.env._(
                "The oldest message of “%(line)s” has been due for %(minutes)s "
                "minutes. %(reason)s",
                line=line.name,
                minutes=minutes,
                reason=reason,
            ),
            author_id=self.env.ref("base.partner_root").id,
        )
