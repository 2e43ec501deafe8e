from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.imap import text

UTC = timezone.utc


class TestText(BaseCase):
    def test_quote(self):
        self.assertEqual(text.quote(b'a "b" \\c'), b'"a \\"b\\" \\\\c"')

    def test_no_second_command_in_a_name(self):
        for name in (b"a\r\nx LOGOUT", b"a\nb", b"a\0b"):
            with self.assertRaises(ValueError):
                text.quote(name)

    def test_names(self):
        self.assertEqual(text.encode_name("Entwürfe & Co"), b"Entw&APw-rfe &- Co")
        self.assertEqual(text.decode_name(b"Entw&APw-rfe &- Co"), "Entwürfe & Co")

    def test_raw_utf8_name_of_a_lenient_server(self):
        self.assertEqual(text.decode_name("Entwürfe".encode()), "Entwürfe")

    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_names_come_back(self, name):
        self.assertEqual(text.decode_name(text.encode_name(name)), name)

    def test_uid_set(self):
        self.assertEqual(text.uid_set([7, 3, 1, 2, 9, 8]), b"1:3,7:9")

    @given(st.sets(st.integers(1, 60)))
    def test_uid_set_and_ranges_are_inverse(self, uids):
        found = text.ranges(text.uid_set(uids)) if uids else []
        self.assertEqual({u for r in found for u in r}, uids)

    def test_a_huge_range_is_not_spelled_out(self):
        self.assertEqual(text.ranges(b"1:4294967295"), [range(1, 4294967296)])

    def test_search_date_is_english(self):
        self.assertEqual(text.search_date(date(2026, 2, 1)), b"1-Feb-2026")

    def test_internal_date(self):
        zone = timezone(timedelta(hours=-7))
        moment = datetime(1996, 7, 7, 2, 44, 25, tzinfo=zone)
        self.assertEqual(text.internal_date(moment), b'"07-Jul-1996 02:44:25 -0700"')

    def test_parse_internal_date(self):
        for raw, expected in (
            (
                b"17-Jul-1996 02:44:25 -0700",
                datetime(1996, 7, 17, 9, 44, 25, tzinfo=UTC),
            ),
            (
                b" 7-Jul-1996 02:44:25 +0530",
                datetime(1996, 7, 6, 21, 14, 25, tzinfo=UTC),
            ),
            (
                b"31-Dec-2016 23:59:60 +0000",
                datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
            ),
            (b"31-Feb-2016 23:59:00 +0000", None),
            (b"yesterday", None),
            (b"01-Jan-0001 00:00:00 +1400", None),
        ):
            with self.subTest(raw):
                self.assertEqual(text.parse_internal_date(raw), expected)
