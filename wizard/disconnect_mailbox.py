from odoo import api, fields, models


class SwitchboardDisconnectMailbox(models.TransientModel):
    """Asks what is to become of what was brought in, and says how much that is."""

    _name = "switchboard.disconnect.mailbox"
    _description = "Disconnect a Mailbox"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    name = fields.Char(related="mailbox_id.name")
    content = fields.Selection(
        [
            ("keep", "Keep the conversations, so that they can still be read"),
            ("erase", "Erase what was brought in; the mailbox can be connected again"),
            ("delete", "Delete the mailbox and all that belongs to it"),
        ],
        string="What was brought in",
        required=True,
        default="keep",
    )
    messages = fields.Integer(compute="_compute_numbers")
    conversations = fields.Integer(compute="_compute_numbers")
    waiting = fields.Integer(compute="_compute_numbers")
    size = fields.Char(compute="_compute_numbers")

    @api.depends("mailbox_id")
    def _compute_numbers(self):
        for wizard in self:
            wizard.update(wizard.mailbox_id._content_numbers())

    def action_disconnect(self):
        """Disconnect, and erase or delete what was chosen.

        :return: the action that closes the dialog or leaves the form
        """
        self.ensure_one()
        mailbox = self.mailbox_id
        mailbox.action_disconnect()
        if self.content == "erase":
            mailbox._erase_content()
        elif self.content == "delete":
            mailbox.unlink()
            return self.env["ir.actions.act_window"]._for_xml_id(
                "mail_switchboard.email_line_action"
            )
        return {"type": "ir.actions.act_window_close"}
