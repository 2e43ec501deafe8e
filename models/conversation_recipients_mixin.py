from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import email_split_and_format


class SwitchboardConversationRecipientsMixin(models.AbstractModel):
    """To whom one message of a conversation goes."""

    _name = "switchboard.conversation.recipients.mixin"
    _description = "Recipients of a Message"

    def _switchboard_recipients(self, to=None, cc=None, bcc=None):
        """Check the recipients of one message.

        :param to: addresses, or one text of them; None: all counterparts
        :param cc: see ``to``; None: nobody
        :param bcc: see ``to``; None: nobody
        :return: {"to": [(name, address)], "cc": …, "bcc": …}, each address once
        :rtype: dict
        :raise UserError: an address that is none, nobody to write to, or somebody
            the user may not write to
        """
        self.ensure_one()
        # sudo - discuss.channel: who takes part, for who may send here
        people = self.sudo().switchboard_counterparts or ()
        if to is None:
            found = {"to": {p["email"]: p["name"] for p in people}}
        else:
            found = {"to": self._switchboard_read_some(to)}
        found["cc"] = self._switchboard_read_some(cc)
        found["bcc"] = self._switchboard_read_some(bcc)
        seen = set()
        for kind, addresses in found.items():
            rest = {e: name for e, name in addresses.items() if e not in seen}
            seen.update(rest)
            found[kind] = [(name, email) for email, name in rest.items()]
        if not seen:
            raise UserError(self.env._("Give at least one address to write to."))
        self._switchboard_check_newcomers(seen)
        return found

    def _switchboard_read_some(self, value):
        """Like ``_switchboard_read_addresses``, and nobody is fine too."""
        if isinstance(value, str):
            text = value.replace(";", ",")
            value = [part for part in text.split(",") if part.strip()]
            split = email_split_and_format(text)
            # A comma in a quoted name is none between addresses.
            value = split if len(split) == text.count("@") else value
        if not value:
            return {}
        return self._switchboard_read_addresses(value)

    def _switchboard_check_newcomers(self, emails):
        """Where nobody may write first, nobody is added to a conversation either."""
        line = self.switchboard_line_id
        # sudo - switchboard.line: a switch of a line the user may send from
        known_line = line.sudo()
        if known_line.write_first:
            return
        # sudo - switchboard.message: addresses that take part already
        messages = self.env["switchboard.message"].sudo()
        rows = messages.search_read(
            [("channel_id", "=", self.id)], ["from_email", "email_to", "email_cc"]
        )
        known = " ".join(
            str(row[name] or "").lower()
            for row in rows
            for name in ("from_email", "email_to", "email_cc")
        )
        # sudo - discuss.channel: see above
        people = self.sudo().switchboard_counterparts or ()
        known += " ".join(person["email"] for person in people)
        for email in emails:
            if email not in known:
                raise UserError(
                    self.env._(
                        "“%(line)s” does not start conversations, and %(email)s takes "
                        "no part in this one.",
                        line=known_line.name,
                        email=email,
                    )
                )

    def _switchboard_welcome(self, recipients):
        """Take up newcomers in To and Cc: their answers belong here.

        :param dict recipients: of ``_switchboard_recipients``
        """
        # sudo - switchboard.mailbox: the line's own addresses are nobody outside
        own = self.switchboard_line_id.sudo().mailbox_ids[:1]._own_addresses()
        self._switchboard_add_counterparts(
            {
                email: name
                for kind in ("to", "cc")
                for name, email in recipients[kind]
                if email not in own
            }
        )
