from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty
from odoo.tools.mail import email_split_and_format


class SwitchboardWriteFirst(models.TransientModel):
    """Starts a conversation from our side."""

    _name = "switchboard.write.first"
    _description = "New Email"

    line_id = fields.Many2one(
        "switchboard.line",
        string="Account",
        required=True,
        default=lambda self: self._default_line(),
        domain=[
            ("can_send", "=", True),
            ("write_first", "=", True),
            ("kind", "=", "email"),
        ],
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Contacts", domain=[("email", "!=", False)]
    )
    emails = fields.Char(
        string="Addresses", help="Addresses of people who are no contacts, with commas."
    )
    subject = fields.Char()
    body = fields.Html(string="Message", sanitize_style=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    existing_channel_id = fields.Many2one(
        "discuss.channel", compute="_compute_existing_channel_id"
    )

    @api.model
    def _default_line(self):
        return self.env["switchboard.line"].search(
            [
                ("can_send", "=", True),
                ("write_first", "=", True),
                ("kind", "=", "email"),
            ],
            limit=1,
        )

    @api.depends("line_id", "partner_ids", "emails")
    def _compute_existing_channel_id(self):
        Channel = self.env["discuss.channel"]
        for wizard in self:
            found = Channel.browse()
            try:
                people = Channel._switchboard_read_addresses(wizard._get_addresses())
                found = Channel._switchboard_find(wizard.line_id, people)
            except UserError:
                pass  # said when the button is pressed
            wizard.existing_channel_id = found

    def _get_addresses(self):
        """All addresses as typed; what is none stays in, to be refused by name."""
        typed = (self.emails or "").replace(";", ",")
        split = email_split_and_format(typed)
        rest = [part.strip() for part in typed.split(",") if part.strip()]
        if len(split) == len(rest):
            rest = split
        return [partner.email_formatted for partner in self.partner_ids] + rest

    def action_create_only(self):
        """Create the conversation without a message.

        :return: the action that opens it
        """
        return self._open(self._start())

    def action_send(self):
        """Create the conversation and queue its first message.

        :return: the action that opens it
        """
        if is_html_empty(self.body) and not self.attachment_ids:
            raise UserError(
                self.env._("Write a message, or create the conversation only.")
            )
        channel = self._start(
            subject=self.subject,
            body=self.body,
            attachment_ids=self.attachment_ids.ids,
            switchboard_key=self.env["switchboard.posted"]._key_of(
                self, self.body, self.subject
            ),
        )
        return self._open(channel)

    def action_open_existing(self):
        """Open the conversation that exists already.

        :return: the action that opens it
        """
        return self._open(self.existing_channel_id)

    def _start(self, **post):
        self.ensure_one()
        return self.env["discuss.channel"]._switchboard_write_first(
            self.line_id, self._get_addresses(), **post
        )

    def _open(self, channel):
        return channel.action_switchboard_open()
