from odoo import api, models
from odoo.tools import SQL

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

    def _merge_dependences(self, opportunities):
        """The deal that stays takes over the others' messages."""
        result = super()._merge_dependences(opportunities)
        self._switchboard_take_over(opportunities - self)
        return result

    def _switchboard_take_over(self, others):
        self.ensure_one()
        # sudo - discuss.channel: follows a merge that was allowed
        Channel = self.env["discuss.channel"].sudo()
        chosen = Channel.search([("switchboard_lead_id", "in", others.ids)])
        chosen.switchboard_lead_id = self
        # sudo - switchboard.message: see above
        Message = self.env["switchboard.message"].sudo()
        sent = [("res_model", "=", self._name), ("res_id", "in", others.ids)]
        Message.search(sent).res_id = self.id
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_lead_switchboard_message_rel"
                " (switchboard_message_id, crm_lead_id)"
                " SELECT switchboard_message_id, %s"
                " FROM crm_lead_switchboard_message_rel WHERE crm_lead_id = ANY(%s)"
                " ON CONFLICT DO NOTHING",
                self.id,
                others.ids,
            )
        )
        Message._forget_links()

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
