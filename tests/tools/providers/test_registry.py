import json
import re
from pathlib import Path

from odoo.tests import BaseCase

from ....tools.providers import (
    Endpoint,
    all_providers,
    by_domain,
    by_imap_host,
    by_key,
    by_mx,
    normalize_domain,
)
from ....tools.providers.texts import HELP

DATA = Path(__file__).parents[3] / "data"

# Each provider the module promises to know, and a domain of its customers.
PROMISED = {
    "gmail": "gmail.com",
    "outlook": "outlook.com hotmail.com live.com msn.com hotmail.co.uk",
    "microsoft365": "office365.com acme.onmicrosoft.com",
    "ukr_net": "ukr.net",
    "icloud": "icloud.com me.com",
    "yahoo": "yahoo.com yahoo.co.uk ymail.com",
    "zoho": "zoho.com",
    "zoho_eu": "zoho.eu",
    "fastmail": "fastmail.com fastmail.fm",
    "gmx": "gmx.com",
    "gmx_net": "gmx.de gmx.net",
    "web_de": "web.de",
    "mail_ru": "mail.ru bk.ru",
    "yandex": "yandex.ru ya.ru",
    "proton_bridge": "proton.me protonmail.com",
    "ovh": "ovh.net",
    "ionos_de": "online.de",
    "infomaniak": "ik.me",
    "mailbox_org": "mailbox.org",
    "aol": "aol.com",
    "seznam": "seznam.cz",
    "o2_pl": "o2.pl",
    "o2_de": "o2online.de",
    "orange": "orange.fr wanadoo.fr",
    "free_fr": "free.fr",
    "libero": "libero.it",
    "uol": "uol.com.br",
    "terra": "terra.com.br",
    "godaddy": "secureserver.net",
    "namecheap": "privateemail.com",
}
# Hosters of own domains are known by where they receive mail.
MX = {
    "google_workspace": "ASPMX.L.GOOGLE.COM. smtp.google.com alt1.aspmx.l.google.com",
    "microsoft365": "acme-com.mail.protection.outlook.com acme-com.b-v1.mx.microsoft",
    "ionos": "mx00.ionos.com",
    "ionos_de": "mx00.kundenserver.de",
    "ovh": "mx1.mail.ovh.net",
    "infomaniak": "mta-gw.infomaniak.ch",
    "locaweb": "mx.a.locaweb.com.br",
    "hostinger": "mx1.hostinger.com",
    "godaddy": "mailstore1.secureserver.net",
    "namecheap": "mx1.privateemail.com",
    "zoho_eu": "mx.zoho.eu",
    "fastmail": "in1-smtp.messagingengine.com",
    "icloud": "mx01.mail.icloud.com",
    "yandex": "mx.yandex.net",
    "gandi": "spool.mail.gandi.net",
}
# host, port and security of those that matter most, IMAP and SMTP
SERVERS = {
    "gmail": ("imap.gmail.com:993 ssl", "smtp.gmail.com:587 starttls"),
    "google_workspace": ("imap.gmail.com:993 ssl", "smtp.gmail.com:587 starttls"),
    "microsoft365": (
        "outlook.office365.com:993 ssl",
        "smtp.office365.com:587 starttls",
    ),
    "outlook": ("outlook.office365.com:993 ssl", "smtp-mail.outlook.com:587 starttls"),
    "ukr_net": ("imap.ukr.net:993 ssl", "smtp.ukr.net:465 ssl"),
    "icloud": ("imap.mail.me.com:993 ssl", "smtp.mail.me.com:587 starttls"),
    "yahoo": ("imap.mail.yahoo.com:993 ssl", "smtp.mail.yahoo.com:465 ssl"),
    "proton_bridge": ("127.0.0.1:1143 starttls", "127.0.0.1:1025 starttls"),
}
PORTS = {("ssl", 993), ("starttls", 143), ("ssl", 465), ("starttls", 587)}


def _text(endpoint):
    return f"{endpoint.host}:{endpoint.port} {endpoint.security}"


