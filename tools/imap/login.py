"""Getting in: LOGIN, AUTHENTICATE PLAIN (RFC 4616), XOAUTH2, OAUTHBEARER (RFC 7628)."""

from __future__ import annotations

import base64
import binascii

from .settings import ImapSettings
from .text import quote
from .wire import CommandRefused, Reply, Wire


def log_in(wire: Wire, capabilities: frozenset[str], settings: ImapSettings) -> Reply:
    """Give the credentials, by the way this server offers.

    :raises CommandRefused: with the server's words.
    """
    if settings.oauth_token:
        return _token(wire, capabilities, settings)
    plain = f"{settings.login}{settings.password}"
    # LOGIN knows no character set, so anything but ASCII goes by PLAIN (UTF-8).
    by_plain = "AUTH=PLAIN" in capabilities and not plain.isascii()
    if by_plain or "LOGINDISABLED" in capabilities:
        return _sasl(
            wire, capabilities, "PLAIN", f"\0{settings.login}\0{settings.password}"
        )
    login = quote(settings.login.encode())
    return wire.run(b"LOGIN " + login + b" " + quote(settings.password.encode()))


def _token(wire: Wire, capabilities: frozenset[str], settings: ImapSettings) -> Reply:
    bearer = f"auth=Bearer {settings.oauth_token}\1\1"
    if "AUTH=OAUTHBEARER" in capabilities and "AUTH=XOAUTH2" not in capabilities:
        return _sasl(
            wire, capabilities, "OAUTHBEARER", f"n,a={settings.login},\1{bearer}"
        )
    return _sasl(wire, capabilities, "XOAUTH2", f"user={settings.login}\1{bearer}")


def _sasl(
    wire: Wire, capabilities: frozenset[str], mechanism: str, response: str
) -> Reply:
    encoded = base64.b64encode(response.encode())
    command = b"AUTHENTICATE " + mechanism.encode()
    told: list[str] = []
    sent = "SASL-IR" in capabilities
    if sent:
        command += b" " + encoded

    def answer(challenge: bytes) -> bytes:
        nonlocal sent
        if not sent:
            sent = True
            return encoded + b"\r\n"
        # A second question carries the reason of the refusal as JSON; an empty
        # answer makes the server say NO instead of waiting for ever.
        told.append(_decoded(challenge))
        return b"AQ==\r\n" if mechanism == "OAUTHBEARER" else b"\r\n"

    try:
        return wire.run(command, answer=answer)
    except CommandRefused as error:
        words = " ".join([error.text, *told]).strip()
        raise CommandRefused(error.status, words) from error


def _decoded(challenge: bytes) -> str:
    try:
        return base64.b64decode(challenge).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return challenge.decode("utf-8", "replace")
