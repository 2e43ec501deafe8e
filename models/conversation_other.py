from odoo import api, models

from .. import const

_OTHER = {const.EMAIL: const.SMS, const.SMS: const.EMAIL}


class DiscussChannel(models.Model):
    """One person, two addresses: an email conversation offers SMS, and back."""

    _inherit = "discuss.channel"

    def get_switchboard_other(self):
        """Say how else the people of this conversation can be reached.

        :return: kind and name of the first one who can, or False
        """
        self.ensure_one()
        self.check_access("read")
        partner = self._switchboard_other_partner()
        return partner and {
            "kind": _OTHER[self.channel_type],
            "name": partner.display_name,
        }

    def action_switchboard_other(self):
        """Open the conversation of the other kind, or the dialog that begins it.

        :return: the action
        """
        self.ensure_one()
        self.check_access("read")
        partner = self._switchboard_other_partner()
        if not partner:
            return False
        return self._switchboard_reach(partner, _OTHER[self.channel_type])

    def _switchboard_other_partner(self):
        """The first contact of this conversation who has the other address, too."""
        kind = _OTHER.get(self.channel_type)
        if not kind or not self.env["switchboard.write.first"]._first_line(kind):
            return False
        emails = [person["email"] for person in self.switchboard_counterparts or ()]
        if self.channel_type == const.SMS:
            Phone = self.env["switchboard.phone"]
            owners = {number: Phone._find_partner(number).id for number in emails}
        else:
            owners = self.env["switchboard.message"]._get_owners(emails)
        found = filter(None, map(owners.get, emails))
        for partner in self.env["res.partner"].browse(found):
            if partner.has_access("read") and partner._switchboard_keys(kind):
                return partner
        return False

    @api.model
    def _switchboard_reach(self, partner, kind, **draft):
        """Open the latest conversation with a contact, or the dialog to begin one.

        :param res.partner partner: who has an address of this kind
        :param str kind: email or sms
        :param draft: fields of the dialog; then it is the dialog in any case
        :return: the action
        """
        found = not draft and self.search(
            [
                ("channel_type", "=", kind),
                ("switchboard_counterpart_key", "in", partner._switchboard_keys(kind)),
            ],
            order="switchboard_last_date desc",
            limit=1,
        )
        if found:
            return found.action_switchboard_open()
        sms = kind == const.SMS
        values = {
            "messenger": kind,
            "line_id": self.env["switchboard.write.first"]._first_line(kind).id,
            **({"sms_partner_id": partner.id} if sms else {}),
            **({"number": partner.phone_sanitized} if sms else {}),
            **({} if sms else {"partner_ids": partner.ids}),
            **draft,
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New SMS") if sms else self.env._("New Email"),
            "res_model": "switchboard.write.first",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }
