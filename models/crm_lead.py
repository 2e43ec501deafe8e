from odoo import api, models

_LINKING = {"partner_id", "email_from", "active", "stage_id", "probability"}


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "switchboard.shared.record.mixin"]

    _switchboard_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._switchboard_relink()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if _LINKING & vals.keys():
            self._switchboard_relink()
        return result

    def _switchboard_relink(self):
        """Link the earlier mails of these deals' people, by the lines' rules."""
        # sudo - crm.lead, res.partner: the lines' rules link, not the user
        leads = self.sudo()
        emails = set(leads.mapped("email_normalized"))
        emails |= leads.partner_id._switchboard_emails()
        Message = self.env["switchboard.message"]
        emails = sorted(emails - {False})
        if not emails:
            return
        Message._flush_links()
        Message._insert_lead_links(Message._sql_with(emails))
        Message._forget_links()
