"""Finding the servers of an address.

::

    domain known? ── yes ─> preset
      │ no
      ├─ MX at Google or Microsoft, and no SRV host of a known provider ─> mx
      ├─ SRV names an IMAP or a submission server ─> srv
      ├─ MX at a known provider ─> mx
      └─ none

Google and Microsoft come before SRV records because they answer only to their own
sign-in: records naming another host were forgotten when the domain moved there.
A server found by SRV may lie outside the domain (RFC 6186 section 6 wants the user
to confirm it): the caller shows what was found, and guards what it connects to.
"""

from __future__ import annotations

from typing import Any

from .address import split_address
from .lookup import Answers, Resolver, ask
from .model import Discovery, Endpoint, Provider, Security, Source
from .registry import by_domain, by_imap_host, by_mx

# RFC 6186 for mail access, RFC 8314 for submission under TLS from the start. The
# better protected service comes first; where TLS is not implied it is demanded.
_IMAP: tuple[tuple[str, Security], ...] = (("_imaps", "ssl"), ("_imap", "starttls"))
_SMTP: tuple[tuple[str, Security], ...] = (
    ("_submissions", "ssl"),
    ("_submission", "starttls"),
)


def _best(records: list[Any]) -> tuple[str, int] | None:
    """Return host and port of the record to use first, None when there is none.

    A target of "." says that the service is not offered (RFC 2782).
    """
    for record in sorted(records, key=lambda r: (r.priority, -r.weight)):
        host = str(record.target).rstrip(".").lower()
        if host and record.port:
            return host, int(record.port)
    return None


def _service(
    answers: Answers, domain: str, services: tuple[tuple[str, Security], ...]
) -> Endpoint | None:
    for service, security in services:
        found = _best(answers.get((f"{service}._tcp.{domain}", "SRV"), []))
        if found:
            return Endpoint(*found, security)
    return None


def _mx_provider(answers: Answers, domain: str) -> Provider | None:
    records = sorted(answers.get((domain, "MX"), []), key=lambda r: r.preference)
    return by_mx(str(record.exchange) for record in records)


def _has_own_sign_in(provider: Provider) -> bool:
    return not {"google", "microsoft"}.isdisjoint(provider.auth)


def _of_provider(provider: Provider, source: Source) -> Discovery:
    return Discovery(provider, provider.imap, provider.smtp, source)


def discover(
    address: str, *, resolver: Resolver | None = None, timeout: float = 3.0
) -> Discovery:
    """Find out which servers an address has.

    :param address: one bare address.
    :param resolver: who answers DNS questions, see :mod:`dns.resolver`; None stands
        for the system's name servers.
    :param timeout: seconds for all look-ups together.
    :return: what was found; trouble in the network finds nothing, and is no error.
    :raises AddressError: a ValueError, when the address is none.
    """
    domain = split_address(address)[1]
    preset = by_domain(domain)
    if preset:
        return _of_provider(preset, "preset")
    questions = [(f"{name}._tcp.{domain}", "SRV") for name, _tls in _IMAP + _SMTP]
    answers = ask([*questions, (domain, "MX")], resolver=resolver, timeout=timeout)
    imap = _service(answers, domain, _IMAP)
    smtp = _service(answers, domain, _SMTP)
    named = by_imap_host(imap.host) if imap else None
    receiver = _mx_provider(answers, domain)
    if receiver and _has_own_sign_in(receiver) and not named:
        return _of_provider(receiver, "mx")
    if imap or smtp:
        backup = named.smtp if named else None
        return Discovery(named, imap, smtp or backup, "srv")
    if receiver:
        return _of_provider(receiver, "mx")
    return Discovery(None, None, None, "none")
