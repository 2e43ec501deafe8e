import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from ....tools import mime
from .common import DATA, MimeCase, corpus

OWN = "/web/image/7"
_REMOTE = re.compile(r"(?:src|srcset|background|poster)=|url\(", re.I)
PIECES = (
    *("<p>", "</p>", "<div>", "</div>", "<table>", "<td>", "</table>", "<svg>", "<b>"),
    *(
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ),
    '<img src="http://x.example/1">',
    '<img src="cid:a@x">',
    "<img srcset=//x.example/1>",
    '<body background="//x.example/1">',
    '<p style="background:url(//x.example/1)">',
    '<p style="background:\\75rl(//x.example/1)">',
    '<a href="javascript:x()">',
    '<a href=" java\nscript:x()">',
    '<video poster="//x.example/1">',
    '<image xlink:href="//x.example/1">',
    "<blockquote>",
    "</blockquote>",
    '<div class="gmail_quote">',
    "On Mon, Jul 7, 2025 at 10:00 Ann &lt;a@x.example&gt; wrote:",
    *("\x00", "&#0;", "&lt;", "<", ">", '"', "'", "\n> quoted", "-- <br>", "words"),
)


def shown(html):
    parsed = mime.parse(
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    )
    return mime.show_body(parsed, {"a@x": OWN})


class TestShown(MimeCase):
    def check_clean(self, html):
        if not html.strip():
            return
        for element in lxml_html.fromstring(f"<div>{html}</div>").iter():
            tag = element.tag
            self.assertNotIn(tag, ("script", "style", "svg", "iframe", "link", "meta"))
            for name, value in element.items():
                self.assertFalse(name.startswith("on"), name)
                if name == "src":
                    self.assertTrue(value == OWN or value.startswith("data:image/"))
                elif name == "href":
                    self.assertRegex(value, r"(?i)\A(https?|mailto|tel|sms|xmpp):")
                elif _REMOTE.search(f"{name}={value}"):
                    self.fail(f"{tag} {name}={value}")

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=25))
    def test_anything_becomes_clean(self, pieces):
        self.check_clean(shown("".join(pieces)).html)

    def test_mails_become_clean(self):
        for file in [*sorted(DATA.glob("*.eml")), *corpus()]:
            parsed = mime.parse(file.read_bytes())
            with self.subTest(file.name):
                self.check_clean(mime.show_body(parsed, {}).html)
                page = mime.full_page(parsed).lower()
                for tag in ("<script", "<iframe", "http-equiv"):
                    self.assertNotIn(tag, page)

    def test_no_script_is_shown_as_text(self):
        for html, left in (
            ("A<script>x = 1</script>B<SCRIPT src=y>z</script >C", "ABC"),
            ("A<script>if (a</script>B", "AB"),
            ("A<script>never ends", "Anever ends"),
        ):
            with self.subTest(html):
                raw = f"From: a@x.example\r\nContent-Type: text/html\r\n\r\n{html}"
                page = mime.full_page(mime.parse(raw.encode()))
                self.assertTrue(page.endswith(f"<body>{left}</body></html>"), page)

    def test_nothing_is_lost_by_folding(self):
        html = (
            "<p>Yes.</p><div class='gmail_quote'>On Mon, Jul 7, 2025 at 10:00 Ann "
            "&lt;a@x.example&gt; wrote:<blockquote>old <b>words</b></blockquote></div>"
        )
        text = mime.html_to_text(shown(html).html)
        for word in ("Yes.", "Ann <a@x.example>", "old words"):
            self.assertIn(word, text)

    def test_bounds(self):
        for html in ("<div>" * 3000 + "Hello", "Hello" + "<b></b>" * 15_000):
            with self.subTest(html[:20]):
                body = shown(html)
                self.assertTrue(body.plain)
                self.assertIn("Hello", body.html)
