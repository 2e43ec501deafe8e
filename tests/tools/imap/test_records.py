from datetime import datetime, timezone

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.imap.records import Record, _quick, _thorough, read_record
from ....tools.imap.wire import WireBroken

HEAD = b'3 FETCH (UID 7 FLAGS (\\Seen $x) INTERNALDATE "01-Feb-2026 10:00:00 +0100"'
DATE = datetime(2026, 2, 1, 9, 0, tzinfo=timezone.utc)
ITEMS = [
    b"UID 7",
    b"FLAGS (\\Seen)",
    b"RFC822.SIZE 5",
    b'INTERNALDATE "01-Feb-2026 10:00:00 +0100"',
    b"MODSEQ (12)",
    b"X-GM-MSGID 99",
    b"BODY[] {5}",
]


class TestRecords(BaseCase):
    def test_usual(self):
        record = read_record([HEAD + b" RFC822.SIZE 5 BODY[] {5}", b"hello", b")"])
        expected = Record(7, ("\\Seen", "$x"), 5, DATE, body=b"hello")
        self.assertEqual(record, expected)

    def test_body_first(self):
        record = read_record([b"3 FETCH (BODY[] {5}", b"hello", b" UID 7)"])
        self.assertEqual((record.uid, record.body), (7, b"hello"))

    @given(st.permutations(ITEMS), st.data())
    def test_both_ways_agree(self, items, data):
        chosen = items[: data.draw(st.integers(0, len(items)))]
        text = b"3 FETCH (" + b" ".join(chosen) + b")"
        head, mark, tail = text.partition(b"{5}")
        parts = [head + mark, b"a\r\n(b", tail] if mark else [text]
        self.assertEqual(_quick(list(parts), 9), _thorough(list(parts)))

    def test_unusual_answers_go_the_thorough_way(self):
        for item, name, value in (
            (b'BODY[] "short"', "body", b"short"),
            (b"BODY[] NIL", "body", b""),
            (b"BODY[] 42", "body", b"42"),
            (
                b'X-GM-LABELS ("\\\\Inbox" Entw&APw-rfe 2024)',
                "gm_labels",
                ("\\Inbox", "Entwürfe", "2024"),
            ),
            (b"FLAGS ()", "flags", ()),
        ):
            with self.subTest(item):
                record = read_record([b"1 FETCH (UID 7 " + item + b")"])
                self.assertEqual(getattr(record, name), value)

    def test_labels_as_literals(self):
        parts = [
            b"1 FETCH (UID 7 X-GM-LABELS (A {3}",
            b"B C",
            b") BODY[] {1}",
            b"x",
            b")",
        ]
        record = read_record(parts)
        self.assertEqual((record.gm_labels, record.body), (("A", "B C"), b"x"))

    def test_parts_lose_their_offset(self):
        record = read_record([b"1 FETCH (UID 7 BODY[HEADER]<0> {3}", b"A: ", b")"])
        self.assertEqual(record.parts, {"BODY[HEADER]": b"A: "})

    def test_dropped_literal(self):
        for tail in (b")", b' X-GM-LABELS ("a"))'):
            record = read_record([b"1 FETCH (UID 7 BODY[] {900}", None, tail])
            self.assertEqual((record.uid, record.oversized), (7, True))

    def test_news_about_others_is_left_alone(self):
        self.assertIsNone(read_record([b"3 FETCH (FLAGS (\\Seen))"]))
        self.assertIsNone(read_record([b"3 EXISTS"]))

    def test_hostile_answers(self):
        for text in (
            b"(" * 5000,
            b"UID",
            b"UID seven)",
            b'"',
            b"BODY[] {9})",
            b"[" * 9,
        ):
            with self.subTest(text[:20]):
                try:
                    record = read_record([b"1 FETCH (" + text])
                except WireBroken:
                    continue
                self.assertIsNone(record)
