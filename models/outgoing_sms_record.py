from markupsafe import Markup

from odoo import api, models
from odoo.tools import is_html_empty

from .line_signature_mixin import sign


class SwitchboardOutgoing(models.Model):
    """SMS that were written on a record, and what is set around their text."""

    _inherit = "switchboard.outgoing"

    def _notify_state(self, state=None):
        """The copy on a record shows the same state as the conversation."""
        result = super()._notify_state(state)
        for outgoing in self.filtered("message_id.record_message_id"):
            self._bus_note(
                outgoing.line_id,
                False,
                outgoing.message_id.record_message_id.id,
                outgoing.id,
                state or outgoing.state,
            )
        return result

    @api.model
    def _sms_signature(self, line, user):
        """What is added below every SMS that a user sends from a line.

        :rtype: str
        """
        signature, _rule = line._get_signature(user)
        if is_html_empty(signature):
            return ""
        return self._sms_text(sign(Markup("-"), signature))[1:]
