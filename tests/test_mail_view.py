"""The full mail: its page in a sandbox, its source, and who may see them."""

from odoo.tests import HttpCase, tagged

from . import mails
from .common import SwitchboardMixin

REMOTE = '<p>Hi</p><img src="https://pictures.example/1.png"><img src="cid:a@x">'


@tagged("post_install", "-at_install")
class TestMailView(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.mailbox.action_connect()
        self.raw = mails.picture_mail(
            f"Maria <{self.customer_address}>",
            self.address,
            REMOTE + "<script>x()</script><meta http-equiv=refresh content=0>"
            '<base href="https://evil.example/">',
            {"a@x": "a.png"},
            Subject="Roof / “new”",
        )
        self.server.deliver(self.box, self.raw)
        self.mailbox._sync()
        self.row = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)]
        )
        self.url = f"/mail_switchboard/message/{self.row.id}"

    def get(self, url, user):
        self.authenticate(user.login, user.login)
        return self.url_open(url, allow_redirects=False)

    def test_page_is_locked_up(self):
        answer = self.get(self.url, self.carla)
        self.assertEqual(answer.status_code, 200)
        policy = answer.headers["Content-Security-Policy"]
        for part in ("sandbox", "default-src 'none'", "form-action 'none'"):
            self.assertIn(part, policy)
        for part in ("allow-scripts", "allow-same-origin", "https:", "script-src"):
            self.assertNotIn(part, policy)
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("data:image/png;base64,", answer.text)
        for part in ("<script", "http-equiv", "evil.example", "access_token"):
            self.assertNotIn(part, answer.text)

    def test_pictures_only_when_asked_and_remembered_per_sender_and_user(self):
        def allowed(user, url=self.url):
            policy = self.get(url, user).headers["Content-Security-Policy"]
            return "img-src data: https: http:" in policy

        self.assertFalse(allowed(self.ben))
        self.assertTrue(allowed(self.ben, f"{self.url}?pictures=1"))
        self.assertFalse(allowed(self.ben))
        self.row.with_user(self.ben).set_pictures(True)
        self.assertTrue(allowed(self.ben))
        self.assertFalse(allowed(self.ben, f"{self.url}?pictures=0"))
        self.assertFalse(allowed(self.carla))
        self.row.with_user(self.ben).set_pictures(False)
        self.assertFalse(allowed(self.ben))

    def test_source_and_file(self):
        raw = self.server.inbox(self.box)[0]
        source = self.get(f"{self.url}/source", self.ben)
        self.assertEqual(source.content, raw)
        self.assertTrue(source.headers["Content-Type"].startswith("text/plain"))
        self.assertIn("sandbox", source.headers["Content-Security-Policy"])
        file = self.get(f"{self.url}/eml", self.ben)
        self.assertEqual(file.content, raw)
        self.assertTrue(file.headers["Content-Disposition"].startswith("attachment"))
        self.assertIn(".eml", file.headers["Content-Disposition"])

    def test_only_who_reads_the_conversation(self):
        for user in (self.nobody, self.admin):
            for path in ("", "/source", "/eml"):
                with self.subTest(user=user.login, path=path):
                    self.assertEqual(self.get(self.url + path, user).status_code, 404)
        self.assertEqual(self.get(f"{self.url}9999", self.ben).status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(self.url, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 200)

    def test_withdrawn_grant_acts_at_once(self):
        self.assertEqual(self.get(self.url, self.ben).status_code, 200)
        self.env["switchboard.grant"].search(
            [("line_id", "=", self.line.id), ("user_id", "=", self.ben.id)]
        ).unlink()
        self.assertEqual(self.get(self.url, self.ben).status_code, 404)

    def test_dialog_data(self):
        card = self.row.with_user(self.ben).get_original()
        self.assertEqual(card["subject"], "Roof / “new”")
        self.assertTrue(card["has_remote_pictures"])
        self.assertFalse(card["pictures"])
        self.assertIn("Subject: ", card["headers"])
        self.assertNotIn("<p>Hi", card["headers"])
