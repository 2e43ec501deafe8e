from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .. import const


class SwitchboardWriteFirst(models.TransientModel):
    """Writing first by SMS: one number, plain text."""

    _inherit = "switchboard.write.first"

    messenger = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS")],
        required=True,
        default=lambda self: self._default_messenger(),
    )
    has_both = fields.Boolean(default=lambda self: self._has_both())
    line_id = fields.Many2one(
        domain="[('can_send', '=', True), ('write_first', '=', True),"
        " ('kind', '=', messenger)]"
    )
    sms_partner_id = fields.Many2one(
        "res.partner", string="Contact", domain=[("phone", "!=", False)]
    )
    number = fields.Char()
    sms_text = fields.Text(string="Text")

    @api.model
    def _has_both(self):
        return all(self._first_line(kind) for kind in const.CHANNEL_TYPES)

    @api.model
    def _default_messenger(self):
        only_sms = not self._first_line(const.EMAIL) and self._first_line(const.SMS)
        return const.SMS if only_sms else const.EMAIL

    @api.model
    def _default_line(self):
        return self._first_line(self._default_messenger())

    @api.onchange("messenger")
    def _onchange_messenger(self):
        if self.line_id.kind != self.messenger:
            self.line_id = self._first_line(self.messenger)

    @api.onchange("sms_partner_id")
    def _onchange_sms_partner_id(self):
        if self.sms_partner_id:
            partner = self.sms_partner_id
            self.number = partner.phone_sanitized or partner.phone

    @api.depends("number", "messenger")
    def _compute_existing_channel_id(self):
        sms = self.filtered(lambda wizard: wizard.messenger == const.SMS)
        super(SwitchboardWriteFirst, self - sms)._compute_existing_channel_id()
        Channel = self.env["discuss.channel"]
        for wizard in sms:
            wizard.existing_channel_id = False
            if not (wizard.line_id and wizard.number):
                continue
            try:
                people = Channel._switchboard_read_people(
                    wizard.line_id, [wizard.number]
                )
                wizard.existing_channel_id = Channel._switchboard_find(
                    wizard.line_id, people
                )
            except UserError:
                pass  # said when the button is pressed

    def _get_addresses(self):
        if self.messenger == const.SMS:
            return [self.number or ""]
        return super()._get_addresses()

    def action_send(self):
        if self.messenger != const.SMS:
            return super().action_send()
        if not (self.sms_text or "").strip():
            raise UserError(
                self.env._("Write a message, or create the conversation only.")
            )
        channel = self._start(
            body=plaintext2html(self.sms_text),
            switchboard_key=self.env["switchboard.posted"]._key_of(
                self, self.sms_text, self.number
            ),
        )
        self._link_record(channel)
        return self._open(channel)
