from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class SwitchboardPartnerAddress(models.Model):
    """One more address of a contact, beside the one in its Email field."""

    _name = "switchboard.partner.address"
    _description = "More Addresses of a Contact"
    _rec_name = "email"
    _order = "email"

    partner_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", index=True
    )
    email = fields.Char(required=True, index=True)

    _email_uniq = models.UniqueIndex(
        "(partner_id, email)", "The contact has this address already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        addresses = super().create([self._normalize(vals) for vals in vals_list])
        self.env["switchboard.message"]._relink(addresses.mapped("email"))
        for partner, rows in addresses.grouped("partner_id").items():
            partner._switchboard_offer_earlier(rows.mapped("email"))
        return addresses

    def write(self, vals):
        before, former = self.mapped("email"), self.partner_id.ids
        result = super().write(self._normalize(vals))
        emails = before + self.mapped("email")
        self.env["switchboard.message"]._relink(emails, former)
        return result

    def unlink(self):
        before, former = self.mapped("email"), self.partner_id.ids
        result = super().unlink()
        self.env["switchboard.message"]._relink(before, former)
        return result

    def _normalize(self, vals):
        if "email" not in vals:
            return vals
        email = email_normalize(vals["email"] or "")
        if not email:
            raise ValidationError(
                self.env._(
                    "“%s” is not an email address. Write it like name@example.com.",
                    vals["email"] or "",
                )
            )
        return {**vals, "email": email}
