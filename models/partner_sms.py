from odoo import api, models

from .. import const

# What decides which contact the messages of a number belong to.
_LINKING = {"phone", "country_id", "active"}


class ResPartner(models.Model):
    """The SMS of a contact follow its phone number."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        self.env["switchboard.message"]._relink_numbers(partners._switchboard_numbers())
        return partners

    def write(self, vals):
        if not _LINKING & vals.keys():
            return super().write(vals)
        before = self._switchboard_numbers()
        result = super().write(vals)
        numbers = before | self._switchboard_numbers()
        self.env["switchboard.message"]._relink_numbers(numbers)
        return result

    def unlink(self):
        numbers = self._switchboard_numbers()
        result = super().unlink()
        self.env["switchboard.message"]._relink_numbers(numbers)
        return result

    def _switchboard_numbers(self):
        # sudo - res.partner: links follow, whoever changes the contact
        return set(self.sudo().filtered("phone").mapped("phone_sanitized")) - {False}

    def _switchboard_keys(self, kind):
        """What the conversations with this contact alone are found by.

        :param str kind: email or sms
        :return: addresses, or the number
        :rtype: list
        """
        if kind == const.SMS:
            return sorted(self._switchboard_numbers())
        return sorted(self._switchboard_emails()) if self.email_normalized else []
