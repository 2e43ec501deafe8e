"""Internationalised domains, both ways (RFC 5890, RFC 5891)."""

import unicodedata
from functools import lru_cache

import idna

_DOMAIN_MAX = 255


@lru_cache(maxsize=4096)
def readable_domain(domain: str) -> str:
    """Give a domain the way people read it.

    :param domain: as written in an address, A-labels or U-labels
    :return: lower case with U-labels; labels that are no valid A-labels stay
    """
    lowered = domain.lower()
    if "xn--" not in lowered:
        if lowered.isascii():
            return lowered
        return unicodedata.normalize("NFC", lowered)
    return ".".join(_readable_label(label) for label in lowered.split("."))


def _readable_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return idna.ulabel(label)
    except (idna.IDNAError, UnicodeError):
        return label


@lru_cache(maxsize=4096)
def wire_domain(domain: str) -> str:
    """Give a domain the way DNS and plain SMTP take it.

    :param domain: A-labels or U-labels
    :return: A-labels
    :raise ValueError: when the domain cannot be expressed in A-labels
    """
    if domain.isascii():
        return domain.lower()
    if len(domain) > _DOMAIN_MAX:
        raise ValueError("domain too long")
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"not a domain: {domain!r}") from error
