import socket
import threading
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...tools import netguard
from ...tools.errors import ServerUnreachable, describe
from ...tools.netguard import HostRefused, check_allowed, resolve

PUBLIC = "93.184.215.14"
PUBLIC6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

# Every way to write an address that is not public.
CLOSED = (
    "127.0.0.1",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "017700000001",
    "1",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "0xa9fea9fe",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "203.0.113.9",
    "[::1]",
    "::1",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "[::ffff:169.254.169.254]",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2001:0:a9fe:a9fe::1",
    "2a00:1450::5efe:10.0.0.1",
    "2a00:1450::200:5efe:7f00:1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "１２７.0.0.1",
    "127。0。0。1",
)
NONSENSE = (
    "",
    " ",
    ".",
    "a b",
    "mail.example/x",
    "anna@mail.example",
    "mail..example",
    "mail.example:993",
    "[mail.example]",
    "1.2.3.256",
    "1.2.3.4.5",
    "0x",
    "08.1.1.1",
    "4294967296",
    "x\nY",
    "a" * 64 + ".example",
    "mail\x00.example",
)


def dns(*addresses):
    """Return a getaddrinfo that knows one answer for every name."""

    def getaddrinfo(_host, port, **_kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return getaddrinfo


def no_dns(*_args, **_kwargs):
    raise AssertionError("asked the DNS for an address")


class TestResolve(BaseCase):
    def test_public_hosts_pass(self):
        for answers in ([PUBLIC], [PUBLIC6], [PUBLIC6, PUBLIC], ["64:ff9b::808:808"]):
            with self.subTest(answers=answers):
                found = resolve("mail.example", 993, getaddrinfo=dns(*answers))
                self.assertEqual(found, answers[0])

    def test_public_addresses_pass_without_dns(self):
        for host, address in (
            (PUBLIC, PUBLIC),
            (f"[{PUBLIC6}]", PUBLIC6),
            (f"::ffff:{PUBLIC}", PUBLIC),
            ("0x8.0x8.0x8.0x8", "8.8.8.8"),
            ("2002:808:808::1", "2002:808:808::1"),
        ):
            with self.subTest(host=host):
                self.assertEqual(resolve(host, 993, getaddrinfo=no_dns), address)

    def test_closed_addresses_are_refused(self):
        for host in CLOSED:
            with self.subTest(host=host), self.assertRaises(HostRefused) as caught:
                resolve(host, 993, getaddrinfo=no_dns)
            self.assertTrue(str(caught.exception).endswith("."))

    def test_names_of_closed_addresses_are_refused(self):
        for address in ("127.0.0.1", "::1", "169.254.169.254", "fe80::1%2"):
            with self.subTest(address=address), self.assertRaises(HostRefused):
                resolve("mail.example", 993, getaddrinfo=dns(address))

    def test_one_closed_address_refuses_all(self):
        for answers in ((PUBLIC, "10.0.0.1"), ("10.0.0.1", PUBLIC)):
            with self.subTest(answers=answers), self.assertRaises(HostRefused):
                resolve("rebind.example", 993, getaddrinfo=dns(*answers))

    def test_nonsense(self):
        for host in NONSENSE:
            with self.subTest(host=host), self.assertRaises(HostRefused) as caught:
                resolve(host, 993, getaddrinfo=no_dns)
            self.assertTrue(str(caught.exception).endswith("."))

    def test_ports(self):
        for port in (0, -1, 65536):
            with self.subTest(port=port), self.assertRaises(HostRefused):
                resolve(PUBLIC, port)

    def test_the_name_is_asked_once(self):
        asked = []

        def getaddrinfo(host, port, **kwargs):
            asked.append(host)
            return dns(PUBLIC)(host, port, **kwargs)

        resolve("Mail.Exämple.", 993, getaddrinfo=getaddrinfo)
        self.assertEqual(asked, ["mail.xn--exmple-cua"])

    @settings(deadline=None)
    @given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
    def test_no_private_address_passes(self, address):
        for form in (
            str(address),
            str(int(address)) if address.version == 4 else "::1",
        ):
            with self.assertRaises(HostRefused):
                resolve(form, 993, getaddrinfo=no_dns)


class TestAllowed(BaseCase):
    def test_entries(self):
        for entry, host, answer in (
            ("mail.lan", "MAIL.lan.", "10.0.0.1"),
            (" Mäil.lan ", "mäil.lan", "10.0.0.1"),
            ("127.0.0.1", "127.0.0.1", None),
            ("127.0.0.1", "localhost", "127.0.0.1"),
            ("127.0.0.0/8", "127.1", None),
            ("10.0.0.0/8", "mail.lan", "10.9.8.7"),
            ("10.0.0.0/8", "::ffff:10.0.0.1", None),
            ("::1", "[::1]", None),
            ("[::1]", "localhost", "::1"),
            ("fd00::/8", "mail.lan", "fd00::5"),
        ):
            with self.subTest(entry=entry, host=host):
                getaddrinfo = dns(answer) if answer else no_dns
                self.assertTrue(
                    resolve(host, 993, allowed=[entry], getaddrinfo=getaddrinfo)
                )

    def test_what_is_not_allowed_stays_closed(self):
        for entry, answers in (
            ("10.0.0.0/8", ("192.168.0.1",)),
            ("10.0.0.0/8", ("10.0.0.1", "127.0.0.1")),
            ("other.lan", ("10.0.0.1",)),
            ("lan", ("10.0.0.1",)),
            ("", ("10.0.0.1",)),
            ("10.0.0.0/99", ("10.0.0.1",)),
            ("*", ("10.0.0.1",)),
        ):
            with self.subTest(entry=entry), self.assertRaises(HostRefused):
                resolve("mail.lan", 993, allowed=[entry], getaddrinfo=dns(*answers))

    def test_check_allowed(self):
        for entry in ("mail.lan", "10.0.0.0/8", "10.0.0.1/8", "::1", "fd00::/8"):
            with self.subTest(entry=entry):
                check_allowed(entry)
        for entry in ("", "10.0.0.0/99", "*.lan", "a b"):
            with self.subTest(entry=entry), self.assertRaises(HostRefused):
                check_allowed(entry)


class TestTrouble(BaseCase):
    def test_unknown_names_are_no_refusal(self):
        def unknown(*_args, **_kwargs):
            raise socket.gaierror(socket.EAI_NONAME, "unknown")

        for getaddrinfo in (unknown, dns()):
            with self.assertRaises(ServerUnreachable) as caught:
                resolve("mail.example", 993, getaddrinfo=getaddrinfo)
            self.assertIn("mail.example was not found", describe(caught.exception))

    def test_slow_names(self):
        released = threading.Event()
        self.addCleanup(released.set)

        def slow(*_args, **_kwargs):
            released.wait(30)
            return []

        started = time.monotonic()
        with self.assertRaises(ServerUnreachable):
            resolve("mail.example", 993, timeout=0.05, getaddrinfo=slow)
        self.assertLess(time.monotonic() - started, 10)

    def test_answers_that_are_no_address(self):
        with self.assertRaises(ServerUnreachable):
            resolve("mail.example", 993, getaddrinfo=dns("nonsense"))

    def test_sentence_is_translatable(self):
        with self.assertRaises(HostRefused) as caught:
            resolve("127.0.0.1", 993)
        error = caught.exception
        self.assertEqual(error.template % error.values, str(error))
        self.assertEqual(describe(error), str(error))
        self.assertIs(type(error).__mro__[1], netguard.PlainError)
