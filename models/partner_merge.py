from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """The contact that stays keeps the others' addresses, and so their mail."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        emails = partners._switchboard_emails()
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        left = partners.exists()
        if len(left) == 1 and len(partners) > 1:
            # sudo - switchboard.partner.address: follows a merge that was allowed
            Address = self.env["switchboard.partner.address"].sudo()
            Address.create(
                [
                    {"partner_id": left.id, "email": email}
                    for email in sorted(emails - left._switchboard_emails())
                ]
            )
            self.env["switchboard.message"]._relink(emails, left.ids)
        return result
