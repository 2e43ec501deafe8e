"""What is written in Chromium, as it arrives: canned, plain, rich, after a reload."""

from odoo.tests import tagged

from .test_composer_tour import ComposerTourCase


@tagged("post_install", "-at_install")
class TestComposerTextTour(ComposerTourCase):
    def bodies(self, mail):
        """The mail's text and HTML."""
        return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]

    def test_canned_and_plain(self):
        self.env["mail.canned.response"].create(
            {
                "source": "visit",
                "substitution": "We come on Monday.",
                "group_ids": self.env.ref("base.group_user").ids,
            }
        )
        self.tour("canned")
        [mails] = self.leave(self.customer)
        canned, plain = sorted(mails, key=lambda mail: mail["Date"].datetime)
        text, html = self.bodies(canned)
        self.assertIn("We come on Monday.", text)
        self.assertNotIn("::", text + html)
        # What is typed is text; nothing of it becomes HTML.
        text, html = self.bodies(plain)
        self.assertIn("1 < 2 & <b>no</b>", text)
        self.assertIn("1 &lt; 2 &amp; &lt;b&gt;no&lt;/b&gt;", html)

    def test_rich(self):
        self.tour("rich")
        [maria], [joao] = self.leave(self.customer, "joao.cc")
        self.assertEqual(maria["Message-ID"], joao["Message-ID"])
        text, html = self.bodies(maria)
        self.assertRegex(html, "<strong[^>]*>Important</strong>")
        self.assertIn("Important", text)
        self.assertNotIn("<", text)

    def test_reload(self):
        self.tour("reload")
        [[mail]] = self.leave(self.customer)
        self.assertEqual(mail["Subject"], "Prices")
        self.assertIn("See what it costs", self.bodies(mail)[0])
        [file] = mail.iter_attachments()
        self.assertEqual(file.get_content(), "Prices")
