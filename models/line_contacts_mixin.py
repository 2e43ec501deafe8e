import logging
import time

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize
from odoo.tools.mail import email_split_tuples

from .. import const
from ..tools import providers
from ..tools.skip_rules import domain_of
from ..transaction import commit

_logger = logging.getLogger(__name__)
_BATCH = 2000


class SwitchboardLineContactsMixin(models.AbstractModel):
    """Creates contacts of the people in the mail, in bulk, after the import."""

    _name = "switchboard.line.contacts.mixin"
    _description = "Contacts from Mail"

    contact_rule = fields.Selection(
        const.CONTACT_RULES,
        string="Create Contacts of",
        required=True,
        default="written",
        help="Never of automatic mail, lists, role addresses and colleagues.",
    )

    @api.model
    def _cron_contacts(self, seconds=30):
        """Create the contacts of what came since the last time."""
        end = time.monotonic() + seconds
        for line in self.search([]):
            while line._create_contacts():
                commit(self.env)
                if time.monotonic() > end:
                    return
            commit(self.env)

    def _create_contacts(self):
        """Create the contacts of the next messages; return whether there are more."""
        self.ensure_one()
        runtime = self.runtime_ids
        rows = self.env.execute_query(
            SQL(
                "SELECT id, direction, kind, email_from, email_to, email_cc"
                " FROM switchboard_message WHERE line_id = %s AND id > %s"
                " ORDER BY id LIMIT %s",
                *(self.id, runtime.contacts_upto, _BATCH),
            )
        )
        if not rows:
            return False
        if self.contact_rule != "none":
            self._make_contacts(self._wanted_people(rows))
        runtime.contacts_upto = rows[-1][0]
        return len(rows) == _BATCH

    def _wanted_people(self, rows):
        """{normalized address: name} of those whom the rule wants."""
        people = {}
        for _id, direction, kind, email_from, email_to, email_cc in rows:
            if kind in const.SILENT_KINDS:
                continue
            texts = (email_to, email_cc) if direction == "out" else (email_from,)
            if direction == "in" and self.contact_rule != "everybody":
                continue
            for name, address in email_split_tuples(", ".join(filter(None, texts))):
                email = email_normalize(address)
                if email and not people.get(email):
                    people[email] = name
        return {e: name for e, name in people.items() if self._is_person(e)}

    def _is_person(self, email):
        local, _at, domain = email.rpartition("@")
        return (
            email != self.address
            and not self.company_id._switchboard_is_role(local)
            and not providers.is_noreply(local)
            and domain not in self.company_id._switchboard_domains()
        )

    def _make_contacts(self, people):
        known = set(self.env["switchboard.message"]._get_owners(people))
        known |= self.env["switchboard.forgotten.address"]._known(people)
        logins = self.env["res.users"].with_context(active_test=False)
        known |= set(logins.search([("login", "in", list(people))]).mapped("login"))
        self._create_people({e: name for e, name in people.items() if e not in known})

    def _create_people(self, people):
        """Create contacts, each with the company of its domain.

        :param dict people: {normalized address, or number on an SMS line: name}
        :rtype: res.partner
        """
        companies, field = {}, "phone"
        if self.kind == const.EMAIL:
            field = "email"
            companies = self._find_companies({domain_of(email) for email in people})
        return self.env["res.partner"].create(
            [
                {
                    "name": name or key,
                    field: key,
                    "company_id": self.company_id.id,
                    "parent_id": companies.get(domain_of(key)),
                }
                for key, name in people.items()
            ]
        )

    def _find_companies(self, domains):
        """The companies of domains, made where there is none; none for free ones.

        :return: {domain: id}
        """
        is_free = self.company_id._switchboard_is_free
        domains = sorted(d for d in domains if not is_free(d))
        if not domains:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (d) split_part(email_normalized, '@', 2) AS d, id"
                " FROM res_partner WHERE is_company AND active"
                " AND split_part(email_normalized, '@', 2) = ANY(%(domains)s)"
                " AND COALESCE(company_id, %(company)s) = %(company)s"
                " UNION SELECT d, min(id) FROM (SELECT id,"
                " regexp_replace(website, '^https?://(www\\.)?([^/]*).*$', '\\2') AS d"
                " FROM res_partner WHERE is_company AND active AND website IS NOT NULL"
                " AND COALESCE(company_id, %(company)s) = %(company)s) w"
                " WHERE d = ANY(%(domains)s) GROUP BY d",
                domains=domains,
                company=self.company_id.id,
            )
        )
        found = dict(rows)
        missing = [domain for domain in domains if domain not in found]
        made = self.env["res.partner"].create(
            [
                {
                    "name": domain,
                    "is_company": True,
                    "website": f"https://{domain}",
                    "company_id": self.company_id.id,
                }
                for domain in missing
            ]
        )
        found.update(zip(missing, made.ids, strict=True))
        return found
