from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.providers import AddressError, normalize_domain, split_address

GOOD = (
    ("anna@acme.example", "anna", "acme.example"),
    (" Anna.B@ACME.Example. ", "Anna.B", "acme.example"),
    ("anna+news@mail.acme.example", "anna+news", "mail.acme.example"),
    ("o'neil@acme.example", "o'neil", "acme.example"),
    ("anna@München.example", "anna", "xn--mnchen-3ya.example"),
    ("anna@xn--mnchen-3ya.example", "anna", "xn--mnchen-3ya.example"),
    ("анна@почта.укр", "анна", "xn--80a1acny.xn--j1amh"),
    ('"a b"@acme.example', '"a b"', "acme.example"),
    ('"a@b"@acme.example', '"a@b"', "acme.example"),
    ("a@r3---x.example", "a", "r3---x.example"),
)
BAD = (
    "",
    "anna",
    "@acme.example",
    "anna@",
    "anna@acme",
    "anna@.example",
    "anna@acme..example",
    "anna@-acme.example",
    "anna@acme-.example",
    "an na@acme.example",
    "anna@ac me.example",
    "anna@bob@acme.example",
    "<anna@acme.example>",
    "Anna <anna@acme.example>",
    "anna@acme.example, bob@acme.example",
    "anna@[127.0.0.1]",
    "anna\r\nX: y@acme.example",
    "anna@acme.example\nX",
    "anna\x00@acme.example",
    "a" * 65 + "@acme.example",
    "ä" * 33 + "@acme.example",
    "a@" + "b" * 64 + ".example",
    "anna@" + ".".join(["b" * 60] * 4) + ".example",
)


class TestSplitAddress(BaseCase):
    def test_good(self):
        for address, local, domain in GOOD:
            with self.subTest(address=address):
                self.assertEqual(split_address(address), (local, domain))

    def test_bad(self):
        for address in BAD:
            with self.subTest(address=address):
                with self.assertRaises(ValueError) as caught:
                    split_address(address)
                error = caught.exception
                self.assertIsInstance(error, AddressError)
                self.assertTrue(str(error).endswith("."))
                self.assertEqual(error.template % error.values, str(error))

    @settings(deadline=None)
    @given(st.text())
    def test_any_text(self, text):
        try:
            local, domain = split_address(text)
        except AddressError:
            return
        self.assertEqual(split_address(f"{local}@{domain}"), (local, domain))
        self.assertTrue(domain.isascii())

    @settings(deadline=None)
    @given(st.emails())
    def test_addresses_that_are_some(self, address):
        self.assertEqual(split_address(address)[0], address.rpartition("@")[0])

    def test_normalize_domain(self):
        for domain in ("", ".", "a b", "a/b", "-", "ä" * 64):
            with self.subTest(domain=domain), self.assertRaises(AddressError):
                normalize_domain(domain)
        self.assertEqual(normalize_domain("LocalHost"), "localhost")
