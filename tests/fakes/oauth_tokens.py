"""What an OAuth 2.0 provider remembers: who consented, and which tokens live."""

import base64
import json
import secrets
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Account:
    """Somebody who can sign in. ``personal`` accounts belong to no organization."""

    email: str
    personal: bool = False


@dataclass
class Grant:
    """One consent; revoking it ends every token that came from it."""

    account: Account
    scope: str
    revoked: bool = False
    expired: bool = False


@dataclass
class Token:
    grant: Grant
    until: float
    # A code is bound to the address it was asked for.
    redirect_uri: str = ""
    offline: bool = True


class Refused(Exception):
    """The provider's machine-readable error, and why."""

    def __init__(self, error, reason):
        super().__init__(error, reason)
        self.error = error
        self.reason = reason


@dataclass
class TokenStore:
    """Codes, refresh tokens and access tokens.

    Codes work once, access tokens run out, and with ``rotate`` a refresh token works
    once as well: whoever forgets the new one has lost the consent.
    """

    expires_in: int = 3599
    codes: dict = field(default_factory=dict)
    refresh_tokens: dict = field(default_factory=dict)
    access_tokens: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def new_code(self, account, scope, redirect_uri, offline=True):
        """Return a code for a consent just given."""
        code = "code-" + secrets.token_urlsafe(16)
        grant = Grant(account, scope)
        self.codes[code] = Token(grant, time.time() + 600, redirect_uri, offline)
        return code

    def redeem(self, code, redirect_uri):
        """Return the token record of a code, which is used up by that.

        :raise Refused: unknown, used, late, or asked for another address
        """
        with self.lock:
            token = self.codes.pop(code, None)
        if token is None or token.until < time.time():
            raise Refused("invalid_grant", "code")
        if token.redirect_uri != redirect_uri:
            raise Refused("redirect_uri_mismatch", "redirect_uri")
        return token

    def refresh(self, refresh_token, rotate):
        """Return the grant of a refresh token.

        :raise Refused: unknown, used, or its consent is over
        """
        with self.lock:
            grant = self.refresh_tokens.get(refresh_token)
            if grant is None:
                raise Refused("invalid_grant", "unknown")
            if grant.revoked:
                raise Refused("invalid_grant", "revoked")
            if grant.expired:
                raise Refused("invalid_grant", "expired")
            if rotate:
                del self.refresh_tokens[refresh_token]
        return grant

    def new_refresh_token(self, grant):
        token = "refresh-" + secrets.token_urlsafe(24)
        self.refresh_tokens[token] = grant
        return token

    def new_access_token(self, grant):
        token = "access-" + secrets.token_urlsafe(24)
        self.access_tokens[token] = Token(grant, time.time() + self.expires_in)
        return token

    def owner(self, access_token):
        """Return the grant behind an access token that is still good, else None."""
        token = self.access_tokens.get(access_token)
        if token is None or token.grant.revoked or token.until < time.time():
            return None
        return token.grant

    def grants_of(self, email):
        return [g for g in self.refresh_tokens.values() if g.account.email == email]

    def expire_access_tokens(self, email):
        for token in self.access_tokens.values():
            if token.grant.account.email == email:
                token.until = 0


def id_token(account, client_id, issuer):
    """Return an unsigned JWT with what readers of it look for."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": client_id,
        "email": account.email,
        "preferred_username": account.email,
        "iat": now,
        "exp": now + 3600,
    }
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    coded = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    return ".".join([*coded, ""])
