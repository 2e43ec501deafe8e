"""Getting in: AUTH PLAIN, LOGIN and XOAUTH2 (RFC 4954)."""

from __future__ import annotations

import base64
import binascii
import re

from ..errors import (
    ConsentGone,
    CredentialsRefused,
    LineError,
    ProtocolFailed,
    Throttled,
    TlsFailed,
    retry_after,
)
from .dialog import Dialog
from .result import refusal

# 535 is also what some servers say while they are only busy.
_LATER = re.compile(
    r"too many|try again|temporar|concurrent|rate limit|throttl|exceeded", re.I
)


def log_in(dialog: Dialog) -> None:
    """Give the credentials.

    :raises CredentialsRefused, ConsentGone: 530, 534, 535 and their like.
    :raises Throttled: the server is busy, or has seen too many logins.
    :raises TlsFailed: it takes a login on a secure connection only.
    :raises ProtocolFailed: it offers no way we know.
    """
    settings = dialog.settings
    offered = set(dialog.esmtp_features.get("auth", "").upper().split())
    if not offered:
        raise _nothing_offered(dialog)
    if settings.oauth_token:
        bearer = f"user={settings.login}\1auth=Bearer {settings.oauth_token}\1\1"
        code, reply = _talk(dialog, "XOAUTH2", [bearer])
    elif "PLAIN" in offered or "LOGIN" not in offered:
        plain = f"\0{settings.login}\0{settings.password}"
        code, reply = _talk(dialog, "PLAIN", [plain])
    else:
        code, reply = _talk(dialog, "LOGIN", ["", settings.login, settings.password])
    if code not in (235, 503):  # 503: logged in already
        raise login_failure(code, reply, oauth=bool(settings.oauth_token))


def _talk(dialog: Dialog, mechanism: str, answers: list[str]) -> tuple[int, bytes]:
    """Give the answers in turn, the first with the command itself if not empty."""
    first, *rest = answers
    code, reply = dialog.docmd("AUTH", f"{mechanism} {_encoded(first)}".strip())
    told = b""
    # Three questions are more than any of these mechanisms has.
    for _turn in range(4):
        if code != 334:
            break
        if rest:
            answer = _encoded(rest.pop(0))
        elif first:  # the question holds the reason of the refusal (XOAUTH2)
            told, answer = _decoded(reply), ""
        else:
            answer = "*"
        code, reply = dialog.docmd(answer)
    return code, reply + b" " + told if told else reply


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return text


def _nothing_offered(dialog: Dialog) -> LineError:
    if dialog.settings.security == "none" and dialog.has_extn("starttls"):
        return TlsFailed("The server takes a login only after STARTTLS: choose it")
    return ProtocolFailed("The server offers no login")


def login_failure(code: int, reply: bytes, *, oauth: bool) -> LineError:
    """Map a refused AUTH (RFC 4954 6).

    :param oauth: a token was given.
    """
    said = refusal(code, reply)
    words = f"{code} {said.enhanced} {said.text}".replace("  ", " ").strip()
    if code == 538 or said.enhanced == "5.7.11":
        return TlsFailed(words)
    if 400 <= code < 500 or _LATER.search(said.text):
        return Throttled(words, retry_after(said.text))
    if code in (500, 501, 502, 504) or code < 400:
        return ProtocolFailed(words)
    return ConsentGone(words) if oauth else CredentialsRefused(words)
