import email
import email.policy
from datetime import datetime, timezone

from odoo.tests import BaseCase

from ....tools import mime
from ....tools.mime import Address, Attachment, Draft

DATE = datetime(2025, 3, 3, 9, tzinfo=timezone.utc)
PICTURE = Attachment("p.png", "image/png", b"\x89PNG\x00", "pic@1", True)
FILE = Attachment("Übersicht für alle.pdf", "application/pdf", b"%PDF\x00\xff")


def draft(**values):
    """A draft with the given values."""
    return Draft(
        **{
            "from_": Address("Jörg, Müller", "joerg@x.example"),
            "to": (Address("Ann", "ann@y.example"),),
            "subject": "Grüße",
            "html": "<p>Hallo <b>Wörld</b></p>",
            "date": DATE,
            **values,
        }
    )


class TestCompose(BaseCase):
    def test_read_by_two_parsers(self):
        ids = tuple(f"{n}.{'x' * 60}@x.example" for n in range(60))
        built = mime.build(
            draft(
                cc=(Address("", "cc@y.example"),),
                reply_to=(Address('Q "R"', "reply@x.example"),),
                html='<p>Hi</p><img src="cid:pic@1">',
                references=ids,
                in_reply_to=ids[-1],
                attachments=(PICTURE, FILE),
                headers=(("X-Mark", "ä" * 80),),
            )
        )
        ours = mime.parse(built.raw)
        theirs = email.message_from_bytes(built.raw, policy=email.policy.default)
        self.assertEqual(ours.defects, ())
        self.assertEqual(theirs.defects, [])
        self.assertEqual(ours.subject, theirs["subject"])
        self.assertEqual(ours.from_.name, theirs["from"].addresses[0].display_name)
        self.assertEqual(ours.from_.name, "Jörg, Müller")
        self.assertEqual(ours.reply_to[0].name, 'Q "R"')
        self.assertEqual(ours.references, ids)
        self.assertEqual(theirs["references"].split(), [f"<{one}>" for one in ids])
        self.assertEqual(ours.in_reply_to, ids[-1:])
        self.assertEqual(ours.date, DATE)
        self.assertEqual(theirs["date"].datetime, DATE)
        html = theirs.get_body(("html",)).get_content()
        self.assertEqual(ours.html, html.replace("\r\n", "\n"))
        self.assertEqual(ours.attachments, (PICTURE, FILE))
        names = [part.get_filename() for part in theirs.walk()]
        self.assertIn(FILE.filename, names)
        self.assertEqual(theirs["x-mark"], "ä" * 80)

    def test_structure(self):
        plain = ["text/plain", "text/html"]
        related = ["multipart/related", "text/html", "image/png"]
        for attachments, expected in (
            ((), ["multipart/alternative", *plain]),
            (
                (FILE,),
                ["multipart/mixed", "multipart/alternative", *plain, FILE.mimetype],
            ),
            ((PICTURE,), ["multipart/alternative", "text/plain", *related]),
        ):
            raw = mime.build(draft(attachments=attachments)).raw
            parts = email.message_from_bytes(raw).walk()
            with self.subTest(expected=expected):
                self.assertEqual([p.get_content_type() for p in parts], expected)

    def test_lines(self):
        raw = mime.build(draft(html="<p>" + "ä x" * 5_000 + "</p>" + "y" * 3_000)).raw
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
        self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 78)

    def test_bcc_stays_with_us(self):
        built = mime.build(draft(bcc=(Address("", "secret@z.example"),)))
        self.assertNotIn(b"secret", built.raw)
        self.assertIn(b"Bcc: secret@z.example\r\n", built.raw_with_bcc)
        self.assertEqual(built.recipients, ("ann@y.example", "secret@z.example"))

    def test_international(self):
        built = mime.build(draft(to=(Address("", "ann@bücher.example"),)))
        self.assertEqual(built.recipients, ("ann@xn--bcher-kva.example",))
        self.assertFalse(built.smtputf8)
        built = mime.build(draft(to=(Address("", "änn@bücher.example"),)))
        self.assertTrue(built.smtputf8)
        self.assertEqual(mime.parse(built.raw).to[0].email, "änn@bücher.example")

    def test_message_id(self):
        self.assertIn("@x.example", mime.build(draft()).message_id)
        built = mime.build(draft(message_id="mine@x.example"))
        self.assertEqual(mime.parse(built.raw).message_id, "mine@x.example")
        self.assertNotEqual(*(mime.make_message_id("x.example") for _ in range(2)))

    def test_unusable_ancestors_are_left_out(self):
        long = "a" * 988 + "@x"
        odd = ("x> <y", "\r\nBcc:", "jörg@x", "a" * 999, "", "good@x")
        built = mime.build(draft(references=odd, in_reply_to=long))
        parsed = mime.parse(built.raw)
        self.assertEqual(parsed.references, ("good@x", long))
        self.assertEqual(parsed.in_reply_to, (long,))
        self.assertLessEqual(max(map(len, built.raw.split(b"\r\n"))), 998)

    def test_refused(self):
        inject = "a\r\nBcc: evil@z.example"
        for values in (
            {"headers": (("X-A", inject),)},
            {"headers": (("X-A\r\nBcc", "x"),)},
            {"headers": (("Bcc", "evil@z.example"),)},
            {"headers": (("Content-Type", "text/html"),)},
            {"to": (Address("", inject),)},
            {"to": (Address("", "no-domain"),)},
            {"to": (Address("", "a@b, c@d"),)},
            {"message_id": inject},
            {"date": datetime(2025, 3, 3)},
            {"attachments": (Attachment("a", "image/png", b"", "x\r\ny", True),)},
        ):
            with self.subTest(values=values), self.assertRaises(ValueError):
                mime.build(draft(**values))

    def test_made_harmless(self):
        inject = "a\r\nBcc: evil@z.example"
        file = Attachment(inject, f"text/x\r\nBcc: {inject}", b"x")
        built = mime.build(
            draft(
                subject=inject,
                to=(Address(inject, "b@y.example"),),
                attachments=(file,),
            )
        )
        parsed = mime.parse(built.raw)
        self.assertEqual(parsed.subject, "a Bcc: evil@z.example")
        self.assertEqual(parsed.bcc, ())
        self.assertEqual(parsed.to[0].name, "a Bcc: evil@z.example")

    def test_forwarded_mail(self):
        for content, kind in (
            (b"Subject: x\r\n\r\nplain\r\n", "message/rfc822"),
            (b"Subject: x\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n", "application/octet-stream"),
        ):
            file = Attachment("f.eml", "message/rfc822", content)
            found = mime.parse(mime.build(draft(attachments=(file,))).raw).attachments
            with self.subTest(kind=kind):
                self.assertEqual(found[0].mimetype, kind)
                self.assertEqual(found[0].filename, "f.eml")
                self.assertEqual(found[0].content.rstrip(), content.rstrip())

    def test_text_of_its_own(self):
        parsed = mime.parse(mime.build(draft(text="Mine\r\n")).raw)
        self.assertEqual(parsed.text, "Mine\n")
