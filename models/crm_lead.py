from odoo import api, models
from odoo.tools import SQL

# Whose deal it is, and whether it is open.
_PEOPLE = {"partner_id", "email_from", "phone", "contact_name"}
_LINKING = {*_PEOPLE, "active", "stage_id", "probability"}


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
            self._switchboard_relink(bool(_PEOPLE & vals.keys()))
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
                " (switchboard_message_id, crm_lead_id, by_rule)"
                " SELECT switchboard_message_id, %s, by_rule"
                " FROM crm_lead_switchboard_message_rel WHERE crm_lead_id = ANY(%s)"
                " ON CONFLICT DO NOTHING",
                self.id,
                others.ids,
            )
        )
        Message._forget_links()

    def _switchboard_relink(self, people_changed=False):
        """Link the earlier mails of these deals' people, by the lines' rules.

        :param bool people_changed: links to the mails of former people are taken away
        """
        Message = self.env["switchboard.message"]
        where = Message._sql_with(self._switchboard_participants())
        Message._flush_links()
        if people_changed:
            of_these = SQL("r.crm_lead_id = ANY(%s)", self.ids)
            # What is freed may belong to another deal of its people.
            freed = Message._delete_lead_links(of_these)
            where = SQL("(%s OR m.id = ANY(%s))", where, freed) if freed else where
        Message._insert_lead_links(where)
        Message._forget_links()

    def _switchboard_participants(self):
        """Addresses and numbers of these deals' people; of a company, of all there.

        :rtype: list[str]
        """
        # sudo - crm.lead, res.partner: the lines' rules link, not the user
        leads = self.sudo().with_context(active_test=False)
        companies = leads.partner_id.filtered("is_company")
        staff = companies.search([("commercial_partner_id", "in", companies.ids)])
        people = leads.partner_id | staff
        keys = people._switchboard_emails() | people._switchboard_numbers()
        keys.update(leads.mapped("email_normalized"), leads.mapped("phone_sanitized"))
        return sorted(keys - {False})
