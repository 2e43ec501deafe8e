import threading
import time
from unittest.mock import patch

import dns.exception
import dns.resolver

from odoo.tests import BaseCase

from ....tools.providers import Discovery, Endpoint, by_key, discover, lookup
from ...fakes.dns_server import DnsServer

OWN = "acme.example"
SRV = {
    (f"_imaps._tcp.{OWN}", "SRV"): ["0 1 993 imap.acme.example."],
    (f"_submissions._tcp.{OWN}", "SRV"): ["0 1 465 smtp.acme.example."],
}
IMAP = Endpoint("imap.acme.example", 993, "ssl")
SMTP = Endpoint("smtp.acme.example", 465, "ssl")


def srv(service, *records):
    return {(f"_{service}._tcp.{OWN}", "SRV"): list(records)}


def mx(*hosts):
    return {(OWN, "MX"): [f"{10 * n} {host}." for n, host in enumerate(hosts, 1)]}


class TestDiscovery(BaseCase):
    def _discover(self, records, address=f"anna@{OWN}"):
        with DnsServer(records) as server:
            return discover(address, resolver=server.resolver())

    def _assert_endpoints(self, records, imap, smtp):
        found = self._discover(records)
        self.assertEqual((found.imap, found.smtp, found.source), (imap, smtp, "srv"))

    def test_presets_ask_nobody(self):
        with DnsServer({}) as server:
            found = discover("anna@Gmail.com", resolver=server.resolver())
            self.assertEqual(server.questions, [])
        gmail = by_key("gmail")
        self.assertEqual(found, Discovery(gmail, gmail.imap, gmail.smtp, "preset"))

    def test_srv(self):
        self.assertEqual(self._discover(SRV), Discovery(None, IMAP, SMTP, "srv"))

    def test_srv_without_tls_from_the_start(self):
        records = srv("imap", "0 1 143 mail.acme.example.") | srv(
            "submission", "0 1 587 mail.acme.example."
        )
        self._assert_endpoints(
            records,
            Endpoint("mail.acme.example", 143, "starttls"),
            Endpoint("mail.acme.example", 587, "starttls"),
        )

    def test_srv_priority_weight_and_refusal(self):
        best = Endpoint("b.acme.example", 993, "ssl")
        plain = Endpoint("p.acme.example", 143, "starttls")
        for records, imap in (
            (srv("imaps", "9 1 993 a.acme.example.", "1 1 993 b.acme.example."), best),
            (srv("imaps", "1 1 993 a.acme.example.", "1 9 993 b.acme.example."), best),
            (srv("imaps", "1 1 993 B.acme.example.") | SRV_PLAIN, best),
            (srv("imaps", "0 0 0 .") | SRV_PLAIN, plain),
        ):
            with self.subTest(records=records):
                self._assert_endpoints(records, imap, None)

    def test_srv_of_a_known_provider(self):
        fastmail = by_key("fastmail")
        found = self._discover(srv("imaps", "0 1 993 imap.fastmail.com."))
        self.assertEqual(
            found, Discovery(fastmail, fastmail.imap, fastmail.smtp, "srv")
        )

    def test_mx(self):
        for host, key in (
            ("aspmx.l.google.com", "google_workspace"),
            ("acme-example.mail.protection.outlook.com", "microsoft365"),
            ("mx1.hostinger.com", "hostinger"),
        ):
            with self.subTest(host=host):
                provider = by_key(key)
                self.assertEqual(
                    self._discover(mx("filter.example", host)),
                    Discovery(provider, provider.imap, provider.smtp, "mx"),
                )

    def test_srv_and_mx(self):
        """Forgotten SRV records do not hide who receives the mail."""
        for records, source, key in (
            (SRV | mx("aspmx.l.google.com"), "mx", "google_workspace"),
            (SRV | mx("x.mail.protection.outlook.com"), "mx", "microsoft365"),
            (SRV | mx("mx1.hostinger.com"), "srv", None),
            (
                srv("imaps", "0 1 993 imap.fastmail.com.") | mx("aspmx.l.google.com"),
                "srv",
                "fastmail",
            ),
        ):
            with self.subTest(source=source, key=key):
                found = self._discover(records)
                self.assertEqual(found.source, source)
                self.assertEqual(found.provider and found.provider.key, key)

    def test_own_domain_in_another_script(self):
        name = "_imaps._tcp.xn--mnchen-3ya.example"
        found = self._discover(
            {(name, "SRV"): ["0 1 993 imap.acme.example."]}, "a@München.example"
        )
        self.assertEqual(found.imap, IMAP)

    def test_nothing(self):
        nothing = Discovery(None, None, None, "none")
        self.assertEqual(self._discover({}), nothing)
        self.assertEqual(self._discover(mx("mx.acme.example")), nothing)

    def test_no_address(self):
        with self.assertRaises(ValueError):
            discover("anna")


SRV_PLAIN = srv("imap", "0 1 143 p.acme.example.")


class TestTrouble(BaseCase):
    nothing = Discovery(None, None, None, "none")

    def test_a_silent_server_costs_the_limit_once(self):
        with DnsServer({}, silent=[OWN]) as server:
            started = time.monotonic()
            found = discover(f"a@{OWN}", resolver=server.resolver(), timeout=1)
            # One after the other, the five questions would take five times as long.
            self.assertLess(time.monotonic() - started, 3.5)
        self.assertEqual(found, self.nothing)

    def test_answers_in_time_count(self):
        with DnsServer(SRV, silent=[f"_imap._tcp.{OWN}"]) as server:
            found = discover(f"a@{OWN}", resolver=server.resolver(), timeout=0.5)
        self.assertEqual((found.imap, found.smtp), (IMAP, SMTP))

    def test_a_resolver_that_ignores_the_limit(self):
        released = threading.Event()
        self.addCleanup(released.set)

        class Slow:
            def resolve(self, _qname, _rdtype, *, lifetime):
                released.wait(30)
                return []

        started = time.monotonic()
        self.assertEqual(
            discover(f"a@{OWN}", resolver=Slow(), timeout=0.1), self.nothing
        )
        self.assertLess(time.monotonic() - started, 10)

    def test_errors_find_nothing(self):
        class Broken:
            def __init__(self, error):
                self.error = error

            def resolve(self, _qname, _rdtype, *, lifetime):
                raise self.error

        for error in (
            dns.resolver.NXDOMAIN(),
            dns.resolver.NoNameservers(),
            dns.exception.Timeout(),
            OSError("unreachable"),
        ):
            with self.subTest(error=type(error).__name__):
                found = discover(f"a@{OWN}", resolver=Broken(error))
                self.assertEqual(found, self.nothing)

    def test_no_system_resolver(self):
        missing = dns.resolver.NoResolverConfiguration()
        with patch.object(lookup.dns.resolver, "Resolver", side_effect=missing):
            self.assertEqual(discover(f"a@{OWN}"), self.nothing)

    def test_a_name_too_long_for_the_dns(self):
        domain = ".".join(["b" * 60] * 4)
        with DnsServer({}) as server:
            found = discover(f"a@{domain}", resolver=server.resolver(), timeout=1)
        self.assertEqual(found, self.nothing)
