import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..tools import twilio

_logger = logging.getLogger(__name__)


class SwitchboardPhoneConsentMixin(models.AbstractModel):
    """STOP, START and HELP: what the person at the other end decides."""

    _name = "switchboard.phone.consent.mixin"
    _description = "Consent of Numbers"

    help_answer = fields.Text(
        string="Answer to HELP",
        help="Sent to who writes HELP, INFO or the same in another language. Empty: "
        "nothing is sent from here; Twilio answers by itself where carriers demand it.",
    )

    def _note_consent(self, payload, channel):
        """STOP ends what the line may send to this number, START begins it again.

        :param dict payload: of Twilio's webhook
        :param discuss.channel channel: the conversation with the number, sudo
        """
        body, told = payload.get("Body") or "", payload.get("OptOutType") or ""
        number = channel._switchboard_number()
        OptOut = self.env["switchboard.opt.out"]
        match twilio.keyword_kind(body, told):
            case "stop":
                OptOut._stop(self.line_id, number, body.strip()[:40])
            case "start":
                OptOut._start(self.line_id, number)
            # What Twilio tells it has understood, it has answered as well.
            case "help" if self.help_answer and not told:
                self._answer_help(channel)

    def _answer_help(self, channel):
        """Answer as an automatic message: bounded, and it can be stopped."""
        # sudo - discuss.channel: nobody in particular writes this
        talk = channel.with_user(api.SUPERUSER_ID).sudo()
        try:
            talk.message_post(
                body=plaintext2html(self.help_answer), switchboard_automatic=True
            )
        except UserError as error:
            # The number has stopped, or the line does not send now.
            _logger.info("HELP on phone %s is not answered: %s", self.id, error)
