"""From nothing to a conversation that has logged in."""

from __future__ import annotations

import re

from ..errors import ProtocolFailed, ServerUnreachable, TlsFailed
from ..net import ONLY_TLS, await_greeting, connect, speaks_tls, tls_context
from .login import log_in
from .settings import ImapSettings
from .translate import translating
from .wire import CommandRefused, Reply, Wire, WireBroken

_CAPABILITY = re.compile(rb"(?:^|\[)CAPABILITY ([^\]]*)", re.I)
# Some providers (Netease) open no folder for a client that does not say who it is.
_ID = b'ID ("name" "Switchboard" "vendor" "mail_switchboard")'


def open_wire(settings: ImapSettings) -> tuple[Wire, frozenset[str]]:
    """Connect, secure, log in.

    :return: the wire, and what the server offers to one who has logged in.
    :raises LineError: a subclass that says what to do.
    """
    wire = _greeted(settings)
    try:
        with translating():
            capabilities = _secured(wire, settings)
        with translating("login", oauth=bool(settings.oauth_token)):
            reply = log_in(wire, capabilities, settings)
        with translating():
            capabilities = _told(reply) or ask_capabilities(wire)
            if "ID" in capabilities:
                _introduce(wire)
        return wire, capabilities
    except BaseException:
        wire.close()
        raise


def _greeted(settings: ImapSettings) -> Wire:
    """Connect and read the greeting."""
    wire: Wire | None = None
    try:
        with translating():
            wire = _connected(settings)
            greeting = wire.greeting()
            if not greeting.upper().startswith((b"OK", b"PREAUTH")):
                raise WireBroken(greeting[:200].decode("utf-8", "replace"))
            return wire
    except (ServerUnreachable, ProtocolFailed) as error:
        if wire:
            wire.close()
        if wire and settings.security != "ssl" and _is_tls_port(settings):
            raise TlsFailed(ONLY_TLS) from error
        raise
    except BaseException:
        if wire:
            wire.close()
        raise


def _is_tls_port(settings: ImapSettings) -> bool:
    """A TLS port waits for us in silence, as we wait for its greeting."""
    return speaks_tls(
        settings.host,
        settings.port,
        connect_host=settings.connect_host,
        timeout=min(settings.timeout, 5.0),
    )


def _connected(settings: ImapSettings) -> Wire:
    sock = connect(
        settings.host,
        settings.port,
        connect_host=settings.connect_host,
        timeout=settings.timeout,
    )
    try:
        if settings.security == "ssl":
            context = tls_context(verify=settings.verify_tls, ca_file=settings.ca_file)
            sock = context.wrap_socket(sock, server_hostname=settings.host)
        else:
            await_greeting(
                sock,
                settings.host,
                settings.port,
                connect_host=settings.connect_host,
            )
        return Wire(sock)
    except BaseException:
        sock.close()
        raise


def _secured(wire: Wire, settings: ImapSettings) -> frozenset[str]:
    capabilities = ask_capabilities(wire)
    if settings.security != "starttls":
        return capabilities
    if "STARTTLS" not in capabilities:
        raise TlsFailed("The server offers no STARTTLS on this port")
    wire.run(b"STARTTLS")
    context = tls_context(verify=settings.verify_tls, ca_file=settings.ca_file)
    wire.start_tls(context, settings.host)
    # What was said before TLS may have been said by anybody (RFC 2595 3.1).
    return ask_capabilities(wire)


def ask_capabilities(wire: Wire) -> frozenset[str]:
    """Ask what the server offers (CAPABILITY, RFC 3501 6.1.1), in upper case."""
    return _told(wire.run(b"CAPABILITY"))


def _told(reply: Reply) -> frozenset[str]:
    lines = [parts[0] or b"" for parts in reply.lines] + [reply.text]
    found = [match[1] for line in lines if (match := _CAPABILITY.search(line))]
    return frozenset(b" ".join(found).decode("ascii", "replace").upper().split())


def _introduce(wire: Wire) -> None:
    try:
        wire.run(_ID)
    except CommandRefused:
        pass  # a courtesy (RFC 2971), nothing depends on it
