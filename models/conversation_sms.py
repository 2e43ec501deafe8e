from odoo import api, models
from odoo.exceptions import UserError

from .. import const
from ..tools import twilio


class DiscussChannel(models.Model):
    """Conversations by SMS: one number at the other end, text, no subject."""

    _inherit = "discuss.channel"

    def _switchboard_is_sms(self):
        return bool(self) and all(c.channel_type == const.SMS for c in self)

    def _switchboard_message_type(self):
        return (
            "sms" if self._switchboard_is_sms() else super()._switchboard_message_type()
        )

    def _switchboard_post_subject(self, subject):
        if self._switchboard_is_sms():
            return False
        return super()._switchboard_post_subject(subject)

    def _switchboard_check_post(self, body, attachment_ids):
        if not self._switchboard_is_sms():
            super()._switchboard_check_post(body, attachment_ids)
            return
        # sudo - switchboard.outgoing: only checks, with the right to send
        Outgoing = self.env["switchboard.outgoing"].sudo()
        Outgoing._check_sms(
            self.switchboard_line_id,
            [person["email"] for person in self.switchboard_counterparts or ()],
            Outgoing._sms_text(body),
            self.env["ir.attachment"].browse(attachment_ids),
        )

    @api.depends_context("uid")
    @api.depends("switchboard_line_id.state")
    def _compute_switchboard_can_send(self):
        """Nobody writes to a number that has answered STOP; the reason is shown."""
        super()._compute_switchboard_can_send()
        sms = self.filtered(lambda c: c.channel_type == const.SMS)
        for line, channels in sms.grouped("switchboard_line_id").items():
            numbers = {channel: channel._switchboard_number() for channel in channels}
            stops = self.env["switchboard.opt.out"]._of(line, set(numbers.values()))
            by_number = {stop.number: stop for stop in stops}
            for channel, number in numbers.items():
                stop = by_number.get(number)
                if stop and channel.switchboard_can_send:
                    channel.switchboard_can_send = False
                    channel.switchboard_no_send_reason = stop._sentence()

    @api.model
    def _switchboard_sms_channel(self, line, number):
        """The line's conversation with a number; a new one when the line may begin.

        :param str number: E.164
        :rtype: discuss.channel
        :raise UserError: the line does not start conversations
        """
        found = self._switchboard_find(line, [number])
        return found or self._switchboard_write_first(line, [number])

    def _switchboard_cards(self, people, emails):
        """Numbers come with the name of their country: not every screen draws flags."""
        cards = super()._switchboard_cards(people, emails)
        if self._switchboard_is_sms():
            regions = {email: twilio.region_of(email) for email in emails}
            found = self.env["res.country"].search(
                [("code", "in", [*regions.values()])]
            )
            names = {country.code: country.name for country in found}
            for card in cards:
                card["country"] = names.get(regions[card["email"]], "")
        return cards

    def _switchboard_number(self):
        """The number at the other end."""
        people = self.switchboard_counterparts or [{"email": ""}]
        return people[0]["email"]

    @api.model
    def _switchboard_name(self, people):
        """Unknown numbers are shown as people write them, with their country's flag."""
        return super()._switchboard_name(
            {
                address: name or twilio.shown(address) if "@" not in address else name
                for address, name in people.items()
            }
        )

    @api.model
    def _switchboard_read_people(self, line, addresses):
        # sudo - switchboard.line: the kind of a line the user may send from
        if line.sudo().kind != const.SMS:
            return super()._switchboard_read_people(line, addresses)
        Phone = self.env["switchboard.phone"]
        numbers = {Phone._read_number(text).e164 for text in addresses}
        if len(numbers) != 1:
            raise UserError(self.env._("Give one number: an SMS goes to one person."))
        [number] = numbers
        return {number: Phone._find_partner(number).name or ""}
