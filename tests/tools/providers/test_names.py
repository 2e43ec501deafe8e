from odoo.tests import BaseCase

from ....tools.providers import (
    free_domains,
    is_free,
    is_noreply,
    is_role,
    normalize_domain,
    role_names,
)

FREE = "gmail.com GMAIL.com. ukr.net t-online.de hotmail.co.uk proton.me i.ua qq.com"
PAID = "acme.example google.com mail.gmail.com ovh.net contoso.onmicrosoft.com x..y -"
ROLES = (
    "info INFO office support sales contact billing hello hr it kontakt buchhaltung "
    "vertrieb büro Büro BUERO compta comptabilité contacto ventas segreteria vendas "
    "sprzedaz biuro kundservice myynti інфо продажи customer-service customer.service "
    "Customer_Service info+web info-de support.uk sales2 support-team info.2024 root"
)
PERSONS = (
    "anna anna.schmidt a.info sam infobell supporter salesman it-vendor "
    "office.vienna jose maria.support anna+info + ''"
)
MACHINES = (
    "noreply no-reply no_reply no.reply NoReply noreply+abc123 noreply-orders "
    "orders.noreply do-not-reply donotreply nicht-antworten ne-pas-repondre "
    "no-responder nao-responda mailer-daemon MAILER-DAEMON bounce bounces+123=x "
    "notifications auto-reply"
)
READ = "anna reply noel nora notify.me2x info replay bouncer"


class TestNames(BaseCase):
    def _check(self, function, names, expected):
        for name in names.split():
            with self.subTest(name=name):
                self.assertIs(function(name), expected)

    def test_free(self):
        self._check(is_free, FREE, True)
        self._check(is_free, PAID, False)
        self.assertFalse(is_free(""))

    def test_role(self):
        self._check(is_role, ROLES, True)
        self._check(is_role, PERSONS, False)
        self.assertFalse(is_role(""))

    def test_noreply(self):
        self._check(is_noreply, MACHINES, True)
        self._check(is_noreply, READ.replace("notify.me2x ", ""), False)
        self.assertFalse(is_noreply(""))

    def test_lists_are_clean(self):
        for domain in free_domains():
            with self.subTest(domain=domain):
                self.assertEqual(normalize_domain(domain), domain)
                self.assertIn(".", domain)
        for name in role_names():
            with self.subTest(name=name):
                self.assertEqual(name, name.casefold())
                self.assertTrue(name.isalnum())
        self.assertGreater(len(free_domains()), 1000)
        self.assertGreater(len(role_names()), 500)
