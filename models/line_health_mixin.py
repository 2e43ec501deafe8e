from markupsafe import Markup

from odoo import fields, models

_BACK = ("syncing", "connected")


class SwitchboardLineHealthMixin(models.AbstractModel):
    """The state of a line, and what its owner hears about it.

    One activity when the line fails, one note when it is back; everything between
    (retries, the same failure again) is only shown on the line.
    """

    _name = "switchboard.line.health.mixin"
    _description = "Health of a Line"

    # Of no record: a mailbox has no chatter that the stock notices could go to.
    failure_activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", copy=False, groups="."
    )

    tls_unchecked = fields.Boolean(
        string="Certificates Not Checked",
        compute="_compute_tls_unchecked",
        compute_sudo=True,
        help="An administrator turned the check of the servers' certificates off.",
    )

    def _compute_tls_unchecked(self):
        for line in self:
            line.tls_unchecked = any(not m.verify_tls for m in line.mailbox_ids)

    def _set_state(self, state, message=False):
        """Move to ``state``; ``message`` is the sentence shown beside it."""
        changed = self.filtered(
            lambda line: (line.state, line.state_message or False) != (state, message)
        )
        if not changed:
            return
        # sudo - switchboard.line: the state is the engine's, not a setting
        lines = changed.sudo()
        lines.write({"state": state, "state_message": message})
        for line in lines:
            if state == "failed":
                line._tell_failed(message)
            elif state in _BACK or state == "disconnected":
                line._tell_over(back=state in _BACK)

    def _tell_failed(self, message):
        """Give the owner one activity, however often the line fails."""
        self.ensure_one()
        text = message or self.env._("The line does not work.")
        if self.failure_activity_id:
            self.failure_activity_id.note = self._failure_note(text)
            return
        kind = self.env.ref("mail_switchboard.activity_line_failed")
        self.failure_activity_id = self.env["mail.activity"].create(
            {
                "activity_type_id": kind.id,
                "user_id": self.owner_id.id,
                "summary": self.env._("“%s” needs you", self.name),
                "note": self._failure_note(text),
            }
        )

    def _failure_note(self, text):
        mailbox = self.mailbox_ids[:1]
        if not mailbox:
            return text
        return Markup(
            '<p>%s</p><p><a href="/odoo/switchboard.mailbox/%s">%s</a></p>'
        ) % (
            text,
            mailbox.id,
            self.env._("Open the mailbox"),
        )

    def _tell_over(self, back):
        """Close the activity; when the line is back, say so once."""
        self.ensure_one()
        if not self.failure_activity_id:
            return
        self.failure_activity_id.unlink()
        if back:
            self.env["mail.thread"].message_notify(
                partner_ids=self.owner_id.partner_id.ids,
                subject=self.env._("“%s” is back", self.name),
                body=self.env._("The line “%s” works again.", self.name),
                author_id=self.env.ref("base.partner_root").id,
            )
