"""The providers of ``data/providers.json``, read once and looked up by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .address import AddressError, normalize_domain
from .model import Endpoint, Limits, Provider, Security
from .texts import HELP

_FILE = Path(__file__).parents[2] / "data" / "providers.json"
_SECURITY: dict[str, Security] = {"none": "none", "starttls": "starttls", "ssl": "ssl"}


def _endpoint(text: str | None) -> Endpoint | None:
    """Read ``host:port security``."""
    if not text:
        return None
    place, security = text.split()
    host, port = place.rsplit(":", 1)
    return Endpoint(host, int(port), _SECURITY[security])


def _limits(entry: dict[str, Any]) -> Limits:
    figures = {k: v for k, v in entry.items() if k not in ("source", "date")}
    return Limits(**figures)


def _provider(entry: dict[str, Any], limits: dict[str, Limits]) -> Provider:
    template = HELP[entry["help"]]
    return Provider(
        key=entry["key"],
        name=entry["name"],
        domains=tuple(entry["domains"]),
        imap=_endpoint(entry["imap"]),
        smtp=_endpoint(entry["smtp"]),
        login=entry["login"],
        auth=tuple(entry["auth"]),
        files_sent_copy=entry["files_sent_copy"],
        help=template % {"name": entry["name"]},
        help_url=entry["help_url"],
        limits=limits[entry["limits"]],
        free=entry["free"],
        mx=tuple(entry["mx"]),
        help_template=template,
    )


@cache
def _registry() -> dict[str, Provider]:
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    limits = {key: _limits(entry) for key, entry in content["limits"].items()}
    providers = (_provider(entry, limits) for entry in content["providers"])
    return {provider.key: provider for provider in providers}


@cache
def _domains() -> dict[str, Provider]:
    return {d: provider for provider in _registry().values() for d in provider.domains}


@cache
def _mail_exchangers() -> dict[str, Provider]:
    return {host: provider for provider in _registry().values() for host in provider.mx}


@cache
def _imap_hosts() -> dict[str, Provider]:
    hosts: dict[str, Provider] = {}
    for provider in _registry().values():
        # Where several share a host, a hoster for own domains is what is looked for.
        if provider.imap and (provider.imap.host not in hosts or not provider.free):
            hosts[provider.imap.host] = provider
    return hosts


def _suffixes(host: str) -> Iterator[str]:
    """Yield ``a.b.c``, ``b.c``, ``c``."""
    labels = host.lower().rstrip(".").split(".")
    for start in range(len(labels)):
        yield ".".join(labels[start:])


def all_providers() -> dict[str, Provider]:
    """Return every known provider by its key, in the order of the file."""
    return dict(_registry())


def by_key(key: str) -> Provider:
    """Return one provider; ``other`` always exists.

    :raises KeyError: for a key that the file does not have.
    """
    return _registry()[key]


def by_domain(domain: str) -> Provider | None:
    """Return the provider whose customers have addresses at this very domain.

    :param domain: in any script and case; nonsense is known to nobody.
    """
    try:
        name = normalize_domain(domain)
    except AddressError:
        return None
    patterns = [name, *(f"*.{parent}" for parent in list(_suffixes(name))[1:])]
    return next((_domains()[p] for p in patterns if p in _domains()), None)


def by_mx(hosts: Iterable[str]) -> Provider | None:
    """Return the provider that receives a domain's mail.

    :param hosts: the hosts of its MX records, the preferred one first.
    """
    known = _mail_exchangers()
    return next(
        (known[s] for host in hosts for s in _suffixes(host) if s in known), None
    )


def by_imap_host(host: str) -> Provider | None:
    """Return the provider that has its IMAP server at this host."""
    return _imap_hosts().get(host.lower().rstrip("."))
