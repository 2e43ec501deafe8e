from odoo import api, fields, models
from odoo.http import request

# What decides which contact, and which company's deals, messages belong to.
_LINKING = {"email", "active", "parent_id", "is_company"}


class SwitchboardPartnerLinkMixin(models.AbstractModel):
    """The messages of a contact follow its addresses."""

    _name = "switchboard.partner.link.mixin"
    _description = "Contact with Messages"

    switchboard_address_ids = fields.One2many(
        "switchboard.partner.address", "partner_id", string="More Addresses"
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        emails = partners.filtered("email").mapped("email_normalized")
        self.env["switchboard.message"]._relink(emails)
        partners._switchboard_offer_earlier(emails)
        return partners

    def write(self, vals):
        if not _LINKING & vals.keys():
            return super().write(vals)
        before = self._switchboard_emails()
        result = super().write(vals)
        after = self._switchboard_emails()
        self.env["switchboard.message"]._relink(before | after, self.ids)
        self._switchboard_offer_earlier(after - before)
        return result

    def unlink(self):
        emails = self._switchboard_emails()
        result = super().unlink()
        # sudo - switchboard.forgotten.address: written by whoever deletes a contact
        self.env["switchboard.forgotten.address"].sudo()._remember(emails)
        self.env["switchboard.message"]._relink(emails)
        return result

    def _switchboard_offer_earlier(self, emails):
        """Have the browser offer to look for earlier mail with new addresses.

        Only to somebody who gave them to one contact just now, and has lines.
        """
        if len(self) != 1 or not any(emails) or not request:
            return
        Wizard = self.env["switchboard.earlier.mail"]
        if Wizard.has_access("create") and Wizard._default_mailboxes():
            self.env.user._bus_send(
                "mail_switchboard/earlier_mail",
                {"partner_id": self.id, "emails": sorted(filter(None, emails))},
            )

    def _switchboard_emails(self):
        """All normalized addresses of these contacts."""
        # sudo - res.partner: links follow, whoever changes the contact
        partners = self.sudo()
        emails = set(partners.mapped("email_normalized"))
        emails.update(partners.switchboard_address_ids.mapped("email"))
        return emails - {False}
