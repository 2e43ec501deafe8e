"""What stands in a conversation of a mail: safe, whole, folded."""

from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from . import mails
from .common import SwitchboardCase

DATA = Path(__file__).parent / "data"


class ContentCase(SwitchboardCase):
    def receive(self, raw):
        """Put a mail into the mailbox, sync, and return its Discuss message."""
        before = self.rows()
        self.server.deliver(self.box, raw)
        self.assertTrue(self.mailbox._sync())
        row = self.rows() - before
        self.assertEqual(len(row), 1, "the mail was not stored")
        row._hydrate()
        return row.mail_message_id

    def receive_html(self, html, **headers):
        return self.receive(
            mails.html_mail(self.customer_address, self.address, html, **headers)
        )

    def rows(self):
        return self.env["switchboard.message"].search([("line_id", "=", self.line.id)])


@tagged("post_install", "-at_install")
class TestBody(ContentCase):
    def test_nothing_is_loaded_from_elsewhere(self):
        cases = {
            "img": '<img src="https://evil.example/1.png" alt="A" width="600">',
            "no scheme": '<img src="//evil.example/1.png" alt="A">',
            "srcset": '<img srcset="https://evil.example/1.png 2x" alt="A">',
            "background": '<table background="http://evil.example/1.png"><tr><td>A',
            "style": "<p style=\"background:url('http://evil.example/1.png')\">A</p>",
            "escaped": '<p style="background:u\\72l(//evil.example/1.png)">A</p>',
            "sheet": "<style>@import url(//evil.example/1.css);</style><p>A</p>",
            "video": '<video poster="//evil.example/1.png"><b>A</b></video>',
            "svg": '<svg><image href="//evil.example/1.png"/></svg><p>A</p>',
            "frame": '<iframe src="//evil.example/"></iframe><p>A</p>',
            "link": '<link rel="prefetch" href="//evil.example/1"><p>A</p>',
            "unquoted": "<img alt=A src=https://evil.example/1.png>",
            "folded": '<p>A</p><div class="gmail_quote">On Mon, Jul 7, 2025 at 10:00 '
            'Ann &lt;a@x.example&gt; wrote:<blockquote><img src="//evil.example/1">old'
            "</blockquote></div>",
        }
        for name, html in cases.items():
            with self.subTest(name):
                message = self.receive_html(html, Subject=name)
                self.assertNotIn("evil.example", message.body)
                self.assertIn("A", message.body)

    def test_white_letters_keep_their_dark_bar(self):
        white = "color:#ffffff"
        for html in (
            f'<table><tr><td bgcolor="#1b4965"><b style="{white}">A</b></table>',
            f'<p><span style="background:#1b4965;{white}">A</span></p>',
        ):
            with self.subTest(html):
                body = self.receive_html(html, Subject=html[:6]).body
                self.assertIn("background-color:#1b4965", body)
                self.assertIn(white, body)

    def test_nothing_runs(self):
        message = self.receive_html(
            '<p onclick="x()">Hi</p><script>x()</script><a href="javascript:x()">L</a>'
            '<a href="/web/session/logout">O</a><a href="https://ok.example/">K</a>'
            '<p class="position-fixed" style="position:fixed;color:red">F</p>'
        )
        for word in ("onclick", "script", "logout", "position"):
            self.assertNotIn(word, message.body)
        self.assertIn('href="https://ok.example/"', message.body)
        self.assertIn("noreferrer", message.body)

    def test_pictures_stand_where_the_body_refers_to_them(self):
        message = self.receive(
            mails.picture_mail(
                self.customer_address,
                self.address,
                '<p>Look: <img src="cid:a@x"></p>',
                {"a@x": "shown.png", "b@x": "beside.png"},
            )
        )
        self.assertEqual(message.attachment_ids.mapped("name"), ["beside.png"])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "discuss.channel"), ("res_id", "=", message.res_id)]
        )
        shown = files - message.attachment_ids
        self.assertEqual(shown.name, "shown.png")
        self.assertIn(f'src="/web/image/{shown.id}"', message.body)
        self.assertNotIn("access_token", message.body)
        self.assertFalse(any(files.mapped("access_token")))
        self.assertFalse(any(files.mapped("public")))
        self.assertEqual(shown.with_user(self.carla).raw, mails.PNG)
        for user in (self.nobody, self.admin):
            with self.assertRaises(AccessError):
                shown.with_user(user).read(["raw"])

    def test_picture_of_a_dropped_style_is_an_attachment(self):
        message = self.receive(
            mails.picture_mail(
                self.customer_address,
                self.address,
                '<p style="background:url(cid:a@x)">Hi</p>',
                {"a@x": "ground.png"},
            )
        )
        self.assertEqual(message.attachment_ids.mapped("name"), ["ground.png"])

    def test_history_and_signature_are_folded_not_removed(self):
        intro = "On Mon, Jul 7, 2025 at 10:00, Ann <a@x.example> wrote:"
        gmail = intro.replace("<", "&lt;").replace(">", "&gt;")
        cases = {
            "text": mails.text_mail(
                self.customer_address,
                self.address,
                f"Yes.\n\n{intro}\n> old words\n> more\n\n-- \nBob\nPhone 1",
                Subject="text",
            ),
            "gmail": mails.html_mail(
                self.customer_address,
                self.address,
                f'<div>Yes.</div><div class="gmail_quote">{gmail}<blockquote>old words'
                '</blockquote></div><div class="gmail_signature">Bob Phone 1</div>',
                Subject="gmail",
            ),
            "dashes": mails.html_mail(
                self.customer_address,
                self.address,
                "<div>Yes.<br>-- <br>old words<br>Bob Phone 1</div>",
                Subject="dashes",
            ),
        }
        for name, raw in cases.items():
            with self.subTest(name):
                body = self.receive(raw).body
                own, mark, folded = body.partition("data-o-mail-quote=")
                self.assertTrue(mark, body)
                self.assertIn("Yes.", own)
                self.assertNotIn("old words", own)
                self.assertIn("old words", folded)
                self.assertIn("Phone 1", folded)

    def test_answers_between_quotes_stay_visible(self):
        body = self.receive_html(
            "<blockquote>q1</blockquote><p>answer</p><blockquote>q2</blockquote>"
        ).body
        self.assertNotIn("data-o-mail-quote=", body)
        self.assertIn("answer", body)

    def test_all_quoted_is_not_folded(self):
        body = self.receive(
            mails.text_mail(
                self.customer_address, self.address, "> one\n> two\n> three"
            )
        ).body
        self.assertNotIn("data-o-mail-quote=", body)

    def test_monsters_show_their_text(self):
        cases = {
            "deep": "<div>" * 3_000 + "Hello",
            "large": "<p>Hello</p>" + "<p>x</p>" * 60_000,
            "tags": "Hello" + "<b></b>" * 15_000,
        }
        for name, html in cases.items():
            with self.subTest(name):
                message = self.receive_html(html, Subject=name)
                self.assertIn("Hello", message.body)
                self.assertIn("Show original", message.body)

    def test_long_text_is_shown_in_part(self):
        raw = mails.text_mail(self.customer_address, self.address, "word " * 60_000)
        message = self.receive(raw)
        self.assertIn("very long mail", message.body)
        self.assertLess(len(message.body), 200_000)

    def test_html_files_are_kept_as_text(self):
        raw = mails.html_mail(self.customer_address, self.address, "<p>Hi</p>").replace(
            b"Content-Type: text/html; charset=utf-8",
            b"Content-Type: text/html\r\n"
            b"Content-Disposition: attachment; filename=a.html",
        )
        message = self.receive(raw)
        self.assertEqual(message.attachment_ids.mimetype, "text/plain")

    def test_invitation_is_a_card_and_a_file(self):
        self.manager.tz = "Europe/Berlin"
        message = self.receive((DATA / "invitation.eml").read_bytes())
        self.assertIn("Lunch, long", message.body)
        self.assertIn("Room 1", message.body)
        self.assertRegex(message.body, r"07/07/2025 12:00\WPM – 0?1:00\WPM")
        self.assertIn("Europe/Berlin", message.body)
        self.assertTrue(
            [f for f in message.attachment_ids if f.name.endswith(".ics")],
            message.attachment_ids.mapped("name"),
        )

    def test_encryption_is_said(self):
        for name, word in (("pgp_mime", "PGP"), ("smime", "S/MIME")):
            with self.subTest(name):
                message = self.receive((DATA / f"{name}.eml").read_bytes())
                self.assertIn(f"encrypted or sealed with {word}", message.body)
                self.assertTrue(message.attachment_ids)
