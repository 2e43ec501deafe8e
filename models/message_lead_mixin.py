from odoo import api, fields, models
from odoo.tools import SQL

_OPEN = "l.active AND l.won_status = 'pending'"
# Deal ``l`` is the company's and of nobody there in particular.
_OF_COMPANY = """
    company.id = person.commercial_partner_id AND company.id <> person.id
    AND company.is_company AND l.partner_id = company.id
    AND COALESCE(l.contact_name, '') = ''
    AND (l.email_normalized IS NULL OR l.email_normalized = company.email_normalized)
"""
# Open deals of messages ``m``; ``own``: the person's, not only of the company.
_FOUND = f"""
    SELECT m.id AS message_id, l.id AS lead_id, TRUE AS own
      FROM m
      JOIN res_partner_switchboard_message_rel r ON r.switchboard_message_id = m.id
      JOIN crm_lead l ON l.partner_id = r.res_partner_id
     WHERE {_OPEN}
     UNION ALL
    SELECT m.id, l.id, TRUE
      FROM m
CROSS JOIN unnest(m.participants) AS p(email)
      JOIN crm_lead l ON l.email_normalized = p.email
     WHERE {_OPEN}
     UNION ALL
    SELECT m.id, l.id, TRUE
      FROM m
CROSS JOIN unnest(m.participants) AS p(number)
      JOIN crm_lead l ON l.phone_sanitized = p.number
     WHERE {_OPEN}
     UNION ALL
    SELECT m.id, l.id, FALSE
      FROM m
      JOIN res_partner_switchboard_message_rel r ON r.switchboard_message_id = m.id
      JOIN res_partner person ON person.id = r.res_partner_id
      JOIN res_partner company ON company.id = person.commercial_partner_id
      JOIN crm_lead l ON l.partner_id = company.id
     WHERE {_OPEN} AND {_OF_COMPANY}
"""


class SwitchboardMessageLeadMixin(models.AbstractModel):
    """Links messages to the open deals of their people, by the line's rule.

    A person's deals are those of the contact and those with the address or number;
    those of the company count as well when they name nobody. What a rule has linked is
    marked, and follows the people; what somebody has linked by hand stays.
    """

    _name = "switchboard.message.lead.mixin"
    _description = "Linking Messages to Deals"

    lead_ids = fields.Many2many("crm.lead", string="Deals", copy=False)

    def init(self):
        """Add the mark to the table of links; the ORM has no columns there."""
        super().init()
        if not self._abstract:
            self.env.cr.execute(
                "ALTER TABLE crm_lead_switchboard_message_rel"
                " ADD COLUMN IF NOT EXISTS by_rule boolean"
            )

    @api.model
    def _insert_lead_links(self, where):
        """Link messages by their lines' rules, or to the deal chosen by hand.

        :param SQL where: which messages ``m``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_lead_switchboard_message_rel
                            (switchboard_message_id, crm_lead_id, by_rule)
                WITH every AS MATERIALIZED (
                    SELECT m.id, m.participants, line.lead_rule,
                           c.switchboard_lead_id AS chosen_id
                      FROM switchboard_message m
                      JOIN switchboard_line line ON line.id = m.line_id
                 LEFT JOIN discuss_channel c ON c.id = m.channel_id
                     WHERE %(where)s),
                m AS (SELECT * FROM every WHERE lead_rule IN ('newest', 'all')),
                found AS (%(found)s)
                SELECT id, chosen_id, FALSE FROM every WHERE chosen_id IS NOT NULL
                 UNION ALL
                SELECT f.message_id, f.lead_id, TRUE
                  FROM found f JOIN m ON m.id = f.message_id
                 WHERE m.lead_rule = 'all' AND m.chosen_id IS DISTINCT FROM f.lead_id
                 UNION ALL
                SELECT f.message_id,
                       COALESCE(max(lead_id) FILTER (WHERE own), max(lead_id)), TRUE
                  FROM found f JOIN m ON m.id = f.message_id
                 WHERE m.lead_rule = 'newest' AND m.chosen_id IS NULL
                   AND NOT EXISTS (
                       SELECT 1 FROM crm_lead_switchboard_message_rel r
                        WHERE r.switchboard_message_id = f.message_id)
              GROUP BY f.message_id
                ON CONFLICT DO NOTHING
                """,
                where=where,
                found=SQL(_FOUND),
            )
        )

    @api.model
    def _delete_lead_links(self, where):
        """Take away what a rule has linked to deals of people who take part no more.

        A deal that was won or lost since keeps the messages of its people.

        :param SQL where: which messages ``m`` or links ``r``
        :return: ids of the messages
        :rtype: list[int]
        """
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM crm_lead_switchboard_message_rel r
                      USING switchboard_message m, crm_lead l
                      WHERE m.id = r.switchboard_message_id AND l.id = r.crm_lead_id
                        AND r.by_rule AND %(where)s
                        AND (l.email_normalized = ANY(m.participants)) IS NOT TRUE
                        AND (l.phone_sanitized = ANY(m.participants)) IS NOT TRUE
                        AND NOT EXISTS (
                            SELECT 1 FROM discuss_channel c
                             WHERE c.id = m.channel_id
                               AND c.switchboard_lead_id = l.id)
                        AND NOT EXISTS (
                            SELECT 1 FROM res_partner_switchboard_message_rel p
                              JOIN res_partner person ON person.id = p.res_partner_id
                         LEFT JOIN res_partner company
                                ON company.id = person.commercial_partner_id
                             WHERE p.switchboard_message_id = m.id
                               AND (l.partner_id = person.id OR (%(of_company)s)))
                  RETURNING m.id
                """,
                where=where,
                of_company=SQL(_OF_COMPANY),
            )
        )
        return [message_id for (message_id,) in rows]
