"""An OAuth 2.0 provider on a loopback port, shaped like Google's and Microsoft's.

::

    with OAuthServer() as server:
        server.add_account("anna@acme.example")
        requests.get(server.google_authorize_url, {...})   # redirects with a code
        requests.post(server.google_token_url, {...})
        server.revoke("anna@acme.example")                 # from now on: invalid_grant

Nobody types a password: the browser is taken for the account in ``login_hint``, else
for ``signed_in``, else for the first one. Microsoft's endpoint rotates refresh tokens
and refuses old ones; Google's keeps the first. ``tokeninfo_url`` tells a mail server
(the ``oauth2`` passdb of Dovecot) whose an access token is.

The answers follow what the two document: developers.google.com/identity/protocols/
oauth2/web-server, learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
and .../reference-error-codes, read 2026-11.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from .oauth_tokens import Account, Refused, TokenStore, id_token

GOOGLE = "/google"
MICROSOFT = "/common/oauth2/v2.0"
# Microsoft's endpoint for work and school accounts alone.
MICROSOFT_WORK = "/organizations/oauth2/v2.0"

_GOOGLE_REASONS = {
    "code": "Malformed auth code.",
    "redirect_uri": "Bad Request",
    "client": "The OAuth client was not found.",
}
_MICROSOFT_REASONS = {
    "code": (70008, "The provided authorization code or refresh token has expired."),
    "unknown": (70000, "The provided value for the input parameter is not valid."),
    "expired": (700082, "The refresh token has expired due to inactivity."),
    "revoked": (65001, "The user or administrator has not consented to use it."),
    "redirect_uri": (50011, "The redirect URI does not match the one configured."),
    "client": (7000215, "Invalid client secret provided."),
}
NO_CONSUMERS = (
    "The client does not exist or is not enabled for consumers. If you are the "
    "application developer, configure a new application through the App Registrations."
)


class OAuthServer:
    """Serves while the ``with`` block runs; everything may be changed meanwhile.

    :param int port: 0 takes a free one.
    """

    client_id = "client-id"
    client_secret = "client-s3cret"

    def __init__(self, port=0):
        self.accounts = {}
        self.tokens = TokenStore()
        # Who sits at the browser, and whether they click on Allow.
        self.signed_in = None
        self.consents = True
        # False: only accounts of organizations may use the app at Microsoft.
        self.consumers = False
        # (status, headers) to answer every token request with, None for normal work.
        self.trouble = None
        # Every request so far: (method, path, parameters).
        self.requests = []
        # Called with method and path of each; the client waits meanwhile.
        self.watcher = None
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        self._http.daemon_threads = True
        self._http.oauth = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.google_authorize_url = f"{self.url}{GOOGLE}/o/oauth2/v2/auth"
        self.google_token_url = f"{self.url}{GOOGLE}/token"
        self.google_userinfo_url = f"{self.url}{GOOGLE}/oauth2/v2/userinfo"
        # What Odoo's parameter microsoft_outlook.endpoint wants.
        self.microsoft_endpoint = f"{self.url}{MICROSOFT}/"
        self.tokeninfo_url = f"{self.url}/tokeninfo?access_token="

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exc):
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def add_account(self, email, personal=False):
        """Let somebody sign in.

        :param bool personal: an account like outlook.com's, of no organization
        """
        self.accounts[email] = Account(email, personal)

    def revoke(self, email):
        """Withdraw the consent: every token of this account stops working."""
        for grant in self.tokens.grants_of(email):
            grant.revoked = True

    def expire(self, email):
        """Let the refresh tokens of this account die of disuse."""
        for grant in self.tokens.grants_of(email):
            grant.expired = True

    def expire_access_tokens(self, email):
        """Let an hour pass for this account."""
        self.tokens.expire_access_tokens(email)

    def token_requests(self, grant_type):
        """Return the parameters of the token requests of one kind so far."""
        sent = [params for method, _path, params in self.requests if method == "POST"]
        return [params for params in sent if params.get("grant_type") == grant_type]

    # -- what the handler asks ------------------------------------------------

    def authorize(self, params, microsoft, work_only):
        """Return the parameters to redirect with."""
        account = self.accounts.get(params.get("login_hint") or self.signed_in)
        account = account or next(iter(self.accounts.values()))
        state = {"state": params["state"]} if "state" in params else {}
        if microsoft and account.personal and (work_only or not self.consumers):
            error = {"error": "unauthorized_client", "error_description": NO_CONSUMERS}
            return error | state
        if not self.consents:
            error = {"error": "access_denied"}
            if microsoft:
                error["error_description"] = "The user has denied access to the scope."
            return error | state
        scope = params.get("scope", "")
        offline = "offline_access" in scope or params.get("access_type") == "offline"
        code = self.tokens.new_code(account, scope, params["redirect_uri"], offline)
        return {"code": code} | state

    def exchange(self, params, microsoft):
        """Return the answer of a token endpoint.

        :raise Refused: the answer is an error
        """
        client = (params.get("client_id"), params.get("client_secret"))
        if client != (self.client_id, self.client_secret):
            raise Refused("invalid_client", "client")
        if params.get("grant_type") == "refresh_token":
            token = params.get("refresh_token")
            grant, renew = self.tokens.refresh(token, rotate=microsoft), microsoft
        elif params.get("grant_type") == "authorization_code":
            code = self.tokens.redeem(params.get("code"), params.get("redirect_uri"))
            grant, renew = code.grant, code.offline
        else:
            raise Refused("unsupported_grant_type", "code")
        answer = {
            "access_token": self.tokens.new_access_token(grant),
            "expires_in": self.tokens.expires_in,
            "scope": grant.scope,
            "token_type": "Bearer",
            "id_token": id_token(grant.account, self.client_id, self.url),
        }
        if renew:
            answer["refresh_token"] = self.tokens.new_refresh_token(grant)
        return answer


def _google_error(refused):
    reason = _GOOGLE_REASONS.get(refused.reason, "Token has been expired or revoked.")
    return {"error": refused.error, "error_description": reason}


def _microsoft_error(refused):
    number, text = _MICROSOFT_REASONS[refused.reason]
    answer = {
        "error": refused.error,
        "error_description": f"AADSTS{number}: {text} Trace ID: 0 Correlation ID: 0",
        "error_codes": [number],
        "trace_id": "0",
        "correlation_id": "0",
    }
    if refused.reason == "revoked":
        answer["suberror"] = "consent_required"
    return answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_args):
        """Stay silent: tests watch the log."""

    def do_GET(self):
        path, params = self._read(urlsplit(self.path).query)
        if path.endswith(("/auth", "/authorize")):
            self._authorize(path, params)
        elif path.endswith(("/userinfo", "/tokeninfo")):
            self._whose(params)
        else:
            self._answer(404, {"error": "not_found"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, params = self._read(body.decode())
        if not path.endswith("/token"):
            return self._answer(404, {"error": "not_found"})
        oauth, microsoft = self.server.oauth, not path.startswith(GOOGLE)
        if oauth.trouble:
            status, headers = oauth.trouble
            return self._answer(status, {"error": "temporarily_unavailable"}, headers)
        try:
            return self._answer(200, oauth.exchange(params, microsoft))
        except Refused as refused:
            status = 401 if refused.error == "invalid_client" else 400
            error = _microsoft_error if microsoft else _google_error
            return self._answer(status, error(refused))

    def _read(self, query):
        path, params = urlsplit(self.path).path, dict(parse_qsl(query))
        self.server.oauth.requests.append((self.command, path, params))
        if self.server.oauth.watcher:
            self.server.oauth.watcher(f"{self.command} {path}")
        return path, params

    def _authorize(self, path, params):
        oauth = self.server.oauth
        complete = params.get("response_type") == "code" and "redirect_uri" in params
        # Without a client it trusts, a provider shows an error and does not redirect.
        if not complete or params.get("client_id") != oauth.client_id:
            return self._answer(400, {"error": "invalid_request"})
        microsoft = not path.startswith(GOOGLE)
        found = oauth.authorize(params, microsoft, path.startswith(MICROSOFT_WORK))
        uri = params["redirect_uri"]
        glue = "&" if urlsplit(uri).query else "?"
        return self._answer(302, {}, {"Location": uri + glue + urlencode(found)})

    def _whose(self, params):
        scheme, _space, bearer = self.headers.get("Authorization", "").partition(" ")
        token = bearer if scheme.lower() == "bearer" else params.get("access_token")
        grant = self.server.oauth.tokens.owner(token)
        if grant is None:
            return self._answer(401, {"error": "invalid_token", "active": False})
        known = {"email": grant.account.email, "verified_email": True, "active": True}
        return self._answer(200, known | {"scope": grant.scope})

    def _answer(self, status, content, headers=None):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
