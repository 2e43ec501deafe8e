"""Links are the same, whatever happened to contacts and messages in whatever order."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import SwitchboardCase

ADDRESSES = [f"{name}@cliente.example" for name in "abcd"]
_address = st.sampled_from(ADDRESSES)
_number = st.integers(0, 3)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("contact"), st.one_of(st.none(), _address), st.booleans()),
        st.tuples(st.just("email"), _number, st.one_of(st.none(), _address)),
        st.tuples(st.just("more"), _number, _address),
        st.tuples(st.just("less"), _number, _address),
        st.tuples(st.just("active"), _number, st.booleans()),
        st.tuples(st.just("delete"), _number),
        st.tuples(st.just("merge"), _number, _number),
        st.tuples(st.just("mail"), st.sets(_address, min_size=1)),
        st.tuples(st.just("parent"), _number, _number),
        st.tuples(st.just("deal"), _number, st.one_of(st.none(), _address)),
        st.tuples(st.just("deal_of"), _number, _number),
    ),
    min_size=4,
    max_size=14,
)


@tagged("post_install", "-at_install")
class TestLinksProperty(SwitchboardCase):
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(_steps)
    def test_any_order(self, steps):
        savepoint = self.env.cr.savepoint()
        try:
            self.world()
            for step, *args in steps:
                getattr(self, f"do_{step}")(*args)
            self.compare()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def world(self):
        self.partners, self.messages, self.deals = [], {}, []
        self.line.lead_rule = "all"
        self.keys = itertools.count()

    def partner(self, number):
        """One of the contacts that are there now, or none."""
        there = [partner for partner in self.partners if partner.exists()]
        return there[number % len(there)] if there else self.env["res.partner"]

    def do_contact(self, email, active):
        values = {"name": "Somebody", "email": email, "active": active}
        values["is_company"] = not len(self.partners) % 3
        self.partners.append(self.env["res.partner"].create(values))

    def do_email(self, number, email):
        self.partner(number).email = email

    def do_more(self, number, email):
        partner = self.partner(number)
        if partner and email not in partner.switchboard_address_ids.mapped("email"):
            self.env["switchboard.partner.address"].create(
                {"partner_id": partner.id, "email": email}
            )

    def do_less(self, number, email):
        addresses = self.partner(number).switchboard_address_ids
        addresses.filtered(lambda address: address.email == email).unlink()

    def do_active(self, number, active):
        self.partner(number).active = active

    def do_delete(self, number):
        self.partner(number).unlink()

    def do_parent(self, number, other):
        """The one is of the other's company from now on; companies are of none."""
        one, two = self.partner(number), self.partner(other)
        if not one.is_company:
            one.parent_id = two.is_company and two

    def do_deal(self, number, email):
        values = {"name": "Roof", "partner_id": self.partner(number).id}
        if email:
            values = {"name": "Roof", "email_from": email}
        self.deals.append(self.env["crm.lead"].create(values))

    def do_deal_of(self, number, other):
        if self.deals:
            deal = self.deals[number % len(self.deals)]
            deal.partner_id = self.partner(other)

    def do_merge(self, number, other):
        one, two = self.partner(number), self.partner(other)
        if one and two and one != two:
            wizard = self.env["base.partner.merge.automatic.wizard"]
            wizard._merge((one | two).ids, one, extra_checks=False)

    def do_mail(self, emails):
        message = self.env["switchboard.message"].create(
            {
                "line_id": self.line.id,
                "key": f"key{next(self.keys)}",
                "direction": "in",
                "date": "2026-01-15 10:00:00",
                "email_from": sorted(emails)[0],
                "email_to": ", ".join(sorted(emails)),
            }
        )
        self.messages[message] = emails

    def compare(self):
        """Each address belongs to its oldest active contact, else the oldest one."""
        self.env.flush_all()
        self.env.invalidate_all()
        there = [partner for partner in self.partners if partner.exists()]
        owners = {}
        for email in ADDRESSES:
            having = [p for p in there if email in p._switchboard_emails()]
            if having:
                owners[email] = min(having, key=lambda p: (not p.active, p.id))
        for message, emails in self.messages.items():
            wanted = {owners[email].id for email in emails if email in owners}
            linked = message.with_context(active_test=False).partner_ids
            self.assertEqual(set(linked.ids), wanted)
            deals = {d.id for d in self.deals if self.belongs(d, emails, linked)}
            self.assertEqual(set(message.lead_ids.ids), deals)

    def belongs(self, deal, emails, people):
        """Whether a deal is of one of these, or of their company and nobody there."""
        company = deal.partner_id
        return (
            deal.email_normalized in emails
            or deal.partner_id in people
            or company.is_company
            and company in people.commercial_partner_id
            and not deal.contact_name
            and deal.email_normalized in (False, company.email_normalized)
        )
