from odoo import api, fields, models

from .. import const
from ..tools import twilio
from ..tools.errors import CredentialsRefused, Throttled
from .outgoing_result_mixin import Effect
from .phone_error import phone_sentence


class SwitchboardOutgoing(models.Model):
    """What Twilio's answer makes of an SMS."""

    _inherit = "switchboard.outgoing"

    @api.model
    def _values_of_sms(self, attempts, outcome):
        """Turn what Twilio said into the row's next state.

        :return: (values for ``_store``, an Effect or None)
        """
        if isinstance(outcome, twilio.SmsSent):
            values = {
                "state": "sent",
                "error": False,
                "sent_at": fields.Datetime.now(),
                "provider_sid": outcome.sid,
                "delivery_state": outcome.status or "accepted",
            }
            return {
                **values,
                "sms_parts": outcome.parts,
            } if outcome.parts else values, None
        if isinstance(outcome, twilio.SmsInDoubt):
            text = self.env._(
                "Twilio's answer was lost (%s). It may have left: the account is "
                "searched for it.",
                outcome.message,
            )
            return self._values_doubt(text), None
        if isinstance(outcome, twilio.SmsRefused):
            reason = self.env._(outcome.message)  # pylint: disable=translation-required
            if outcome.permanent:
                return {"state": "failed", "error": reason}, None
            return self._values_again(attempts, reason), None
        return self._values_no_account(attempts, outcome)

    @api.model
    def _values_no_account(self, attempts, error):
        """Nothing left, because the account could not be used: the line waits."""
        reason = phone_sentence(self.env, error)
        if isinstance(error, CredentialsRefused):
            return self._values_waiting(reason), Effect(reason, failed=True)
        hold = const.RETRY_MINUTES[0] * 60
        if isinstance(error, Throttled):
            hold = error.retry_after or hold
            return self._values_waiting(reason), Effect(reason, hold=hold)
        return self._values_again(attempts, reason), Effect(reason, hold=hold)
