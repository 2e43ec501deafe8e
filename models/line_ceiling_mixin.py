from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..tools import providers

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(hours=24)
# A message that leaves sooner than this just leaves: nothing is said about it.
_WORTH_SAYING = timedelta(seconds=90)


class SwitchboardLineCeilingMixin(models.AbstractModel):
    """How much a line may send: the provider's figures, or the line's own.

    Rows that are being sent, were sent or may have been sent are counted, from the
    moment they were claimed: claiming reserves a place, a refusal gives it back.
    """

    _name = "switchboard.line.ceiling.mixin"
    _description = "Ceilings of a Line"

    max_per_minute = fields.Integer(
        string="Messages per Minute", help="0: what the provider allows."
    )
    max_per_day = fields.Integer(
        string="Messages per 24 Hours", help="0: what the provider allows."
    )
    max_recipients_per_day = fields.Integer(
        string="Recipients per 24 Hours", help="0: what the provider allows."
    )
    max_recipients = fields.Integer(
        string="Recipients per Message", help="0: what the provider allows."
    )
    max_sessions = fields.Integer(
        string="Connections at Once", help="0: what the provider allows."
    )
    sent_last_day = fields.Integer(
        string="Sent in the Last 24 Hours", compute="_compute_sent", compute_sudo=True
    )
    sent_last_minute = fields.Integer(compute="_compute_sent", compute_sudo=True)
    ceiling_per_day = fields.Integer(
        string="At Most in 24 Hours", compute="_compute_sent", compute_sudo=True
    )
    queue_length = fields.Integer(
        string="Waiting to Be Sent", compute="_compute_sent", compute_sudo=True
    )
    leaves_at = fields.Datetime(
        string="A Message Leaves about",
        compute="_compute_leaves_at",
        compute_sudo=True,
        help="When a message written now would leave; empty: at once.",
    )

    _ceilings_positive = models.Constraint(
        "CHECK(LEAST(max_per_minute, max_per_day, max_recipients_per_day,"
        " max_recipients, max_sessions) >= 0)",
        "A ceiling is 0 or more.",
    )

    def _get_ceilings(self):
        """Return what the line may send.

        :rtype: tools.providers.Limits
        """
        self.ensure_one()
        # sudo - switchboard.line, switchboard.mailbox: figures, no secrets
        line = self.sudo()
        key = line.mailbox_ids[:1].provider or "other"
        known = providers.all_providers()
        limits = (known.get(key) or known["other"]).limits
        return providers.Limits(
            per_minute=line.max_per_minute or limits.per_minute,
            per_day=line.max_per_day or limits.per_day,
            recipients_per_day=line.max_recipients_per_day or limits.recipients_per_day,
            recipients_per_message=line.max_recipients or limits.recipients_per_message,
            smtp_sessions=line.max_sessions or limits.smtp_sessions,
        )

    def _send_counts(self):
        """What the lines have sent: {line id: (last minute, last day, recipients)}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line_id,
                       count(*) FILTER (WHERE claimed_at > timezone('utc',
                                statement_timestamp()) - interval '1 minute'),
                       count(*), COALESCE(sum(recipient_count), 0)
                  FROM switchboard_outgoing
                 WHERE line_id = ANY(%s) AND claimed_at > timezone('utc',
                                statement_timestamp()) - interval '24 hours'
                   AND state IN ('sending', 'sent', 'in_doubt')
              GROUP BY line_id
                """,
                self.ids,
            )
        )
        return {row[0]: row[1:] for row in rows}

    @api.model
    def _places_left(self, ceilings):
        """How much may be sent now; lines without a ceiling are left out.

        :param dict ceilings: {line id: tools.providers.Limits}
        :return: ({line id: messages}, {line id: recipients})
        """
        limited = self.browse(
            line_id
            for line_id, limits in ceilings.items()
            if limits.per_minute or limits.per_day or limits.recipients_per_day
        )
        counts = limited._send_counts() if limited else {}
        messages, recipients = {}, {}
        for line in limited:
            limits = ceilings[line.id]
            minute, day, people = counts.get(line.id, (0, 0, 0))
            left = [
                ceiling - used
                for ceiling, used in (
                    (limits.per_minute, minute),
                    (limits.per_day, day),
                )
                if ceiling
            ]
            if left:
                messages[line.id] = min(left)
            if limits.recipients_per_day:
                recipients[line.id] = limits.recipients_per_day - int(people)
        return messages, recipients

    def _compute_sent(self):
        counts = self._send_counts()
        waiting = dict(
            self.env["switchboard.outgoing"]._read_group(
                [("line_id", "in", self.ids), ("state", "=", "queued")],
                ["line_id"],
                ["__count"],
            )
        )
        for line in self:
            minute, day, _recipients = counts.get(line.id, (0, 0, 0))
            line.sent_last_minute, line.sent_last_day = minute, day
            line.ceiling_per_day = line._get_ceilings().per_day or 0
            line.queue_length = waiting.get(line, 0)

    def _compute_leaves_at(self):
        now = fields.Datetime.now()
        for line in self:
            at = line._estimate_leaving(now)
            line.leaves_at = at if at - now > _WORTH_SAYING else False

    def _estimate_leaving(self, now):
        """When a message that is due now would leave, behind those that are due.

        :rtype: datetime
        """
        self.ensure_one()
        limits = self._get_ceilings()
        hold = self.runtime_ids[:1].send_hold_until
        at = max(hold or now, now)
        ceilings = (
            (limits.per_minute, _MINUTE, False),
            (limits.per_day, _DAY, False),
            (limits.recipients_per_day, _DAY, True),
        )
        if not any(ceiling for ceiling, _window, _people in ceilings):
            return at
        [(messages, people)] = self.env["switchboard.outgoing"]._read_group(
            [
                ("line_id", "=", self.id),
                ("state", "=", "queued"),
                ("paused_reason", "=", False),
                ("send_at", "<=", at),
            ],
            [],
            ["__count", "recipient_count:sum"],
        )
        for ceiling, window, by_people in ceilings:
            if ceiling:
                ahead = int(people or 0) if by_people else messages
                used = self._places_used(now - window, by_people)
                at = max(at, _place_free_at(now, ceiling, window, used, ahead))
        return at

    def _places_used(self, since, by_people):
        """When each place below a ceiling was taken, oldest first.

        :param bool by_people: a place for each recipient, else for each message
        :rtype: list of datetime
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT claimed_at, recipient_count FROM switchboard_outgoing
                 WHERE line_id = %s AND claimed_at > %s
                   AND state IN ('sending', 'sent', 'in_doubt')
              ORDER BY claimed_at
                """,
                self.id,
                since,
            )
        )
        if not by_people:
            return [claimed_at for claimed_at, _count in rows]
        return [claimed_at for claimed_at, count in rows for _person in range(count)]

    def get_sending_outlook(self):
        """Return what the composer says about when a message leaves.

        :return: leaves_at (UTC, False: at once), waiting, sent_last_day,
            ceiling_per_day (0: none known)
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "leaves_at": fields.Datetime.to_string(self.leaves_at),
            "waiting": self.queue_length,
            "sent_last_day": self.sent_last_day,
            "ceiling_per_day": self.ceiling_per_day,
        }

    def _to_store_defaults(self, target):
        return [
            *super()._to_store_defaults(target),
            Store.Attr("leaves_at", predicate=lambda line: line.can_send),
        ]

    def _check_recipient_ceiling(self, count):
        """Refuse a message with more recipients than the provider takes.

        :raise UserError: with the figures
        """
        self.ensure_one()
        most = self._get_ceilings().recipients_per_message
        if most and count > most:
            raise UserError(
                self.env._(
                    "This goes to %(count)s people, and the provider takes %(most)s "
                    "for one message. Write to fewer at once.",
                    count=count,
                    most=most,
                )
            )

    @api.model
    def _hold_sending(self, line_id, seconds, reason):
        """Send nothing from a line for a while; a longer hold stays."""
        self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_line_runtime
                   SET send_hold_until = GREATEST(COALESCE(send_hold_until,
                           timezone('utc', now())), timezone('utc', now())
                           + %(seconds)s * interval '1 second'),
                       send_hold_reason = %(reason)s
                 WHERE line_id = %(line)s RETURNING id
                """,
                seconds=seconds,
                reason=reason,
                line=line_id,
            )
        )
        self.env["switchboard.line.runtime"].invalidate_model(flush=False)


def _place_free_at(now, ceiling, window, used, ahead):
    """When ``ahead`` + 1 more fit below a ceiling.

    :param int ceiling: so many in a ``window``
    :param timedelta window: how long each counts
    :param list used: when the places were taken, oldest first
    :param int ahead: what is due and leaves first
    """
    # Those ahead take the places that come free, then a new window begins.
    beyond = len(used) + ahead - ceiling
    if beyond < 0:
        return now
    turns, place = divmod(beyond, ceiling)
    free = used[place] if place < len(used) else now
    return free + window * (turns + 1)
