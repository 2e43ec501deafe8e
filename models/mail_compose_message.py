from odoo import api, fields, models

from .. import const


class MailComposeMessage(models.TransientModel):
    """Odoo's full composer writes in a line's conversations, too."""

    _inherit = "mail.compose.message"

    switchboard_conversation = fields.Boolean(
        compute="_compute_switchboard_conversation"
    )
    switchboard_to = fields.Char(string="Recipients")
    switchboard_cc = fields.Char(string="Cc")
    switchboard_bcc = fields.Char(string="Bcc")
    switchboard_answers = fields.Integer()

    @api.depends("model", "res_ids")
    def _compute_switchboard_conversation(self):
        for composer in self:
            channel = composer._switchboard_channel()
            composer.switchboard_conversation = bool(channel)

    def _switchboard_channel(self):
        """The line's conversation that is written in, as the user sees it."""
        Channel = self.env["discuss.channel"]
        if self.model != Channel._name or self.composition_mode != "comment":
            return Channel
        ids = self._evaluate_res_ids()
        return Channel.search(
            [("id", "in", ids), ("channel_type", "in", const.CHANNEL_TYPES)], limit=1
        )

    def _prepare_mail_values_static(self):
        values = super()._prepare_mail_values_static()
        if self._switchboard_channel():
            values |= {
                "switchboard_key": self._switchboard_key(),
                "switchboard_to": self.switchboard_to or None,
                "switchboard_cc": self.switchboard_cc or None,
                "switchboard_bcc": self.switchboard_bcc or None,
                "switchboard_answers": self.switchboard_answers or None,
            }
        return values

    def _switchboard_key(self):
        """The same as long as nothing is changed: pressed twice, it is sent once."""
        Posted = self.env["switchboard.posted"]
        return Posted._key_of(self, self.body, self.subject, self.partner_ids.ids)
