import base64
import json
from urllib.parse import parse_qsl, urlsplit

import requests

from odoo.tests import BaseCase

from ..fakes.oauth_server import OAuthServer

REDIRECT = "https://ours.example/confirm"
ANNA = "anna@acme.example"


class TestOAuthServer(BaseCase):
    """The fake behaves as the two providers do where others rely on it."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(OAuthServer())
        self.server.add_account(ANNA)
        self.server.add_account("me@outlook.com", personal=True)

    def _urls(self, provider):
        if provider == "google":
            return self.server.google_authorize_url, self.server.google_token_url
        endpoint = self.server.microsoft_endpoint
        return endpoint + "authorize", endpoint + "token"

    def _redirected(self, provider, **params):
        answer = requests.get(
            self._urls(provider)[0],
            params={
                "client_id": self.server.client_id,
                "response_type": "code",
                "redirect_uri": REDIRECT,
                "scope": "email offline_access",
                "access_type": "offline",
                "state": "s1",
                **params,
            },
            allow_redirects=False,
            timeout=10,
        )
        self.assertEqual(answer.status_code, 302, answer.text)
        target = urlsplit(answer.headers["Location"])
        self.assertEqual(f"https://{target.netloc}{target.path}", REDIRECT)
        return dict(parse_qsl(target.query))

    def _token(self, provider, status=200, **params):
        data = {
            "client_id": self.server.client_id,
            "client_secret": self.server.client_secret,
            "redirect_uri": REDIRECT,
            "grant_type": "refresh_token" if "refresh_token" in params else "",
            **params,
        }
        if "code" in params:
            data["grant_type"] = "authorization_code"
        answer = requests.post(self._urls(provider)[1], data=data, timeout=10)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def _connect(self, provider, **params):
        return self._token(provider, code=self._redirected(provider, **params)["code"])

    def _owner(self, access_token):
        url = self.server.tokeninfo_url + access_token
        return requests.get(url, timeout=10).json().get("email")

    def test_consent(self):
        for provider in ("google", "microsoft"):
            with self.subTest(provider=provider):
                self.assertEqual(self._redirected(provider)["state"], "s1")
                tokens = self._connect(provider)
                self.assertEqual(self._owner(tokens["access_token"]), ANNA)
                claims = tokens["id_token"].split(".")[1] + "=="
                self.assertEqual(
                    json.loads(base64.urlsafe_b64decode(claims))["email"], ANNA
                )

    def test_google_keeps_the_refresh_token(self):
        tokens = self._connect("google")
        for _turn in range(2):
            again = self._token("google", refresh_token=tokens["refresh_token"])
            self.assertNotIn("refresh_token", again)
            self.assertNotEqual(again["access_token"], tokens["access_token"])
        self.assertEqual(len(self.server.token_requests("refresh_token")), 2)

    def test_microsoft_rotates(self):
        first = self._connect("microsoft")["refresh_token"]
        second = self._token("microsoft", refresh_token=first)["refresh_token"]
        self.assertNotEqual(first, second)
        error = self._token("microsoft", 400, refresh_token=first)
        self.assertEqual(error["error"], "invalid_grant")
        self._token("microsoft", refresh_token=second)

    def test_over(self):
        for provider, end, code in (
            ("google", self.server.revoke, None),
            ("google", self.server.expire, None),
            ("microsoft", self.server.revoke, 65001),
            ("microsoft", self.server.expire, 700082),
        ):
            with self.subTest(provider=provider, end=end.__name__):
                tokens = self._connect(provider)
                end(ANNA)
                token = tokens["refresh_token"]
                error = self._token(provider, 400, refresh_token=token)
                self.assertEqual(error["error"], "invalid_grant")
                self.assertEqual(error.get("error_codes"), code and [code])
                gone = end == self.server.revoke
                owner = self._owner(tokens["access_token"])
                self.assertEqual(owner, None if gone else ANNA)

    def test_access_tokens_run_out(self):
        tokens = self._connect("google")
        self.server.expire_access_tokens(ANNA)
        self.assertIsNone(self._owner(tokens["access_token"]))
        self._token("google", refresh_token=tokens["refresh_token"])

    def test_personal_accounts(self):
        personal = {"login_hint": "me@outlook.com"}
        error = self._redirected("microsoft", **personal)
        self.assertEqual(error["error"], "unauthorized_client")
        self.assertIn("not enabled for consumers", error["error_description"])
        self.server.consumers = True
        tokens = self._connect("microsoft", **personal)
        self.assertEqual(self._owner(tokens["access_token"]), "me@outlook.com")

    def test_refusals(self):
        for provider in ("google", "microsoft"):
            with self.subTest(provider=provider):
                self.server.consents = False
                answer = self._redirected(provider)
                self.assertEqual(answer["error"], "access_denied")
                self.server.consents = True
                code = self._redirected(provider)["code"]
                self._token(provider, 401, code=code, client_secret="wrong")
                self._token(provider, code=code)
                self._token(provider, 400, code=code)
                other = self._redirected(provider)["code"]
                self._token(provider, 400, code=other, redirect_uri=REDIRECT + "/x")

    def test_without_offline_access_there_is_no_refresh_token(self):
        tokens = self._connect("google", access_type="online", scope="email")
        self.assertNotIn("refresh_token", tokens)

    def test_trouble(self):
        self.server.trouble = (503, {"Retry-After": "30"})
        self._token("google", 503, refresh_token="x")
        self.server.trouble = None
        self._token("google", 400, refresh_token="x")
