from odoo import api, fields, models

from ..tools import providers
from ..tools.skip_rules import SkipRules, domain_of


class SwitchboardMailboxSkipMixin(models.AbstractModel):
    """The rules by which a mailbox leaves mail out; each skip is in the journal."""

    _name = "switchboard.mailbox.skip.mixin"
    _description = "Rules That Skip Mail"

    skip_internal = fields.Boolean(
        string="Skip Internal Mail",
        default=True,
        help="Mail in which only addresses of the company's domains take part, as the "
        "settings name them. Not on a line of a free provider.",
    )
    skip_lists = fields.Boolean(
        string="Skip Lists and Bulk",
        help="Newsletters, mailing lists and other mail sent to many.",
    )
    skipped_again_count = fields.Integer(compute="_compute_skipped_again_count")

    @api.depends("skip_internal", "skip_lists")
    def _compute_skipped_again_count(self):
        for mailbox in self:
            rows = self.env["switchboard.skipped"].search_count(
                mailbox._skipped_again_domain()
            )
            mailbox.skipped_again_count = rows

    def _skipped_again_domain(self):
        """What rules left out that are switched off now."""
        off = [
            reason
            for reason, rule in (("internal", "skip_internal"), ("list", "skip_lists"))
            if not self[rule]
        ]
        return [
            ("mailbox_id", "in", self._origin.ids),
            ("reason", "in", off),
            ("imported", "=", False),
        ]

    def action_fetch_skipped_again(self):
        """Bring in what a rule left out that is switched off now.

        :return: True
        """
        self.check_access("write")
        for mailbox in self:
            domain = mailbox._skipped_again_domain()
            self.env["switchboard.skipped"].search(domain).action_import()
        return True

    def _skip_rules(self):
        """The rules of this mailbox as they are now.

        :rtype: SkipRules
        """
        self.ensure_one()
        line, company = self.line_id, self.company_id
        internal = self.skip_internal and not company._switchboard_is_free(
            domain_of(self.email)
        )
        return SkipRules(
            excepted=frozenset(self.exception_ids.mapped("email")),
            blocked=self.env["switchboard.blocked"]._patterns(
                line.company_id.id, line.owner_id.id
            ),
            lists=self.skip_lists,
            internal=company._switchboard_domains() if internal else frozenset(),
        )

    def _skip_reason(self, arrival, rules):
        """Say which rule leaves a mail out: (reason, detail), or None.

        :param Arrival arrival: the mail
        :param SkipRules rules: of this mailbox
        """
        parsed = arrival.parsed
        sender = parsed.from_ or parsed.sender
        if blocked := rules.blocked_by(sender and sender.normalized):
            return "blocked", self.env._("Rule: “%s” is blocked.", blocked)
        if rules.lists and arrival.kind in ("list", "bulk"):
            return "list", self.env._("Rule: skip lists and bulk.")
        if rules.is_internal(parsed):
            return "internal", self.env._("Rule: skip internal mail.")
        return None

    @api.model
    def _address_warning(self, email):
        """Say what speaks against an address as a line, or False.

        :rtype: str
        """
        local, _at, domain = (email or "").strip().rpartition("@")
        if not local:
            return False
        if providers.is_noreply(local):
            return self.env._("Nobody reads what is sent to an address like this.")
        if self.env.company._switchboard_is_role(local):
            return self.env._(
                "“%s@” is a role, not a person: many write to it and many answer. "
                "Connect it as a shared line, so that colleagues see who answers.",
                local,
            )
        if self.env.company._switchboard_is_free(domain.lower()):
            return self.env._(
                "%s is a free provider, so internal mail cannot be told from other "
                "mail there and is not skipped.",
                domain,
            )
        return False
