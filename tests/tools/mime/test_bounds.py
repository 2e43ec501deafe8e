import time

from odoo.tests import BaseCase

from ....tools import mime

MB = 1024 * 1024
HEAD = b"From: a@b.c\r\nMessage-ID: <x@y>\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
TEXT = HEAD + b"Content-Type: text/plain\r\n\r\n"
BASE64 = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n"

# Each was quadratic, recursive or slow in some parser.
TRAPS = {
    "comments": b"From: " + b"(" * MB + b"\r\n\r\nx",
    "comment pairs": b"From: " + b"()" * MB + b"\r\n\r\nx",
    "empty names": b"From: " + b'"",' * 100_000 + b"\r\n\r\nx",
    "at signs": b"To: " + b"@" * MB + b"\r\n\r\nx",
    "angles": b"To: " + b"<" * MB + b"\r\n\r\nx",
    "blanks": b"To: a" + b" " * MB + b"b\r\n\r\nx",
    "words": b"Subject: " + b"=?a?q?" * 300_000 + b"\r\n\r\nx",
    "word starts": b"Subject: " + b"=?" * 500_000 + b"\r\n\r\nx",
    "references": b"References: " + b"<" * 2 * MB + b"\r\n\r\nx",
    "semicolons": b"Content-Type: text/plain" + b";" * MB + b"\r\n\r\nx",
    "parameters": b"Content-Type: text/plain; "
    + b"; ".join(b"a*%d=x" % n for n in range(20_000))
    + b"\r\n\r\nx",
    "fields": b"X: y\r\n" * 500_000 + b"\r\nx",
    "empty parts": MIXED + b"--b\r\n\r\n" * 500_000,
    "false boundaries": MIXED + b"--bx\r\n" * 1_000_000,
    "nested": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(400)
    ),
    "padding": BASE64 + b"QQ==" * MB,
    "uuencode": TEXT + b"begin 644 a\r\n!!\r\nend\r\n" * 200_000,
    "line ends": TEXT + b"\n" * 5 * MB,
    "quotes": TEXT + b"> a\r\nb\r\n" * 500_000,
    "introductions": TEXT + b"On a wrote\r\n" * 200_000,
    "tags": HTML + b"<" * 5 * MB,
    "comments in HTML": HTML + b"<!--" * MB,
    "styles": HTML + b"<style>" * MB,
    "depth": HTML + b"<div>" * MB,
    "entities": HTML + b"&amp;" * MB,
    "not a charset": TEXT.replace(b"plain", b"plain; charset=punycode") + b"a-b" * MB,
}


class TestBounds(BaseCase):
    def test_traps(self):
        for name, raw in TRAPS.items():
            with self.subTest(trap=name):
                started = time.process_time()
                parsed = mime.parse(raw)
                self.assertLess(time.process_time() - started, 2)
                self.assertNotIn("gave_up", parsed.defects)

    def test_folding(self):
        for body in ("On a wrote\n" * 200_000, "> a\nb\n" * 200_000, "\n" * 5 * MB):
            started = time.process_time()
            mime.split_quoted(None, body)
            mime.text_to_html(body)
            mime.html_to_text(body)
            with self.subTest(body=body[:10]):
                self.assertLess(time.process_time() - started, 2)

    def test_too_many_parts_are_kept(self):
        parsed = mime.parse(MIXED + b"--b\r\nContent-Type: a/b\r\n\r\nx\r\n" * 2_000)
        self.assertIn("too_many_parts", parsed.defects)
        self.assertLessEqual(len(parsed.attachments), 1_001)
        self.assertIn(b"a/b", parsed.attachments[-1].content)

    def test_too_deep_is_kept(self):
        parsed = mime.parse(TRAPS["nested"] + b"\r\nthe innermost")
        self.assertIn("too_deep", parsed.defects)
        self.assertIn(b"the innermost", parsed.attachments[-1].content)
