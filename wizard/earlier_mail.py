from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const


class SwitchboardEarlierMail(models.TransientModel):
    """Looks in the user's own lines for earlier mail with a contact."""

    _name = "switchboard.earlier.mail"
    _description = "Look for Earlier Mail"

    partner_id = fields.Many2one("res.partner", required=True)
    emails = fields.Char(string="Addresses", compute="_compute_emails")
    mailbox_ids = fields.Many2many(
        "switchboard.mailbox",
        string="Lines",
        required=True,
        default=lambda self: self._default_mailboxes(),
    )

    @api.model
    def _mailbox_domain(self):
        """Connected mailboxes of the user: his own, and those he may send from."""
        return [
            ("state", "in", const.WORKING_STATES),
            ("line_id.can_send", "=", True),
        ]

    @api.model
    def _default_mailboxes(self):
        return self.env["switchboard.mailbox"].search(self._mailbox_domain())

    @api.depends("partner_id")
    def _compute_emails(self):
        for wizard in self:
            emails = wizard.partner_id._switchboard_emails()
            wizard.emails = ", ".join(sorted(emails))

    def action_look(self):
        """Look in each line, and say what came of it.

        :return: a note with the number of mails, line by line
        """
        self.ensure_one()
        self.partner_id.check_access("read")
        Mailbox = self.env["switchboard.mailbox"]
        chosen = [("id", "in", self.mailbox_ids.ids)]
        emails = sorted(self.partner_id._switchboard_emails())
        if not emails:
            raise UserError(self.env._("This contact has no address to look for."))
        words = []
        for mailbox in Mailbox.search([*self._mailbox_domain(), *chosen]):
            name = mailbox.name
            try:
                count = mailbox._look_for_earlier(emails)
            except UserError as error:
                words.append(f"{name}: {error}")
            else:
                words.append(
                    self.env._("%(line)s: %(count)s new.", line=name, count=count)
                )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Earlier mail"),
                "message": " ".join(words) or self.env._("You chose no line."),
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
