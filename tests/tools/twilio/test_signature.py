import hashlib

from odoo.tests import BaseCase

from ....tools.twilio import is_signature_shape, sign, valid

# The example of Twilio's page "Webhooks security".
TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
PARAMS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="


class TestSignature(BaseCase):
    def test_vector_of_the_documentation(self):
        self.assertTrue(valid(TOKEN, URL, PARAMS, SIGNATURE))

    def test_with_and_without_port(self):
        with_port = URL.replace("mycompany.com", "mycompany.com:443")
        self.assertTrue(valid(TOKEN, with_port, PARAMS, SIGNATURE))
        signed_with_port = sign(TOKEN, with_port, PARAMS)
        self.assertNotEqual(signed_with_port, SIGNATURE)
        self.assertTrue(valid(TOKEN, URL, PARAMS, signed_with_port))

    def test_refused(self):
        for name, token, url, params, signature in (
            ("another token", "54321", URL, PARAMS, SIGNATURE),
            ("no token", "", URL, PARAMS, SIGNATURE),
            ("another URL", TOKEN, URL + "3", PARAMS, SIGNATURE),
            ("without TLS", TOKEN, URL.replace("https", "http"), PARAMS, SIGNATURE),
            ("a value changed", TOKEN, URL, {**PARAMS, "Digits": "9"}, SIGNATURE),
            ("a value more", TOKEN, URL, {**PARAMS, "A": "b"}, SIGNATURE),
            ("a value less", TOKEN, URL, {"From": "+14158675309"}, SIGNATURE),
            ("one bit", TOKEN, URL, PARAMS, "S" + SIGNATURE[1:]),
            ("no signature", TOKEN, URL, PARAMS, ""),
            ("half a signature", TOKEN, URL, PARAMS, SIGNATURE[:10]),
            ("port that is none", TOKEN, "https://h:x/", PARAMS, SIGNATURE),
        ):
            with self.subTest(name):
                self.assertFalse(valid(token, url, params, signature))

    def test_json_body(self):
        body = '{"MessageSid": "SM1", "Body": "Grüße"}'
        digest = hashlib.sha256(body.encode()).hexdigest()
        url = f"{URL}&bodySHA256={digest}"
        signature = sign(TOKEN, url, {})
        self.assertTrue(valid(TOKEN, url, body, signature))
        self.assertFalse(valid(TOKEN, url, body + " ", signature))
        # A URL without the body's hash vouches for no body.
        self.assertFalse(valid(TOKEN, URL, body, sign(TOKEN, URL, {})))

    def test_shape(self):
        self.assertTrue(is_signature_shape(SIGNATURE))
        for text in ("", "x", SIGNATURE * 2, SIGNATURE[:-1] + "!", SIGNATURE + "\n"):
            with self.subTest(text=text):
                self.assertFalse(is_signature_shape(text))
