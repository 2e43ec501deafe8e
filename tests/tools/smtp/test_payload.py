from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.smtp.payload import UnfitAddress, envelope_address, payload


class TestPayload(BaseCase):
    def test_line_ends_and_dots(self):
        for raw, expected in (
            (b"a\r\n", b"a\r\n"),
            (b"a", b"a\r\n"),
            (b"a\nb\rc", b"a\r\nb\r\nc\r\n"),
            (b".a\r\n.\r\n..b", b"..a\r\n..\r\n...b\r\n"),
            (b"a\n.\nMAIL FROM:<x>", b"a\r\n..\r\nMAIL FROM:<x>\r\n"),
            (b"a\r.\rb", b"a\r\n..\r\nb\r\n"),
            (b"", b"\r\n"),
        ):
            with self.subTest(raw):
                self.assertEqual(payload(raw), expected)

    @given(st.lists(st.sampled_from([b".", b"\r", b"\n", b"\r\n", b"a"])).map(b"".join))
    def test_nothing_ends_the_mail_early(self, raw):
        data = payload(raw)
        lines = data.split(b"\r\n")
        self.assertNotIn(b".", lines)
        self.assertFalse(any(b"\r" in line or b"\n" in line for line in lines))
        self.assertTrue(data.endswith(b"\r\n"))


class TestAddress(BaseCase):
    def test_fit(self):
        for address, expected in (
            ("a@x.example", "a@x.example"),
            (" a@x.example ", "a@x.example"),
            ("a@bücher.example", "a@xn--bcher-kva.example"),
            ("jörg@x.example", "jörg@x.example"),
            ("", ""),
        ):
            with self.subTest(address):
                self.assertEqual(envelope_address(address), expected)

    def test_unfit(self):
        for address in (
            "a@x.example>\r\nRCPT TO:<b@x.example",
            "a b@x.example",
            "a@x.example> SIZE=1",
            "a\0@x.example",
            "a\udcff@x.example",
            "a@" + "ü" * 80 + ".example",
        ):
            with self.subTest(address[:20]), self.assertRaises(UnfitAddress):
                envelope_address(address)
