from ....tools import mime
from ....tools.mime.names import safe_filename
from ....tools.mime.tnef import unpack
from .common import MimeCase, read

# per mail: file name, type, content, inline
CASES = {
    "rfc822": [("Grüße-2.eml", "message/rfc822", None, False)],
    "digest": [
        ("One.eml", "message/rfc822", b"Subject: One\r\n\r\n1", False),
        ("Two.eml", "message/rfc822", b"Subject: Two\r\n\r\n2", False),
    ],
    "names_rfc2231": [
        ("€ ratesä.pdf", "application/pdf", b"1", False),
        ("ä b.pdf", "application/pdf", b"2", False),
        ("my file.pdf", "application/pdf", b"3", False),
        ("passfdp.exe", "application/pdf", b"4", False),
        ("attachment-5.jpg", "image/jpeg", b"5", False),
    ],
    "text_attachment": [
        ("notes.txt", "text/plain", b"Notes", False),
        ("attachment-2.html", "text/html", b"<p>page</p>", False),
    ],
    "apple_mixed": [("a.png", "image/png", b"hi", False)],
    "unterminated": [("a.pdf", "application/pdf", b"%PDF\r\n", False)],
    "inline_cid": [
        ("used.png", "image/png", b"x", True),
        ("unused.png", "image/png", b"y", False),
        ("z.png", "image/png", b"z", True),
    ],
    "uuencoded": [("hello.txt", "application/octet-stream", b"hello world", False)],
    "tnef": [("Übersicht.txt", "text/plain", b"file content\x00\x00", False)],
    "tnef_broken": [("winmail.dat", "application/ms-tnef", None, False)],
    "pgp_mime": [
        ("attachment-1.asc", "application/pgp-encrypted", b"Version: 1", False),
        ("encrypted.asc", "application/octet-stream", None, False),
    ],
    "pgp_signed": [("signature.asc", "application/pgp-signature", None, False)],
    "smime": [("smime.p7m", "application/pkcs7-mime", b"0\x82\x01", False)],
    "invitation": [("attachment-1.ics", "text/calendar", None, False)],
}

NAMES = (
    ("/etc/passwd", "passwd"),
    ("..", "attachment-1.pdf"),
    ("C:\\x\\y.pdf", "y.pdf"),
    ("a\x00b\r\n.pdf", "ab.pdf"),
    ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ("", "attachment-1.pdf"),
)


class TestAttachments(MimeCase):
    def test_cases(self):
        for name, expected in CASES.items():
            found = mime.parse(read(name)).attachments
            with self.subTest(mail=name):
                self.assertEqual(len(found), len(expected))
            for one, (filename, mimetype, content, inline) in zip(
                found, expected, strict=True
            ):
                with self.subTest(mail=name, file=filename):
                    self.assertEqual(one.filename, filename)
                    self.assertEqual(one.mimetype, mimetype)
                    self.assertEqual(one.inline, inline)
                    if content is not None:
                        self.assertEqual(one.content, content)

    def test_content_id(self):
        found = mime.parse(read("inline_cid")).attachments
        self.assertEqual([a.content_id for a in found], ["Used@1", "unused@1", ""])

    def test_replaced_references(self):
        html = mime.parse(read("inline_cid")).html
        shown = mime.replace_cids(html, {"Used@1": "/web/image/7?a=1&b", "x": "/y"})
        self.assertIn('<img src="/web/image/7?a=1&amp;b">', shown)
        self.assertIn('<img src="pics/z.png">', shown)
        self.assertEqual(mime.replace_cids("cid:none", {"x": "/y"}), "cid:none")

    def test_names(self):
        for name, expected in NAMES:
            with self.subTest(name=name):
                self.assertEqual(safe_filename(name, "application/pdf", 1), expected)

    def test_tnef_cut_anywhere(self):
        content = mime.parse(read("tnef").replace(b"ms-tnef", b"x-any")).attachments[0]
        for length in range(len(content.content)):
            unpack(content.content[:length])
