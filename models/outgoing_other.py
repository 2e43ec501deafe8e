from odoo import models
from odoo.tools import html2plaintext

from .. import const

_OTHER = {const.EMAIL: const.SMS, const.SMS: const.EMAIL}


class SwitchboardOutgoing(models.Model):
    """What could not be sent one way is offered to be sent the other way."""

    _inherit = "switchboard.outgoing"

    def get_card(self):
        card = super().get_card()
        partner = self._other_partner()
        # sudo - switchboard.line: the kind of a line whose message the user reads
        card["other_kind"] = partner and _OTHER[self.line_id.sudo().kind]
        return card

    def action_other(self):
        """Open the dialog that sends a failed email as an SMS, or the other way round.

        Nothing leaves before the user has looked at it and pressed the button there.

        :return: the action, or False when the contact has no other address
        """
        self.ensure_one()
        self.check_access("read")
        partner = self._other_partner()
        if not partner:
            return False
        # sudo - switchboard.outgoing: parts of a message the user may read
        outgoing = self.sudo()
        kind = _OTHER[outgoing.line_id.kind]
        body = outgoing.draft_body or ""
        draft = {"body": str(body)}
        if kind == const.SMS:
            draft = {"sms_text": html2plaintext(body, include_references=False).strip()}
        return self.env["discuss.channel"]._switchboard_reach(partner, kind, **draft)

    def _other_partner(self):
        """The first recipient who can be reached the other way, of a failed message."""
        # sudo - switchboard.outgoing: parts of a message the user may read
        outgoing = self.sudo()
        kind = _OTHER[outgoing.line_id.kind]
        if (
            outgoing.state != "failed"
            or not self.line_id.can_send
            or not self.env["switchboard.write.first"]._first_line(kind)
        ):
            return False
        partners = outgoing.message_id.partner_ids.sudo(False).with_env(self.env)
        for partner in partners.filtered(lambda one: one.has_access("read")):
            if partner._switchboard_keys(kind):
                return partner
        return False
