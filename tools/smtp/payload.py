"""The bytes between DATA and the final dot, and addresses fit for the wire."""

from __future__ import annotations

import re

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_DOT = re.compile(rb"(?m)^\.")
# Besides spaces and brackets: bytes that were no text (surrogates).
_UNFIT = re.compile(r"[\x00-\x20\x7f<>\ud800-\udfff]")


class UnfitAddress(ValueError):
    """An address that must not be put on the wire."""


def payload(raw: bytes) -> bytes:
    """Make a mail's bytes ready: CRLF throughout, leading dots doubled
    (RFC 5321 4.5.2), ending in a line end; the final dot is not part of it.

    A bare CR or LF is made a line end, for servers disagree about what it is, and
    that disagreement is how one mail is made to look like two.
    """
    # Counting is many times faster than looking for what is normally not there.
    if not raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        raw = _BARE.sub(b"\r\n", raw)
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    if raw.startswith(b".") or b"\n." in raw:
        raw = _DOT.sub(b"..", raw)
    return raw


def envelope_address(address: str) -> str:
    """Make an address ready for MAIL or RCPT.

    :param address: without name and angle brackets; empty for "no return address".
    :return: the domain in its ASCII form (RFC 5891) where it has one.
    :raises UnfitAddress: it holds what would end the command.
    """
    address = address.strip()
    if _UNFIT.search(address):
        raise UnfitAddress(address)
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise UnfitAddress(address) from error
