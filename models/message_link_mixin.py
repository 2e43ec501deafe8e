from odoo import api, fields, models
from odoo.tools import SQL, email_normalize_all

# Contacts by address: the active one before the archived, then the oldest.
_OWNERS = """
    SELECT DISTINCT ON (a.email) a.email, p.id AS partner_id
      FROM (SELECT email_normalized AS email, id AS partner_id
              FROM res_partner WHERE email_normalized = ANY(%(emails)s)
             UNION ALL
            SELECT email, partner_id
              FROM switchboard_partner_address WHERE email = ANY(%(emails)s)) a
      JOIN res_partner p ON p.id = a.partner_id
  ORDER BY a.email, p.active DESC, p.id
"""
# So many new links at once change what the planner should do.
_ANALYZED = 5000


class SwitchboardMessageLinkMixin(models.AbstractModel):
    """Links messages to contacts and deals by the addresses that take part.

    ``participants`` holds the outside addresses of a message, so that linking an
    address afterwards is one statement, however many messages it stands in.
    """

    _name = "switchboard.message.link.mixin"
    _inherit = ["switchboard.message.lead.mixin"]
    _description = "Linking Messages"

    has_twin = fields.Boolean(help="Another line holds the same mail.")
    begun_model = fields.Char(string="Begun from Model")
    begun_id = fields.Many2oneReference(
        model_field="begun_model",
        string="Begun from",
        help="The record from which its conversation was begun. Unlike a message of "
        "the record's chatter it stands, with its answers, in the conversation.",
    )

    _record_idx = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")
    _begun_idx = models.Index("(begun_model, begun_id) WHERE begun_model IS NOT NULL")

    def init(self):
        """Add the array of addresses; the ORM has no type for it."""
        super().init()
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                ALTER TABLE switchboard_message
                        ADD COLUMN IF NOT EXISTS participants text[];
                CREATE INDEX IF NOT EXISTS switchboard_message_participants_idx
                    ON switchboard_message USING gin (participants)
                """
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        for message in messages:
            # sudo - switchboard.line: what our own address is
            own = message.line_id.sudo().address
            people = set()
            for text in (
                *(message.from_email, message.email_to),
                *(message.email_cc, message.email_bcc),
            ):
                people.update(email_normalize_all(text or ""))
            people.discard(own)
            message._set_participants(sorted(people))
        messages._link()
        return messages

    def _set_participants(self, emails):
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE switchboard_message SET participants = %s WHERE id = ANY(%s)",
                list(emails),
                self.ids,
            )
        )

    def _link(self, emails=None):
        """Link these messages to their contacts and deals, in two statements.

        :param list emails: their addresses, when known
        """
        if not self.ids:
            return
        if emails is None:
            emails = [
                email
                for (email,) in self.env.execute_query(
                    SQL(
                        "SELECT DISTINCT unnest(participants)"
                        " FROM switchboard_message WHERE id = ANY(%s)",
                        self.ids,
                    )
                )
            ]
        self._mark_twins()
        self._insert_partner_links(emails, SQL("m.id = ANY(%s)", self.ids))
        self._insert_lead_links(SQL("m.id = ANY(%s)", self.ids))
        self._forget_links()

    def _mark_twins(self):
        """Note which mails stand on another line too, there and here."""
        self.env.cr.execute(
            SQL(
                """
                WITH pair AS (
                    SELECT own.id AS own_id, other.id AS other_id
                      FROM switchboard_message own
                      JOIN switchboard_message other
                        ON other.key = own.key AND other.id <> own.id
                     WHERE own.id = ANY(%s))
                UPDATE switchboard_message SET has_twin = TRUE
                 WHERE has_twin IS NOT TRUE AND id IN (
                       SELECT own_id FROM pair UNION SELECT other_id FROM pair)
                """,
                self.ids,
            )
        )
        self.env["switchboard.message"].invalidate_model(["has_twin"], flush=False)

    @api.model
    def _relink(self, emails, former=()):
        """Have the links follow, after addresses moved from or to a contact.

        :param emails: the addresses, normalized
        :param former: ids of contacts that had one of them before
        """
        emails = sorted(set(filter(None, emails)))
        if not emails:
            return
        # Compiling these statements takes longer than running them.
        self.env.cr.execute("SET LOCAL jit = off")
        self._flush_links()
        owners = self._get_owners(emails)
        former = set(former) - {0}
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE email_normalized = ANY(%(e)s) UNION"
                " SELECT partner_id FROM switchboard_partner_address"
                " WHERE email = ANY(%(e)s)",
                e=emails,
            )
        )
        former |= {row[0] for row in rows}
        self._delete_links(emails, former, owners)
        self._insert_partner_links(emails, self._sql_with(emails))
        self._delete_lead_links(self._sql_with(emails))
        self._insert_lead_links(self._sql_with(emails))
        self._forget_links()

    @api.model
    def _sql_with(self, emails):
        """The messages in which one of these addresses takes part."""
        return SQL("m.participants && %s::text[]", list(emails))

    @api.model
    def _flush_links(self):
        self.env["res.partner"].flush_model(
            ["email_normalized", "active", "commercial_partner_id", "is_company"]
        )
        self.env["switchboard.partner.address"].flush_model()
        self.env["crm.lead"].flush_model(
            ["partner_id", "email_normalized", "phone_sanitized", "contact_name"]
            + ["active", "won_status"]
        )
        self.env["switchboard.line"].flush_model(["lead_rule"])
        self.env["discuss.channel"].flush_model(["switchboard_lead_id"])

    @api.model
    def _forget_links(self):
        self.env["switchboard.message"].invalidate_model(
            ["partner_ids", "lead_ids"], flush=False
        )

    @api.model
    def _get_owners(self, emails):
        """The contact that messages with an address are linked to.

        :param list emails: normalized addresses
        :return: {address: id of the contact}
        :rtype: dict
        """
        self._flush_links()
        return dict(self.env.execute_query(SQL(_OWNERS, emails=list(emails))))

    @api.model
    def _delete_links(self, emails, partners, owners):
        """Take away links to contacts that do not own an address of the mail now."""
        if not partners:
            return
        kept = self._get_owned(partners)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM res_partner_switchboard_message_rel r
                      USING switchboard_message m
                      WHERE m.id = r.switchboard_message_id
                        AND r.res_partner_id = ANY(%(partners)s)
                        AND m.participants && %(emails)s::text[]
                        AND NOT EXISTS (
                            SELECT 1 FROM unnest(%(owners)s::int[], %(owned)s::text[])
                                       AS o(partner_id, email)
                             WHERE o.partner_id = r.res_partner_id
                               AND o.email = ANY(m.participants))
                """,
                partners=list(partners),
                emails=list(emails),
                owners=[partner for partner, _email in kept],
                owned=[email for _partner, email in kept],
            )
        )

    @api.model
    def _get_owned(self, partners):
        """(contact, address) of the addresses that these contacts own now."""
        rows = self.env.execute_query(
            SQL(
                "SELECT email_normalized FROM res_partner WHERE id = ANY(%(p)s)"
                " AND email_normalized IS NOT NULL UNION"
                " SELECT email FROM switchboard_partner_address"
                " WHERE partner_id = ANY(%(p)s)",
                p=list(partners),
            )
        )
        owners = self._get_owners([email for (email,) in rows])
        return [(p, email) for email, p in owners.items() if p in set(partners)]

    @api.model
    def _insert_partner_links(self, emails, where):
        self._flush_links()
        self.env.cr.execute(
            SQL(
                """
                WITH owner AS MATERIALIZED (%(owners)s)
                INSERT INTO res_partner_switchboard_message_rel
                            (switchboard_message_id, res_partner_id)
                     SELECT DISTINCT m.id, owner.partner_id
                       FROM switchboard_message m
                 CROSS JOIN unnest(m.participants) AS p(email)
                       JOIN owner ON owner.email = p.email
                      WHERE %(where)s
                ON CONFLICT DO NOTHING
                """,
                owners=SQL(_OWNERS, emails=list(emails)),
                where=where,
            )
        )
        if self.env.cr.rowcount > _ANALYZED:
            # The planner knows nothing of so many new rows until it is told.
            self.env.cr.execute("ANALYZE res_partner_switchboard_message_rel")
