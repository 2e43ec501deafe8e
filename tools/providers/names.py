"""Which addresses stand for anybody, for a role, or for a machine."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from .address import AddressError, normalize_domain
from .registry import all_providers, by_domain

_DATA = Path(__file__).parents[2] / "data"
_SEPARATORS = re.compile(r"[-_.\s]+")
# "info-de" and "sales2" are roles as well, but "it-vendor" need not be one.
_SHORTEST_PREFIX = 4


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return content


@cache
def free_domains() -> frozenset[str]:
    """Return the domains at which anybody can have an address.

    :return: those of ``data/free_providers.json`` and of the free providers.
    """
    listed = (
        d for group in _read("free_providers.json")["domains"].values() for d in group
    )
    provided = (d for p in all_providers().values() if p.free for d in p.domains)
    return frozenset([*listed, *provided])


@cache
def role_names() -> frozenset[str]:
    """Return the role names of ``data/role_names.json``, accents and dots removed."""
    roles = _read("role_names.json")["roles"].values()
    return frozenset(_plain(name) for language in roles for name in language)


@cache
def _machines() -> tuple[frozenset[str], re.Pattern[str]]:
    names = _read("role_names.json")
    noreply = "|".join(map(re.escape, names["noreply"]))
    return frozenset(names["machine"]), re.compile(noreply)


def _plain(name: str) -> str:
    """Drop case, accents and separators: ``Büro-Süd`` becomes ``burosud``."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return _SEPARATORS.sub(
        "", "".join(c for c in parts if not unicodedata.combining(c))
    )


def _words(local_part: str) -> list[str]:
    """Return the words of a local part without its ``+tag``."""
    bare = local_part.strip().strip('"').partition("+")[0]
    return [word for word in map(_plain, _SEPARATORS.split(bare)) if word]


def is_free(domain: str) -> bool:
    """Tell whether strangers share a domain, so that it names no company.

    :param domain: in any script and case; nonsense is not free.
    """
    try:
        name = normalize_domain(domain)
    except AddressError:
        return False
    if name in free_domains():
        return True
    provider = by_domain(name)
    return provider is not None and provider.free


def is_role(local_part: str) -> bool:
    """Tell whether the part before the @ names a role and not a person.

    :param local_part: for example ``info``, ``customer-service`` or ``Büro``; a
        country code, a number or a ``+tag`` behind it changes nothing.
    """
    words = _words(local_part)
    if not words:
        return False
    if "".join(words) in role_names():
        return True
    first = words[0].rstrip("0123456789")
    tail = words[1:]
    return (
        len(first) >= _SHORTEST_PREFIX
        and first in role_names()
        and all(len(w) <= 2 or w.isdigit() or w in role_names() for w in tail)
    )


def is_noreply(local_part: str) -> bool:
    """Tell whether nobody reads what is sent to an address.

    :param local_part: the part before the @, such as ``no-reply`` or ``bounces+x``.
    """
    words = _words(local_part)
    machines, noreply = _machines()
    return bool(words) and (
        words[0] in machines or bool(noreply.search("".join(words)))
    )
