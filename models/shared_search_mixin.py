from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .shared_level_mixin import EVERYTHING, SUBJECT


class SwitchboardSharedSearchMixin(models.AbstractModel):
    """Finds messages by what the user may see of them, and by their record."""

    _name = "switchboard.shared.search.mixin"
    _description = "Searching Shared Messages"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Search; the messages of one record are not asked for their links again.

        A record named in the domain is one that the user may read, see
        ``_about_domain``: then each of its messages is linked to something he may
        read, and only the levels of the lines are left to be checked.
        """
        domain = Domain(domain)
        if not (self.env.su or bypass_access) and _is_about(domain):
            self.browse().check_access("read")
            domain &= self._visible_domain(linked=False)
            bypass_access = True
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _search_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._visible_domain()

    @api.model
    def _search_once(self, operator, value):
        """Of a mail that several lines hold, the most generous line's row."""
        if operator != "in":
            return NotImplemented
        facts = self._line_facts()
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                """
                NOT CASE WHEN %(m)s.has_twin THEN EXISTS (
                    SELECT 1 FROM switchboard_message twin
                     WHERE twin.key = %(m)s.key AND twin.id <> %(m)s.id
                       AND (%(twins)s, -twin.id) > (%(rank)s, -%(m)s.id)
                       AND %(visible)s)
                ELSE FALSE END
                """,
                m=SQL.identifier(alias),
                twins=self._rank_sql("twin", facts),
                rank=self._rank_sql(alias, facts),
                visible=self._visible_sql("twin", facts),
            )
        )

    @api.model
    def _search_about(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._about_domain(reference) for reference in value)

    @api.model
    def _about(self, record):
        """The messages of a record, each mail once.

        :rtype: list
        """
        record.ensure_one()
        return [
            ("about", "=", f"{record._name},{record._origin.id}"),
            ("once", "=", True),
        ]

    @api.model
    def action_about(self, res_model, res_id):
        """Open the list of a record's emails.

        :param str res_model: the record's model
        :param int res_id: its id; of a record that the user may not read nothing shows
        :return: the action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Emails & SMS"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": self._about(self.env[res_model].browse(int(res_id))),
            "help": self.env._(
                "No mail with this record yet. It appears here when a connected "
                "mailbox sends or receives some."
            ),
        }

    @api.model
    def _about_domain(self, reference):
        """The messages of one record; none when the user may not read it."""
        model, _comma, number = str(reference or "").partition(",")
        if model not in self.env or not number.isdigit():
            return Domain.FALSE
        record = self.env[model].sudo(False).browse(int(number))
        if not record.exists() or not record.has_access("read"):
            return Domain.FALSE
        found = self._about_sql(record)
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s.id IN (%s)", SQL.identifier(alias), found
            )
        )

    @api.model
    def _about_sql(self, record):
        if record._name == "res.partner":
            people = SQL("SELECT %s", record.id)
            if record.is_company:
                people = SQL(
                    "SELECT id FROM res_partner WHERE commercial_partner_id = %s",
                    record.id,
                )
            return SQL(
                "SELECT switchboard_message_id FROM res_partner_switchboard_message_rel"
                " WHERE res_partner_id IN (%s)",
                people,
            )
        sent = SQL(
            "SELECT id FROM switchboard_message WHERE res_model = %(m)s"
            " AND res_id = %(id)s UNION SELECT id FROM switchboard_message"
            " WHERE begun_model = %(m)s AND begun_id = %(id)s",
            m=record._name,
            id=record.id,
        )
        if record._name != "crm.lead":
            return sent
        return SQL(
            "SELECT switchboard_message_id FROM crm_lead_switchboard_message_rel"
            " WHERE crm_lead_id = %s UNION %s",
            *(record.id, sent),
        )

    @api.model
    def _search_subject(self, operator, value):
        return self._search_hidden("subject", SUBJECT, operator, value)

    @api.model
    def _search_snippet(self, operator, value):
        return self._search_hidden("snippet", EVERYTHING, operator, value)

    @api.model
    def _search_hidden(self, field, rank, operator, value):
        """Search what may be hidden, among the rows where the user sees it.

        Also the negation: what is not seen is not told by leaving it out.
        """
        # sudo - switchboard.message: the domain beside it keeps to what is seen
        Message = self.env["switchboard.message"].sudo()
        found = Message._search([(field, operator, value)])
        return self._visible_domain(rank) & Domain("id", "in", found)


def _is_about(domain):
    """Whether all that the domain finds belongs to records named in it."""
    terms = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
    return any(
        getattr(term, "field_expr", None) == "about" and term.operator in ("=", "in")
        for term in terms
    )
