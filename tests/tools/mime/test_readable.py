"""What a mail looks like once it is safe: letters, directions, signatures."""

from odoo.tests import BaseCase

from ....tools import mime

_FOLD = 'data-o-mail-quote="1"'


def shown(html):
    raw = "From: a@x.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html
    return mime.show_body(mime.parse(raw.encode()), {}).html


class TestReadable(BaseCase):
    def test_letters_without_their_background(self):
        white, picture = "color:#fff", "background:{}url(http://x.example/y.png)"
        for html, expected in (
            # The colour under the picture stays, and so do the letters.
            (
                f'<p style="{picture.format("#123 ")}"><b style="{white}">A</b></p>',
                '<p style="background-color:#123"><b style="color:#fff">A</b></p>',
            ),
            (
                f'<table bgcolor="#000"><tr><td style="{white}">A</td></tr></table>',
                '<table style="background-color:#000"><tr>'
                '<td style="color:#fff">A</td></tr></table>',
            ),
            # Nothing is left behind them: they take the page's colour.
            (
                f'<div style="{picture.format("")}"><p style="{white}">A</p></div>',
                "<p>A</p>",
            ),
            (f'<body bgcolor="#000"><p style="{white};top:0">A</p>', 'style="top:0"'),
            ('<p style="color: WHITE">A</p>', "<p>A</p>"),
            ('<font color="#fefefe">A</font>', "<font>A</font>"),
            ('<p style="color:rgb(250, 250, 250)">A</p>', "<p>A</p>"),
            ('<p style="background:none;color:snow">A</p>', "<p>A</p>"),
            # Odoo's sanitizer lets only background-color pass.
            (
                '<p style="background: #ca6702; color: #fff">A</p>',
                '<p style="background-color:#ca6702;color: #fff">A</p>',
            ),
            (
                '<td bgcolor="1B4965" style="color:white">A</td>',
                'style="background-color:#1B4965;color:white"',
            ),
            (
                f'<p style="background:navy !important;{white}">A</p>',
                '<p style="background-color:navy;color:#fff">A</p>',
            ),
            # Dark ones stay.
            ('<p style="color:#333">A</p>', '<p style="color:#333">A</p>'),
            ('<font color="red">A</font>', '<font color="red">A</font>'),
        ):
            with self.subTest(html=html):
                self.assertIn(expected, shown(html))

    def test_light_letters_are_gone_without_background(self):
        for color in ("#fff", "#FFFFFF", "white", "rgb(255,255,255)", "#fff!important"):
            with self.subTest(color=color):
                self.assertNotIn("color", shown(f'<p style="color:{color}">A</p>'))

    def test_writing_direction(self):
        for html, expected in (
            ("<p>שלום</p>", '<div dir="auto"><p>שלום</p></div>'),
            ("<p>مرحبا</p>", '<div dir="auto"><p>مرحبا</p></div>'),
            ('<body dir="rtl"><p>1</p></body>', '<div dir="rtl"><p>1</p></div>'),
            ("<html dir=RTL><p>1</p></html>", '<div dir="rtl"><p>1</p></div>'),
            ("<p>Hello</p>", "<p>Hello</p>"),
        ):
            with self.subTest(html=html):
                self.assertEqual(shown(html).strip(), expected)
        text = "From: a@x.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        body = mime.show_body(mime.parse(f"{text}שלום".encode()), {}).html
        self.assertTrue(body.startswith('<div dir="auto">'), body)

    def test_signatures_below_two_dashes(self):
        for html, own in (
            ("<div>Hi</div><div><span>-- </span></div><div>Ben</div>", "<div>Hi</div>"),
            ("<div>Hi</div><div><p>--&nbsp;</p></div><p>Ben</p>", "<div>Hi</div>"),
            ("<div>Hi<br>-- <br>Ben<br>Sales</div>", "<div>Hi<br>"),
            ("<div>Hi</div>--<br>Ben", "<div>Hi</div>"),
            ("<p>Hi</p><p>-- </p><p>Ben</p>", "<p>Hi</p>"),
            ("<div>Hi</div><div>-- <br>Ben</div>", "<div>Hi</div>"),
        ):
            with self.subTest(html=html):
                before, fold, after = shown(html).partition(_FOLD)
                self.assertTrue(fold)
                self.assertIn("Ben", after)
                self.assertEqual(before.rpartition("<")[0], own)
        for html in ("<p>Hi -- Ben</p>", "<p>--help lists them</p>", "<p>a</p> -- b"):
            with self.subTest(html=html):
                self.assertNotIn(_FOLD, shown(html))
