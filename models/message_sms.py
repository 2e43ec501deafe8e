from odoo import api, fields, models
from odoo.tools import SQL

# Contacts by number, as the engine finds them: active ones, the oldest.
_OWNERS = """
    SELECT DISTINCT ON (phone_sanitized) phone_sanitized AS number, id AS partner_id
      FROM res_partner WHERE phone_sanitized = ANY(%(numbers)s) AND active
  ORDER BY phone_sanitized, id
"""


class SwitchboardMessage(models.Model):
    """SMS belong to the contact who has the number."""

    _inherit = "switchboard.message"

    record_message_id = fields.Many2one(
        "mail.message",
        string="Copy on the Record",
        ondelete="set null",
        index="btree_not_null",
        help="An SMS stands in its conversation; the record it was sent from shows it "
        "as well.",
    )

    @api.model
    def _relink_numbers(self, numbers):
        """Have the links follow, after numbers moved from or to a contact.

        :param numbers: E.164
        """
        numbers = sorted(set(filter(None, numbers)))
        if not numbers:
            return
        self._flush_links()
        self.env["res.partner"].flush_model(["phone_sanitized", "active"])
        owners = SQL(_OWNERS, numbers=numbers)
        self.env.cr.execute(
            SQL(
                """
                WITH owner AS MATERIALIZED (%(owners)s)
                DELETE FROM res_partner_switchboard_message_rel r
                      USING switchboard_message m
                      WHERE m.id = r.switchboard_message_id
                        AND m.participants && %(numbers)s::text[]
                        AND NOT EXISTS (
                            SELECT 1 FROM owner WHERE owner.number = ANY(m.participants)
                                         AND owner.partner_id = r.res_partner_id)
                """,
                owners=owners,
                numbers=numbers,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                WITH owner AS MATERIALIZED (%(owners)s)
                INSERT INTO res_partner_switchboard_message_rel
                            (switchboard_message_id, res_partner_id)
                     SELECT m.id, owner.partner_id
                       FROM switchboard_message m
                       JOIN owner ON owner.number = ANY(m.participants)
                      WHERE m.participants && %(numbers)s::text[]
                ON CONFLICT DO NOTHING
                """,
                owners=owners,
                numbers=numbers,
            )
        )
        self._delete_lead_links(self._sql_with(numbers))
        self._insert_lead_links(self._sql_with(numbers))
        self._forget_links()
