from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ..transaction import run

_BATCH = 500


class SwitchboardBlockedPastMixin(models.AbstractModel):
    """What a blocked address means for mail that is here, or was left out, already."""

    _name = "switchboard.blocked.past.mixin"
    _description = "Past Mail of a Blocked Address"

    def action_leave_out_past(self):
        """Take the mail of these addresses out that is here already.

        It goes into the journal and can be brought back; mail that is no longer on
        the server stays, since nothing could bring it back.

        :return: a note
        """
        self.check_access("write")
        for rule in self.filtered("active"):
            detail = self.env._("Rule: “%s” is blocked.", rule.pattern)
            while rows := rule._past_messages(_BATCH):
                run(self.env, lambda rows=rows, d=detail: rows._set_aside("blocked", d))
        return self._note_done(self.env._("Their mail is in the journal now."))

    def action_fetch_skipped(self):
        """Bring in what a rule left out that is switched off now.

        :return: a note
        :raise UserError: a rule is on, or a server cannot be reached
        """
        self.check_access("write")
        if self.filtered("active"):
            raise UserError(self.env._("Switch the rule off first."))
        for rule in self:
            for mailbox, rows in rule._skipped_rows().grouped("mailbox_id").items():
                mailbox._import_skipped(rows)
        return self._note_done(self.env._("What the rule left out is here again."))

    def _note_done(self, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": text},
        }

    def _mailboxes(self):
        """The mailboxes that the rule holds for."""
        # sudo - switchboard.mailbox: a company's rule binds all its lines
        Mailbox = self.env["switchboard.mailbox"].sudo()
        domain = Domain("line_id.company_id", "=", self.company_id.id)
        if self.user_id:
            domain &= Domain("line_id.owner_id", "=", self.user_id.id)
        return Mailbox.with_context(active_test=False).search(domain)

    def _sender_domain(self, field):
        """Those whose sender the pattern means, subdomains included."""
        if not self.pattern.startswith("@"):
            return Domain(field, "=", self.pattern)
        name = escape_psql(self.pattern[1:])
        at, below = f"%@{name}", f"%.{name}"
        return Domain(field, "=like", at) | Domain(field, "=like", below)

    def _past_messages(self, limit):
        # sudo - switchboard.message: taken out by the rule, not shown to anybody
        Message = self.env["switchboard.message"].sudo()
        return Message.search(
            Domain("line_id", "in", self._mailboxes().line_id.ids)
            & Domain("direction", "=", "in")
            & Domain("location_ids", "any", [("gone", "!=", True)])
            & self._sender_domain("from_email"),
            limit=limit,
        )

    def _skipped_rows(self):
        # sudo - switchboard.skipped: brought in for the line, not shown to anybody
        Skipped = self.env["switchboard.skipped"].sudo()
        return Skipped.search(
            Domain("mailbox_id", "in", self._mailboxes().ids)
            & Domain("reason", "=", "blocked")
            & Domain("imported", "=", False)
            & self._sender_domain("email_from")
        )
