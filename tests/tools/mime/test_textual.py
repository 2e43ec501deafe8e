from odoo.tests import BaseCase

from ....tools.mime import html_to_text, text_to_html
from ....tools.mime.textual import words

TO_TEXT = (
    ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ("<p>A</p><blockquote><p>B</p></blockquote><p>C</p>", "A\n\n> B\n\nC"),
    (
        '<a href="https://x.example/?a=1&amp;b">here</a>',
        "here <https://x.example/?a=1&b>",
    ),
    ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("<style>p{}</style><!-- x --><title>t</title>a &lt;b&gt;", "a <b>"),
    ("<script>alert(1)", ""),
    ("a < b", "a < b"),
    ("<td>1</td><td>2</td>", "1 2"),
)

TO_HTML = (
    ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
    ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
    (
        "See https://x.example/a?b=1&c.",
        '<p>See <a href="https://x.example/a?b=1&amp;c" rel="noopener noreferrer">'
        "https://x.example/a?b=1&amp;c</a>.</p>",
    ),
    (
        "ann@x.example",
        '<p><a href="mailto:ann@x.example" rel="noopener noreferrer">'
        "ann@x.example</a></p>",
    ),
    ('https://x.example/"onclick', None),
)


class TestTextual(BaseCase):
    def test_html_to_text(self):
        for html, text in TO_TEXT:
            with self.subTest(html=html):
                self.assertEqual(html_to_text(html), text)

    def test_text_to_html(self):
        for text, html in TO_HTML:
            with self.subTest(text=text):
                found = text_to_html(text)
                self.assertNotIn('"onclick', found)
                if html is not None:
                    self.assertEqual(found, html)

    def test_words(self):
        html = "<head><title>no</title></head><p>a&nbsp;b</p>c<!-- d -->"
        self.assertEqual(words(html), "a b c")
