from unittest.mock import patch

from ....tools.errors import CredentialsRefused, ServerUnreachable
from ....tools.twilio import media
from .common import TwilioCase

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


class TestMedia(TwilioCase):
    def _fetch(self, content, mimetype):
        path = self.owner.add_media(content, mimetype)
        return media.fetch_media(self.settings(), self.server.url + path)

    def test_fetched(self):
        self.assertEqual(self._fetch(_PNG, "image/png"), (_PNG, "image/png"))
        text = b"BEGIN:VCARD\r\nEND:VCARD"
        self.assertEqual(
            self._fetch(text, "text/vcard; charset=utf-8"), (text, "text/vcard")
        )

    def test_refused(self):
        for name, content, mimetype, words in (
            ("type", b"MZ", "application/x-msdownload", "not taken"),
            ("html", b"<script>", "text/html", "not taken"),
            ("svg", b"<svg/>", "image/svg+xml", "not taken"),
            ("liar", b"<script>", "image/png", "said to be image/png"),
            ("size", _PNG * 200, "image/png", "larger than"),
        ):
            with self.subTest(name), patch.object(media, "MAX_MEDIA_BYTES", 10_000):
                with self.assertRaises(media.MediaRefused) as caught:
                    self._fetch(content, mimetype)
                self.assertIn(words, str(caught.exception))

    def test_only_twilios_hosts(self):
        """Credentials go nowhere else, whatever the webhook says."""
        for url in (
            "https://evil.example/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1",
            "http://api.twilio.com/x",
            "https://api.twilio.com:8443/x",
            "https://api.twilio.com@evil.example/x",
            "https://api.twilio.com.evil.example/x",
            "http://127.0.0.1:22/",
            "file:///etc/passwd",
            "",
        ):
            with self.subTest(url=url):
                with self.assertRaises(media.MediaRefused):
                    media.fetch_media(self.settings(), url)

    def test_trouble(self):
        url = self.server.url + self.owner.add_media(_PNG, "image/png")
        with self.assertRaises(CredentialsRefused):
            media.fetch_media(self.settings(auth_token="wrong"), url)
        self.server.script((500, 20500, "Internal"))
        with self.assertRaises(ServerUnreachable):
            media.fetch_media(self.settings(), url)
        with self.assertRaises(media.MediaRefused):
            media.fetch_media(self.settings(), url + "0")
