from datetime import datetime, timezone

from ....tools import mime
from ....tools.mime.addresses import parse_addresses
from .common import MimeCase, read

A = mime.Address
DAY = datetime(2025, 3, 3, 9, tzinfo=timezone.utc)

CASES = {
    "no_from_no_date": {"from_": None, "date": None, "to": (), "defects": ()},
    "date_too_old": {"date": None, "defects": ("date_range",)},
    "date_in_future": {"date": None, "defects": ("date_range",)},
    "date_broken": {"date": None, "defects": ("date",)},
    "date_iso": {"date": DAY, "defects": ()},
    "raw_8bit_headers": {
        "subject": "Grüße aus Köln",
        "from_": A("Jörg Müller", "joerg@x.example"),
        "defects": ("header_8bit",),
    },
    "raw_utf8_headers": {
        "subject": "Grüße — schön",
        "from_": A("Jörg Müller", "jörg@bücher.example"),
    },
    "split_encoded_words": {
        "subject": "Grüße to you ääwhat?!",
        "from_": A("Müller, Jörg", "joerg@x.example"),
        "to": (A("Bén", "ben@y.example"),),
    },
    "repeated_headers": {
        "subject": "First",
        "message_id": "one@x.example",
        "to": (A("", "ben@y.example"), A("", "carl@y.example")),
    },
    "header_junk": {"subject": "Still here", "defects": ("header_junk",)},
    "header_ends_early": {
        "text": "Dear Ben,\n\nno blank line before me.\n",
        "defects": ("header_end",),
    },
    "nothing_but_text": {
        "text": "Just words, no header at all.\nSecond line.\n",
        "message_id": "",
        "defects": ("header_end",),
    },
    "mbox_line": {"subject": "Boxed", "message_id": "mbox@x.example"},
    "mac_line_ends": {"subject": "Mac", "text": "line one\nline two\n"},
    "references": {
        "message_id": "veryfolded@x.example",
        "in_reply_to": ("c@x.example",),
        "references": ("a@x.example", "b@x.example", "c@x.example"),
    },
    "references_bare": {
        "message_id": "bare@x.example",
        "in_reply_to": ("c@x.example",),
    },
    "empty_message_id": {"message_id": ""},
    "address_forms": {
        "from_": A("Ann (the) Author", "ann@x.example"),
        "to": (
            A("Doe, John", "j@y.example"),
            A('Roe, "R" Jane', "jane@y.example"),
            A("", "a@z.example"),
            A("", "b@z.example"),
            A("", "r@z.example"),
            A("c@z.example", "c@z.example"),
            A("d@z.example", "d@z.example"),
            A("", '"x y"@z.example'),
        ),
        "cc": (A("", "e@z.example"), A("", "f@z.example")),
        "reply_to": (A("", "g@z.example"),),
    },
}

ADDRESSES = (
    ("Bob <a@x> Joe <b@x>", [("Bob", "a@x"), ("Joe", "b@x")]),
    ("u@[IPv6:2001::1]", [("", "u@[ipv6:2001::1]")]),
    ('"unterminated <a@b>', [("unterminated", "a@b")]),
    ("<<a@b>>", [("", "a@b")]),
    ("'a@b' <A@B>", [("a@b", "A@b")]),
    ("=?utf-8?Q?Doe,_J=C3=B6?= <x@y>", [("Doe, Jö", "x@y")]),
    ("((((((", []),
    ("root", []),
    ("@", []),
    (",;:,", []),
)


class TestHeaders(MimeCase):
    def test_cases(self):
        self.check(CASES)

    def test_addresses(self):
        for text, expected in ADDRESSES:
            with self.subTest(text=text):
                found = [(one.name, one.email) for one in parse_addresses(text)]
                self.assertEqual(found, expected)

    def test_normalized(self):
        address = mime.parse(read("idn")).from_
        self.assertEqual(address.email, "Info@xn--bcher-kva.example")
        self.assertEqual(address.normalized, "info@bücher.example")
        self.assertEqual(A("", "A@xn--\udc80.Example").normalized[:2], "a@")

    def test_headers_only(self):
        whole, headers = (
            f(read("alternative")) for f in (mime.parse, mime.parse_headers)
        )
        self.assertEqual(headers.key, whole.key)
        self.assertEqual(headers.subject, whole.subject)
        self.assertIsNone(headers.html)
        self.assertEqual(headers.attachments, ())

    def test_long_subject(self):
        for subject in (b"x" * 200_000, b"=?utf-8?q?" + b"x" * 200_000 + b"?="):
            parsed = mime.parse(b"Subject: " + subject + b"\r\n\r\nbody")
            self.assertLessEqual(len(parsed.subject), 998)
            self.assertIn("header_too_long", parsed.defects)
            self.assertEqual(parsed.text, "body")

    def test_thousands_of_recipients(self):
        many = b", ".join(b"Name %d <n%d@x.example>" % (n, n) for n in range(5_000))
        parsed = mime.parse(b"To: " + many + b"\r\n\r\nbody")
        self.assertEqual(len(parsed.to), 5_000)
        self.assertEqual(parsed.to[-1], A("Name 4999", "n4999@x.example"))
