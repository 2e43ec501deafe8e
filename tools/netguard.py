"""Hosts that a user types may not point into the server's own networks (SSRF).

The name is resolved once, here; the address that passed is the one to connect to,
so that a name cannot mean something else a moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .errors import ServerUnreachable
from .plain import PlainError, _
from .providers.address import AddressError, normalize_domain

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
GetAddrInfo = Callable[..., Sequence[tuple[Any, Any, Any, Any, tuple[Any, ...]]]]

# The special-purpose registries of IANA for IPv4 and IPv6, read 2026-11. Kept here
# because ipaddress.is_private says different things in different versions of Python.
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network, the unspecified address
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers (CGNAT); cloud metadata as well
        "127.0.0.0/8",
        "168.63.129.16/32",  # public by number, but one cloud's own services
        "169.254.0.0/16",  # link-local; cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible
        "64:ff9b:1::/48",  # NAT64 of a network's own
        "100::/64",  # discard
        "2001::/23",  # Teredo, benchmarks and other protocol assignments
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",  # private; cloud metadata
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What inet_aton takes for an address: 127.1, 2130706433, 0x7f.1, 0177.0.0.1
_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*")


class HostRefused(PlainError, ValueError):
    """A host that must not be connected to; the text is a sentence for the user."""


def resolve(
    host: str,
    port: int,
    *,
    allowed: Sequence[str] = (),
    timeout: float = 5.0,
    getaddrinfo: GetAddrInfo = socket.getaddrinfo,
) -> str:
    """Return the one IP address to connect to for a host.

    :param host: a name or an address as typed.
    :param port: TCP port.
    :param allowed: host names, addresses and networks that an administrator lets
        through; see :func:`check_allowed`. What is none of these lets nothing through.
    :param timeout: seconds for the look-up.
    :param getaddrinfo: who resolves names.
    :raises HostRefused: when the host is no host, or any of its addresses lies in a
        network that is not public and not allowed.
    :raises ServerUnreachable: when the name cannot be resolved now.
    """
    if not 1 <= port <= 65535:
        raise HostRefused(
            _("%(port)s is not a port. Ports go from 1 to 65535."), port=port
        )
    name = _clean(host)
    literal = _literal(name)
    if literal:
        addresses = [literal]
    else:
        addresses = _lookup(name, port, timeout, getaddrinfo)
    if name not in _names(allowed):
        networks = list(_networks(allowed))
        for address in addresses:
            _check(name, address, networks)
    return str(_unmapped(addresses[0]))


def check_allowed(entry: str) -> None:
    """Check one entry of the administrator's list before it is stored.

    :param entry: a host name, an address or a network such as ``10.1.0.0/16``.
    :raises HostRefused: when it is none of these.
    """
    if not list(_networks([entry])):
        _clean(entry)


def _clean(host: str) -> str:
    """Return a name or address in lower case, without brackets or a final dot."""
    text = host.strip().lower()
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if _address(bare):
        return bare
    try:
        return normalize_domain(text)
    except AddressError:
        raise HostRefused(_("“%(host)s” is not a host name."), host=host) from None


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _literal(name: str) -> Address | None:
    """Return the address that a host is by itself, also in the forms of inet_aton."""
    address = _address(name)
    if address or not _NUMERIC.fullmatch(name):
        return address
    try:
        return ipaddress.IPv4Address(_inet_aton(name))
    except ValueError:
        # The system might still make an address of it, each in its own way.
        raise HostRefused(_("“%(host)s” is not an address."), host=name) from None


def _inet_aton(text: str) -> int:
    """Read one to four numbers, decimal, octal or hexadecimal; the last one fills up.

    :raises ValueError: when a number does not fit in its place.
    """
    *heads, last = [_number(part) for part in text.split(".")]
    room = 4 - len(heads)
    if room < 1 or any(head > 255 for head in heads) or last >> (8 * room):
        raise ValueError(text)
    value = 0
    for head in heads:
        value = value * 256 + head
    return (value << (8 * room)) + last


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _lookup(
    name: str, port: int, timeout: float, getaddrinfo: GetAddrInfo
) -> list[Address]:
    """Resolve a name; getaddrinfo knows no limit of time, so it gets a thread.

    :raises ServerUnreachable: when there is no address, or no answer in time.
    """
    answers: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

    def look() -> None:
        try:
            found = getaddrinfo(name, port, type=socket.SOCK_STREAM)
            answers.put([ipaddress.ip_address(row[4][0]) for row in found])
        except OSError as error:
            answers.put(error)
        except (UnicodeError, ValueError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=look, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise ServerUnreachable(f"the look-up of {name} took too long.") from None
    if isinstance(answer, OSError) or not answer:
        raise ServerUnreachable(f"the name {name} was not found.")
    return answer


def _names(allowed: Sequence[str]) -> Iterator[str]:
    for entry in allowed:
        try:
            yield _clean(entry)
        except HostRefused:
            continue


def _networks(allowed: Sequence[str]) -> Iterator[Network]:
    for entry in allowed:
        try:
            yield ipaddress.ip_network(entry.strip().strip("[]"), strict=False)
        except ValueError:
            continue


def _check(host: str, address: Address, allowed: Sequence[Network]) -> None:
    """Refuse an address, or what it stands for, unless an entry allows either.

    :raises HostRefused: naming the host as the user knows it.
    """
    forms = list(_forms(address))
    if any(form in network for form in forms for network in allowed):
        return
    if any(form in network for form in forms for network in _CLOSED):
        raise HostRefused(
            _(
                "%(host)s lies in a network that is not public. "
                "An administrator can allow it in the settings."
            ),
            host=host,
        )


def _unmapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv4-mapped one (RFC 4291 2.5.5.2) stands for."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _forms(address: Address) -> Iterator[Address]:
    """Yield an address and the IPv4 addresses that routers would find in it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour:
        yield address.sixtofour
    # NAT64 (RFC 6052) and ISATAP (RFC 5214) carry it in the last 32 bits.
    middle = int(address) >> 32 & 0xFFFFFFFF
    if address in _NAT64 or middle & ~0x0200_0000 == 0x5EFE:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
