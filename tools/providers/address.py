"""An email address in its two parts, the domain in the form the DNS knows."""

from __future__ import annotations

import re

import idna

from ..plain import PlainError, _

# RFC 5321 4.5.3.1: octets of the part before the @, and of the whole address.
_MAX_LOCAL = 64
_MAX_ADDRESS = 254
# Everything but spaces, control characters and what RFC 5322 keeps for itself.
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f@\"(),:;<>\[\]\\]+")
_QUOTED_LOCAL = re.compile(r"\"(?:[^\"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*\"")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class AddressError(PlainError, ValueError):
    """What was typed is no email address; the text says what is wrong with it."""


def normalize_domain(domain: str) -> str:
    """Return a domain in lower case, in ASCII, without a dot at its end.

    :param domain: as typed, in any script.
    :return: for example ``xn--mnchen-3ya.de`` for ``München.de`` (RFC 5891, with the
        mapping of Unicode TS 46).
    :raises AddressError: when it can be no domain.
    """
    text = domain.strip().rstrip(".").lower()
    try:
        # Plain ASCII is left alone: the DNS knows names that IDNA would refuse.
        name = text if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        name = ""
    if len(name) > 253 or not all(_LABEL.fullmatch(x) for x in name.split(".")):
        raise AddressError(_("“%(domain)s” is not a domain name."), domain=domain)
    return name


def split_address(address: str) -> tuple[str, str]:
    """Split an address into the part before the @ and the domain.

    :param address: one bare address, without a name and without angle brackets.
    :return: the local part as typed, the domain by :func:`normalize_domain`.
    :raises AddressError: a ValueError that says in a sentence what is wrong.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        raise AddressError(_("“%(address)s” has no @ sign."), address=address)
    if not local or not (_LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local)):
        raise AddressError(
            _("“%(address)s” has no valid name before the @ sign."), address=address
        )
    domain = normalize_domain(domain) if domain else ""
    if "." not in domain:
        raise AddressError(
            _("“%(address)s” has no full domain after the @ sign."), address=address
        )
    local_size = len(local.encode())
    if local_size > _MAX_LOCAL or local_size + 1 + len(domain) > _MAX_ADDRESS:
        raise AddressError(_("This address is longer than addresses can be."))
    return local, domain
