from odoo import models

from ..tools import twilio
from .webhook import Later


class SwitchboardPhoneStatusMixin(models.AbstractModel):
    """What becomes of messages that Twilio took; news only moves them forward."""

    _name = "switchboard.phone.status.mixin"
    _description = "Statuses of Sent Messages"

    def _receive_status(self, payload):
        """Take over a status callback; the caller commits.

        :param dict payload: of Twilio's webhook, with the row's id in ``outgoing_id``
        :raise Later: the worker that sent the message is still about it
        """
        self.ensure_one()
        status = payload.get("MessageStatus") or ""
        sid = payload["MessageSid"]
        outgoing = self._find_outgoing(payload.get("outgoing_id"), sid)
        if not outgoing or not twilio.known(status):
            return
        outgoing.lock_for_update()
        if outgoing.state == "sending":
            raise Later
        if outgoing.provider_sid and outgoing.provider_sid != sid:
            return  # of an attempt before
        if outgoing.state == "in_doubt":
            outgoing._settle_sms(sid)
        if not twilio.advances(outgoing.delivery_state or "", status):
            return
        code = str(payload.get("ErrorCode") or "")
        outgoing._note_delivery(status, int(code) if code.isdigit() else 0)

    def _find_outgoing(self, outgoing_id, sid):
        # sudo - switchboard.outgoing: news of the line's own messages
        Outgoing = self.env["switchboard.outgoing"].sudo()
        domain = [("line_id", "=", self.line_id.id)]
        found = Outgoing.browse()
        if outgoing_id:
            found = Outgoing.search([*domain, ("id", "=", int(outgoing_id))])
        return found or Outgoing.search([*domain, ("provider_sid", "=", sid)], limit=1)