class TestRegistry(BaseCase):
    def test_promised_domains(self):
        for key, domains in PROMISED.items():
            for domain in domains.split():
                with self.subTest(domain=domain):
                    self.assertEqual(by_domain(domain).key, key)

    def test_promised_mx(self):
        for key, hosts in MX.items():
            for host in hosts.split():
                with self.subTest(host=host):
                    self.assertEqual(by_mx([host]).key, key)

    def test_servers(self):
        for key, (imap, smtp) in SERVERS.items():
            with self.subTest(key=key):
                provider = by_key(key)
                self.assertEqual(
                    (_text(provider.imap), _text(provider.smtp)), (imap, smtp)
                )

    def test_thirty_more(self):
        named = {*PROMISED, *MX, "other"}
        self.assertGreaterEqual(len(set(all_providers()) - named), 30)

    def test_every_entry(self):
        for key, provider in all_providers().items():
            with self.subTest(key=key):
                self.assertEqual(key, provider.key)
                self.assertRegex(key, r"^[a-z][a-z0-9_]*$")
                self.assertIn(provider.login, ("address", "local", "other"))
                self.assertTrue(provider.auth)
                self.assertLessEqual(
                    set(provider.auth),
                    {"password", "app_password", "google", "microsoft"},
                )
                self.assertRegex(provider.help, r"^[A-Za-z].*\.$")
                self.assertNotIn("%", provider.help)
                for domain in (*provider.domains, *provider.mx):
                    bare = domain.removeprefix("*.")
                    self.assertEqual(normalize_domain(bare), bare)
                if key != "other":
                    self._check_servers(provider)

    def _check_servers(self, provider):
        self.assertRegex(provider.help_url, r"^https://[^\s]+$")
        for endpoint in (provider.imap, provider.smtp):
            self.assertIsInstance(endpoint, Endpoint)
            self.assertRegex(endpoint.host, r"^[a-z0-9.-]+\.[a-z0-9]+$")
            if provider.key != "proton_bridge":
                self.assertIn((endpoint.security, endpoint.port), PORTS)

    def test_who_files_the_copy(self):
        files = {p.key for p in all_providers().values() if p.files_sent_copy}
        self.assertEqual(
            files, {"gmail", "google_workspace", "outlook", "microsoft365"}
        )

    def test_own_sign_in(self):
        own = {
            k for k, p in all_providers().items() if {"google", "microsoft"} & {*p.auth}
        }
        self.assertEqual(own, {"gmail", "google_workspace", "outlook", "microsoft365"})

    def test_limits(self):
        exchange = by_key("microsoft365").limits
        self.assertEqual((exchange.per_minute, exchange.smtp_sessions), (30, 3))
        self.assertEqual(exchange.recipients_per_message, 500)
        google = by_key("google_workspace").limits
        self.assertEqual((google.per_day, google.recipients_per_message), (2000, 100))
        self.assertEqual((google.imap_sessions, google.daily_download_mb), (15, 2500))
        self.assertIsNone(by_key("other").limits.per_minute)
        for provider in all_providers().values():
            with self.subTest(key=provider.key):
                self.assertGreaterEqual(provider.limits.smtp_sessions, 1)
                self.assertGreaterEqual(provider.limits.imap_sessions, 1)

    def test_lookups_that_find_nothing(self):
        for domain in ("acme.example", "mail.gmail.com", "com", "", "a b", "*"):
            with self.subTest(domain=domain):
                self.assertIsNone(by_domain(domain))
        self.assertIsNone(by_domain("onmicrosoft.com"))
        self.assertIsNone(by_mx(["mx.acme.example"]))
        self.assertIsNone(by_mx(["notgoogle.com"]))
        self.assertIsNone(by_mx([]))
        self.assertIsNone(by_imap_host("imap.acme.example"))
        with self.assertRaises(KeyError):
            by_key("nobody")

    def test_lookups_ignore_form(self):
        self.assertEqual(by_domain(" GMAIL.com. ").key, "gmail")
        self.assertEqual(by_imap_host("IMAP.Fastmail.com.").key, "fastmail")
        self.assertEqual(by_imap_host("imap.gmail.com").key, "google_workspace")

    def test_all_providers_is_a_copy(self):
        all_providers().clear()
        self.assertTrue(all_providers())


class TestFiles(BaseCase):
    def test_source_and_date(self):
        content = json.loads((DATA / "providers.json").read_text(encoding="utf-8"))
        entries = [*content["providers"], *content["limits"].values()]
        for name in ("free_providers.json", "role_names.json"):
            entries.append(json.loads((DATA / name).read_text(encoding="utf-8")))
        for entry in entries:
            with self.subTest(entry=entry.get("key") or entry["source"][:40]):
                self.assertTrue(entry["source"])
                self.assertRegex(entry["date"], r"^20\d\d-\d\d$")

    def test_nothing_twice(self):
        content = json.loads((DATA / "providers.json").read_text(encoding="utf-8"))
        for field in ("domains", "mx"):
            values = [v for entry in content["providers"] for v in entry[field]]
            self.assertEqual(len(values), len(set(values)), field)
        keys = [entry["key"] for entry in content["providers"]]
        self.assertEqual(len(keys), len(set(keys)))

    def test_every_text_is_used(self):
        content = json.loads((DATA / "providers.json").read_text(encoding="utf-8"))
        self.assertEqual({entry["help"] for entry in content["providers"]}, set(HELP))
        for text in HELP.values():
            self.assertLessEqual(set(re.findall(r"%\((\w+)\)", text)), {"name"})
