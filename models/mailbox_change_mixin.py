import logging

from odoo import fields, models

from .. import const
from ..tools import mime
from ..tools.sync import period_start

_logger = logging.getLogger(__name__)


class SwitchboardMailboxChangeMixin(models.AbstractModel):
    """What the owner changes about the sync, and what he may see before."""

    _name = "switchboard.mailbox.change.mixin"
    _description = "Changing What Is Synced"

    def write(self, vals):
        old = {mailbox: mailbox.sync_period for mailbox in self}
        result = super().write(vals)
        if "sync_period" in vals:
            order = [key for key, _label in const.SYNC_PERIODS]
            for mailbox, before in old.items():
                wider = order.index(mailbox.sync_period) > order.index(before)
                if wider:
                    mailbox.folder_ids.filtered("selected")._reopen()
                    mailbox._sync_soon_if_working()
        return result

    def action_change_period(self):
        """Ask for another period, and what shall become of what leaves it."""
        return self._ask_change("period", self.env._("Another Period"))

    def action_restart_all(self):
        """Ask before every folder is read again."""
        return self._ask_change("restart_all", self.env._("Read Everything Again"))

    def _ask_change(self, what, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "switchboard.sync.change",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_what": what,
                "default_mailbox_id": self.id,
                "default_period": self.sync_period,
            },
        }

    def _messages_before(self, period):
        """Messages of this mailbox that lie before a period.

        :param str period: of ``const.SYNC_PERIODS``
        :rtype: switchboard.message
        """
        since = period_start(period, fields.Date.today())
        Message = self.env["switchboard.message"]
        if not since:
            return Message
        return Message.search([("line_id", "=", self.line_id.id), ("date", "<", since)])

    # Dry run

    def action_dry_run(self):
        """Show what an import would bring in."""
        self.ensure_one()
        found = self.env["switchboard.dry.run"]._run(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What an Import Would Bring In"),
            "res_model": found._name,
            "res_id": found.id,
            "view_mode": "form",
            "target": "new",
        }

    def _foretell(self, fetched):
        """Say what would happen to mails, and why; nothing is stored.

        :param list fetched: (role of the folder, Fetched) for each
        :return: values of ``switchboard.dry.run.sample``
        """
        own = self._own_addresses()
        since = period_start(self.sync_period, fields.Date.today())
        samples = []
        for role, one in fetched:
            folder = self.env["switchboard.folder"].new({"role": role or "other"})
            try:
                arrival = self._read(folder, one, own)
                parsed, date = arrival.parsed, arrival.date
                outcome, why = self._foretell_one(arrival, since)
            except Exception as error:  # the import keeps it in quarantine, too
                _logger.info("A sample is not read", exc_info=True)
                parsed, date = mime.parse_headers(b""), False
                outcome = "quarantined"
                why = self.env._("It cannot be read and is kept as it is: %s", error)
            samples.append(
                {
                    "date": date,
                    "email_from": parsed.from_.email if parsed.from_ else False,
                    "subject": parsed.subject,
                    "outcome": outcome,
                    "why": why,
                }
            )
        return samples

    def _foretell_one(self, arrival, since):
        known, _fresh = self._match_keys([arrival])
        if known:
            return "known", self.env._("It was brought in before.")
        if "gave_up" in arrival.parsed.defects:
            return "quarantined", self.env._("It cannot be read; it is kept as it is.")
        reason = self._reason_against(
            arrival, self._find_deleted({arrival.key}), since, self._skip_rules()
        )
        if reason:
            labels = dict(
                self.env["switchboard.skipped"]
                ._fields["reason"]
                ._description_selection(self.env)
            )
            words = [labels.get(reason[0], reason[0]), reason[1]]
            return "skipped", ": ".join(filter(None, words))
        channel = self._foretell_channel(arrival)
        if channel:
            return "stored", self.env._("It joins the conversation “%s”.", channel.name)
        names = [
            name or email for email, name in self._get_counterparts(arrival).items()
        ]
        return "stored", self.env._(
            "It opens a conversation with %s.", ", ".join(names[:3])
        )

    def _foretell_channel(self, arrival):
        """The conversation it would join; none when a new one would be opened."""
        people = self._get_counterparts(arrival)
        related = self._find_related([arrival])
        parent = self._parent(arrival, related, {})
        if parent and self._takes_part(arrival, self._known_people(parent, {})):
            return parent
        return self.env["discuss.channel"]._switchboard_find(self.line_id, people)
