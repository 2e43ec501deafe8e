from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .. import const
from ..tools.typed import split_typed


class SwitchboardWriteFirst(models.TransientModel):
    """Starts a conversation from our side."""

    _name = "switchboard.write.first"
    _inherit = ["switchboard.write.first.record", "switchboard.write.first.template"]
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
    emails = fields.Char(
        string="To",
        help="Addresses; contacts are found while you type, new ones are taken, too.",
    )
    subject = fields.Char()
    asks_subject = fields.Boolean(help="The subject is empty, and that was told.")
    body = fields.Html(string="Message", sanitize_style=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    existing_channel_id = fields.Many2one(
        "discuss.channel", compute="_compute_existing_channel_id"
    )

    @api.model
    def _default_line(self):
        return self._first_line(const.EMAIL)

    @api.model
    def _first_line(self, kind):
        """Propose a line; not one that cannot send just now while another one can.

        :param str kind: email or sms
        :rtype: switchboard.line
        """
        lines = self.env["switchboard.line"].search(
            [("can_send", "=", True), ("write_first", "=", True), ("kind", "=", kind)]
        )
        working = lines.filtered(lambda line: line.state in const.WORKING_STATES)
        return (working or lines)[:1]

    @api.depends("line_id", "emails")
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
        return split_typed(self.emails or "")

    def action_create_only(self):
        """Create the conversation without a message.

        :return: the action that opens it
        """
        channel = self._start()
        self._link_record(channel)
        return self._open(channel)

    def action_send(self):
        """Create the conversation and queue its first message.

        Without a subject it is asked once whether that is meant.

        :return: the action that opens the conversation, or this dialog again
        :raise UserError: nothing to send, nobody to send it to, or no right to
        """
        if is_html_empty(self.body) and not self.attachment_ids:
            raise UserError(
                self.env._("Write a message, or create the conversation only.")
            )
        if not (self.subject or "").strip() and not self.asks_subject:
            self.asks_subject = True
            return self._show_again()
        channel = self._start(
            subject=self.subject or "",
            body=self.body,
            attachment_ids=self.attachment_ids.ids,
            switchboard_key=self.env["switchboard.posted"]._key_of(
                self, self.body, self.subject
            ),
        )
        self._link_record(channel)
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

    def _show_again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New message"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
