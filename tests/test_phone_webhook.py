import hashlib
import json

from odoo.tests import HttpCase, tagged

from ..tools import twilio
from .phone_common import OURS, PUBLIC, THEIRS, PhoneMixin


@tagged("post_install", "-at_install")
class TestPhoneWebhook(PhoneMixin, HttpCase):
    """Over HTTP, as Twilio calls; the public address is another than the real one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_twilio()

    def setUp(self):
        super().setUp()
        self._set_up_phone()
        self.phone.action_connect()
        self.token = self.phone.sudo().webhook_token

    def _call(self, values, *, path="sms", signature=None, token=None, **kwargs):
        if signature is None:
            signature = self.sign(path, values)
        return self.url_open(
            f"/mail_switchboard/twilio/{token or self.token}/{path}",
            data=values,
            headers={twilio.SIGNATURE_HEADER: signature},
            **kwargs,
        )

    def _rows(self):
        return self.env["switchboard.webhook"].search([])

    def test_message(self):
        answer = self._call(self.incoming("Grüße 😀"))
        self.assertEqual((answer.status_code, answer.text), (200, "<Response/>"))
        self.assertIn("text/xml", answer.headers["Content-Type"])
        self.assertEqual(self._rows().state, "waiting")
        self.assertFalse(self.talk())
        self.env["switchboard.webhook"]._work()
        self.assertIn("Grüße 😀", self.shown(self.talk()).body)

    def test_url_with_port(self):
        values = self.incoming()
        url = self.phone._callback_url("sms").replace(PUBLIC, f"{PUBLIC}:443")
        signature = twilio.sign(self.account.auth_token, url, values)
        self.assertEqual(self._call(values, signature=signature).status_code, 200)

    def test_json(self):
        body = json.dumps(self.incoming("By JSON ü"))
        digest = hashlib.sha256(body.encode()).hexdigest()
        path = f"sms?bodySHA256={digest}"
        answer = self.url_open(
            f"/mail_switchboard/twilio/{self.token}/{path}",
            data=body.encode(),
            headers={
                "Content-Type": "application/json",
                twilio.SIGNATURE_HEADER: self.sign(path, {}),
            },
        )
        self.assertEqual(answer.status_code, 200)
        self.env["switchboard.webhook"]._work()
        self.assertIn("By JSON ü", self.shown(self.talk()).body)

    def test_refused(self):
        values = self.incoming()
        good = self.sign("sms", values)
        stale = twilio.sign("former-token", self.phone._callback_url("sms"), values)
        moved = twilio.sign(
            self.account.auth_token,
            self.phone._callback_url("sms").replace(PUBLIC, "https://former.example"),
            values,
        )
        elsewhere = self.incoming(AccountSid="AC" + "0" * 32)
        for name, sent, kwargs in (
            ("no signature", values, {"signature": ""}),
            ("forged", values, {"signature": "A" * 27 + "="}),
            ("stale token", values, {"signature": stale}),
            ("former address", values, {"signature": moved}),
            ("changed text", {**values, "Body": "Pay me"}, {"signature": good}),
            ("for another path", values, {"signature": good, "path": "status/1"}),
            ("unknown token", values, {"signature": good, "token": "x" * 32}),
            ("no token", values, {"signature": good, "token": "x"}),
            ("wrong account", elsewhere, {}),
            ("wrong number", self.incoming(To="+49309999999"), {}),
        ):
            with self.subTest(name):
                answer = self._call(sent, **kwargs)
                self.assertEqual((answer.status_code, answer.text), (403, ""))
        self.assertFalse(self._rows())
        self.assertEqual(self._call(values).status_code, 200)

    def test_replay(self):
        values = self.incoming()
        for _time in range(3):
            self.assertEqual(self._call(values).status_code, 200)
        self.env["switchboard.webhook"]._work()
        self.assertEqual(self._call(values).status_code, 200)
        self.env["switchboard.webhook"]._work()
        self.assertEqual(len(self.shown(self.talk())), 1)

    def test_disconnected(self):
        values = self.incoming()
        signature = self.sign("sms", values)
        self.phone.action_disconnect()
        self.assertEqual(self._call(values, signature=signature).status_code, 403)

    def test_still_taken_while_the_line_has_failed(self):
        self.line._set_state("failed", "Twilio cannot be reached")
        self.assertEqual(self._call(self.incoming()).status_code, 200)

    def test_status(self):
        outgoing = self.post()
        self.process()
        values = {
            "MessageSid": outgoing.provider_sid,
            "MessageStatus": "delivered",
            "AccountSid": self.account.sid,
            "From": OURS,
            "To": THEIRS,
        }
        callback = self.twilio.sent_values[-1]["StatusCallback"]
        path = callback.partition(f"{self.token}/")[2]
        self.assertEqual(self._call(values, path=path).status_code, 200)
        self.env["switchboard.webhook"]._work()
        self.assertEqual(outgoing.delivery_state, "delivered")

    def test_media_link(self):
        channel = self.start()
        file = self.env["ir.attachment"].create(
            {
                "name": "a.png",
                "raw": b"\x89PNG",
                "mimetype": "image/png",
                "res_model": "discuss.channel",
                "res_id": channel.id,
            }
        )
        self.post("Look", user=self.manager, attachment_ids=file.ids)
        self.process()
        [url] = self.twilio.sent_values[-1]["MediaUrl"]
        path = url.removeprefix(PUBLIC)
        answer = self.url_open(path)
        self.assertEqual((answer.status_code, answer.content), (200, b"\x89PNG"))
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        other = self.env["ir.attachment"].create({"name": "secret", "raw": b"secret"})
        for wrong in (
            path[:-1] + ("0" if path[-1] != "0" else "1"),
            path.replace(f"/{file.id}/", f"/{other.id}/"),
        ):
            with self.subTest(wrong=wrong):
                self.assertEqual(self.url_open(wrong).status_code, 404)
