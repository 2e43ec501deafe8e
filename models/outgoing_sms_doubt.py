import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const
from ..tools import twilio
from ..tools.errors import LineError
from ..tools.secrets import SecretUnreadable
from ..transaction import commit
from .phone_error import phone_sentence

_logger = logging.getLogger(__name__)


class SwitchboardOutgoing(models.Model):
    """Looks SMS in doubt up in the account, before anybody sends them again."""

    _inherit = "switchboard.outgoing"

    @api.model
    def _recover(self, token):
        """An SMS whose worker was killed is looked up at once, like a lost answer."""
        super()._recover(token)
        self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing o
                   SET doubt_check_at = timezone('utc', now())
                  FROM switchboard_line l
                 WHERE l.id = o.line_id AND l.kind = %s AND o.claim_token = %s
                   AND o.state = 'in_doubt' AND o.doubt_check_at IS NULL
             RETURNING o.id
                """,
                const.SMS,
                token,
            )
        )
        self.invalidate_model(["doubt_check_at"], flush=False)

    def _search_mailbox(self, mailbox):
        if self.line_id.kind != const.SMS:
            return super()._search_mailbox(mailbox)
        return self._search_account()

    def _search_account(self):
        """Search the account for these rows, by text, number and time.

        A message whose SID belongs to another row is that row's: two equal texts to
        one number are two messages.
        """
        for outgoing in self:
            try:
                found = outgoing._look_up()
            except (LineError, SecretUnreadable) as error:
                _logger.info(
                    "Account of %s not searched: %s", outgoing.line_id.id, error
                )
                outgoing._plan_look_up(searched=False)
            else:
                if found:
                    outgoing._settle_sms(found.sid)
                else:
                    outgoing._plan_look_up(searched=True)
            commit(self.env)

    def _look_up(self):
        """Return what the account has of this message, or None.

        :rtype: twilio.SmsSent or None
        """
        self.ensure_one()
        phone = self.line_id.phone_ids[:1]
        search = {
            "sender": phone.number,
            "to": self.recipients,
            "body": self.sms_text or "",
            "since": self.handed_at or self.create_date,
        }
        settings = phone._api_settings()
        commit(self.env)
        found = twilio.TwilioAccount(settings).find_sent(**search)
        taken = set(
            self.search([("provider_sid", "in", [sent.sid for sent in found])]).mapped(
                "provider_sid"
            )
        )
        free = [sent for sent in found if sent.sid not in taken]
        # Of several the oldest is the one that was handed over first.
        return free[-1] if free else None

    def _plan_look_up(self, *, searched):
        checks = self.doubt_checks + int(searched)
        step = min(checks, len(const.DOUBT_MINUTES) - 1)
        wait = timedelta(minutes=const.DOUBT_MINUTES[step])
        values = {
            "doubt_checks": checks,
            "doubt_check_at": fields.Datetime.now() + wait,
        }
        if checks == len(const.DOUBT_MINUTES):
            values["error"] = self.env._(
                "Twilio's account does not show it, so it has probably not left. Send "
                "it again, or ask the recipient and say that it arrived."
            )
        self.write(values)

    def action_retry(self):
        """Queue again; an SMS in doubt is looked up first, whatever the user thinks."""
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        doubtful = self.sudo().filtered(
            lambda o: o.line_id.kind == const.SMS and o.state == "in_doubt"
        )
        found = doubtful.browse()
        for outgoing in doubtful:
            try:
                sent = outgoing._look_up()
            except (LineError, SecretUnreadable) as error:
                raise UserError(
                    self.env._(
                        "The account cannot be searched now, so nothing is sent again: "
                        "%s",
                        phone_sentence(self.env, error),
                    )
                ) from error
            if sent:
                outgoing._settle_sms(sent.sid)
                found += outgoing
        rest = self - found.sudo(False).with_env(self.env)
        again = rest.filtered(lambda o: o.line_id.kind == const.SMS)
        # sudo - switchboard.outgoing: of the attempt before, which did not leave
        again.sudo().filtered(lambda o: o.state != "sent").write(
            {"provider_sid": False, "delivery_state": False, "doubt_checks": 0}
        )
        return super(SwitchboardOutgoing, rest).action_retry()
