import re

from ....tools.mime import message_key, parse, parse_headers
from .common import MimeCase, read


def _bare(name):
    """A mail of ``tests/data`` without its Message-ID."""
    return re.sub(rb"(?mi)^Message-ID:.*\r?\n", b"", read(name))


class TestKeys(MimeCase):
    def test_of_message_id(self):
        self.assertEqual(parse(read("alternative")).key, "id:alternative@x.example")

    def test_long_message_id_is_bounded(self):
        raw = b"Message-ID: <%s@x>\n\nbody" % (b"a" * 600)
        key = message_key(raw)
        self.assertTrue(key.startswith("id:sha256:"))
        self.assertLess(len(key), 100)
        self.assertEqual(len(parse(raw).message_id), 602)

    def test_survives_transport(self):
        for name in ("no_message_id", "alternative", "inline_cid", "rfc822"):
            raw = _bare(name)
            key = message_key(raw)
            unix = raw.replace(b"\r\n", b"\n")
            carried = (
                b"Return-Path: <ann@x.example>\r\nDelivered-To: someone\r\n"
                b"Received: from a by b; Mon, 3 Mar 2025 10:00:00 +0100\r\n"
                b"X-Spam-Status: No\r\n" + raw
            )
            with self.subTest(mail=name):
                self.assertTrue(key.startswith("h:"))
                self.assertEqual(message_key(unix), key)
                self.assertEqual(message_key(carried), key)

    def test_survives_another_transfer_encoding(self):
        head = b"From: a@x\nSubject: s\nContent-Transfer-Encoding: "
        plain = message_key(head + b"8bit\n\nGr\xc3\xbc\xc3\x9fe\n")
        self.assertEqual(message_key(head + b"base64\n\nR3LDvMOfZQo=\n"), plain)
        encoded = head + b"quoted-printable\n\nGr=C3=BC=C3=9F=\ne\n"
        self.assertEqual(message_key(encoded), plain)

    def test_tells_mails_apart(self):
        raw = _bare("no_message_id")
        changes = ((b"Hello", b"Hallo"), (b"No id", b"Id"), (b"10:00", b"10:01"))
        keys = {message_key(raw.replace(*change)) for change in changes}
        self.assertEqual(len(keys | {message_key(raw)}), 4)

    def test_of_headers_only_is_marked(self):
        self.assertTrue(parse_headers(_bare("alternative")).key.startswith("p:"))

    def test_empty_message_id_is_none(self):
        same = message_key(read("no_message_id"))
        self.assertEqual(message_key(read("empty_message_id")), same)
