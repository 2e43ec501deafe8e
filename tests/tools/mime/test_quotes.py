import time

from odoo.tests import BaseCase

from ....tools.mime import split_quoted

QUOTE = "> a\n> b\n> c"

# text, its segments (True: folded)
TEXTS = (
    ("Hi", [("Hi", False)]),
    (
        f"Hi\n\nOn Mon, 3 Mar 2025, Joe\nwrote:\n{QUOTE}\nAnswer\n-- \nAnn",
        [
            ("Hi\n", False),
            (f"On Mon, 3 Mar 2025, Joe\nwrote:\n{QUOTE}", True),
            ("Answer", False),
            ("-- \nAnn", True),
        ],
    ),
    (
        "Top\n-----Original Message-----\nFrom: x\nold",
        [("Top", False), ("-----Original Message-----\nFrom: x\nold", True)],
    ),
    (
        "Top\nVon: Joe <a@b>\nGesendet: Montag\nAn: x\n\nalt",
        [("Top", False), ("Von: Joe <a@b>\nGesendet: Montag\nAn: x\n\nalt", True)],
    ),
    (f"{QUOTE}\nReply", [(QUOTE, True), ("Reply", False)]),
    ("short\n> x\nreply", [("short\n> x\nreply", False)]),
    ("-- \nonly a signature", [("-- \nonly a signature", False)]),
)

GMAIL = '<div class="gmail_quote">On Mon, Joe wrote:<blockquote>old</blockquote></div>'


HOSTILE = (
    "Am " + "schrieb " * 30_000,
    "2025/03/03 " + " &lt;@" * 40_000,
    "<blockquote>" * 20_000,
    "<p>x" * 60_000,
)


class TestQuotes(BaseCase):
    def test_texts(self):
        for text, expected in TEXTS:
            with self.subTest(text=text):
                found = split_quoted(None, text)
                pairs = [(one.content, one.folded) for one in found.segments]
                self.assertEqual(pairs, expected)
                whole = "\n".join(one.content for one in found.segments)
                self.assertEqual(whole, text)

    def test_html(self):
        found = split_quoted(f"<p>Hi</p>{GMAIL}", "ignored")
        self.assertTrue(found.is_html)
        self.assertEqual(found.own, "<p>Hi</p>")
        self.assertIn("old", found.quoted)

    def test_html_answers_between_stay_visible(self):
        html = f"<p>Hi</p>{GMAIL}<p>my answer</p><blockquote>x</blockquote>"
        self.assertEqual(split_quoted(html, None).own, html)

    def test_hostile_html(self):
        for html in HOSTILE:
            started = time.process_time()
            split_quoted(html, None)
            with self.subTest(html=html[:20]):
                self.assertLess(time.process_time() - started, 2)

    def test_html_without_quotes(self):
        for html in ("", "<p>Hi</p>", "<div>" * 3_000 + "x", "<" * 1_000_000):
            with self.subTest(html=html[:20]):
                self.assertEqual(split_quoted(html, None).own, html)
