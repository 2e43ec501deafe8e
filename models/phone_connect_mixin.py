import logging
from urllib.parse import urlsplit

from odoo import api, fields, models

from ..tools import twilio
from ..tools.errors import LineError
from ..tools.secrets import SecretUnreadable
from ..transaction import commit
from .phone_error import phone_sentence

_logger = logging.getLogger(__name__)

WEBHOOK_PATH = "/mail_switchboard/twilio"


class SwitchboardPhoneConnectMixin(models.AbstractModel):
    """Connecting, checking and giving back a number.

    Twilio calls ``<public_url>/mail_switchboard/twilio/<webhook_token>/…``: the token
    names the phone, the signature proves that it is Twilio.
    """

    _name = "switchboard.phone.connect.mixin"
    _description = "Connecting a Phone"

    public_url = fields.Char(
        string="Public Address",
        default=lambda self: self._default_public_url(),
        help="Where Twilio reaches this server, like https://odoo.example.com.",
    )
    webhook_token = fields.Char(groups=".", copy=False, index="btree_not_null")
    webhook_url = fields.Char(
        compute="_compute_webhook_url",
        string="Webhook",
        help="What Twilio calls when a message comes in. Set at Twilio by connecting.",
    )
    former_sms_url = fields.Char(
        groups=".", copy=False, help="What Twilio called before; given back at the end."
    )

    def _default_public_url(self):
        # sudo - ir.config_parameter: the server's public address is no secret
        params = self.env["ir.config_parameter"].sudo()
        return params.get_param("mail_switchboard.public_url") or params.get_param(
            "web.base.url"
        )

    @api.depends_context("uid")
    @api.depends("public_url", "line_id.can_manage")
    def _compute_webhook_url(self):
        for phone in self:
            # The token is worth nothing without the signature; managers see it.
            phone.webhook_url = phone.can_manage and phone._callback_url("sms")

    def _callback_url(self, path):
        # sudo - switchboard.phone: the token is part of the address
        token = self.sudo().webhook_token
        base = (self.public_url or "").strip().rstrip("/")
        return f"{base}{WEBHOOK_PATH}/{token}/{path}"

    def action_connect(self):
        """Look the number up in the account and have its messages sent to us.

        The line ends in "connected", or in "failed" with the reason.

        :return: True when the number works
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "disconnected":
            self.line_id._check_again()
        self.line_id._set_state("connecting")
        try:
            settings = self._api_settings()
            number, url, public = (
                self.number,
                self._callback_url("sms"),
                self.public_url,
            )
            receives = bool(settings.auth_token)
            commit(self.env)
            account = twilio.TwilioAccount(settings)
            owned = account.find_number(number)
            if owned.sms and receives and owned.sms_url != url:
                account.set_sms_url(owned.sid, url)
            problem = twilio.public_problem(public or "") if receives else None
        except (LineError, SecretUnreadable) as error:
            self.line_id._set_state("failed", phone_sentence(self.env, error))
            return False
        return self._connected(owned, receives, problem)

    def _connected(self, owned, receives, problem):
        # sudo - switchboard.phone: what Twilio says of the number is no setting
        phone = self.sudo()
        phone.write(
            {
                "number_sid": owned.sid,
                "can_sms": owned.sms,
                "can_mms": owned.mms,
                **phone._former_url_values(owned),
            }
        )
        if not owned.sms:
            self.line_id._set_state(
                "failed",
                self.env._(
                    "This number cannot send or receive SMS. Choose another one."
                ),
            )
            return False
        message = False
        if not receives:
            message = self.env._(
                "Without the account's auth token this number only sends: nothing that "
                "comes in can be proved to come from Twilio."
            )
        elif problem:
            message = self.env._(problem[0], **problem[1])  # pylint: disable=translation-required
        self.line_id._set_state("connected", message)
        return True

    def _former_url_values(self, owned):
        ours = WEBHOOK_PATH in urlsplit(owned.sms_url).path
        return {} if ours else {"former_sms_url": owned.sms_url}

    def action_disconnect(self):
        """Give the webhook back, stop sending and erase the secrets.

        :return: True
        """
        self.check_access("write")
        for phone in self:
            phone._release_webhooks()
            # sudo - switchboard.phone: secrets are nobody's to read or write
            phone.sudo().write({"auth_token_secret": False, "stored_key_secret": False})
            phone.line_id._set_state("disconnected")
        return True

    def action_delete(self):
        """Give the number back; the line goes into the archive with what was written.

        :return: the action that shows the list of phones
        """
        self.action_disconnect()
        self.line_id.active = False
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mail_switchboard.phone_line_action"
        )

    def _release_webhooks(self):
        """Have Twilio call what it called before, as far as it still calls us."""
        for phone in self:
            # sudo - switchboard.phone: what is given back at Twilio
            sid, former = phone.sudo().number_sid, phone.sudo().former_sms_url or ""
            if not sid:
                continue
            try:
                settings, url = phone._api_settings(), phone._callback_url("sms")
                commit(self.env)
                account = twilio.TwilioAccount(settings)
                if account.get_sms_url(sid) == url:
                    account.set_sms_url(sid, former)
            except (LineError, SecretUnreadable) as error:
                # Whatever Twilio says: the line ends here, and its token is refused.
                _logger.info(
                    "Webhook of phone %s was not given back: %s", phone.id, error
                )
