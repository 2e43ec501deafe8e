"""Asking for UIDs (RFC 3501 6.4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .text import quote, search_date
from .wire import Reply, Wire, WireBroken


def search(wire: Wire, criteria: bytes) -> list[int]:
    """Run ``UID SEARCH``; servers may answer in no, one or several lines.

    :return: UIDs, sorted, each once.
    :raises WireBroken: when the answer holds anything but numbers.
    """
    return found(wire.run(b"UID SEARCH " + criteria))


def found(reply: Reply) -> list[int]:
    """Read the numbers of ``SEARCH 2 84 882 (MODSEQ 917162500)``."""
    uids: set[int] = set()
    for parts in reply.lines:
        line = parts[0] or b""
        if line[:6].upper() != b"SEARCH":
            continue
        try:
            uids.update(map(int, line[6:].partition(b"(")[0].split()))
        except ValueError as error:
            raise WireBroken(f"SEARCH: {line[:80]!r}") from error
    return sorted(uids)


def message_id_criteria(message_id: str) -> bytes:
    """Write the search for one Message-ID, whatever it holds.

    Without a character set a search is ASCII, and a line end would be the command's:
    such an id finds nothing, which is no reason to fail.
    """
    return b"HEADER Message-ID " + _string(message_id)


def _string(text: str) -> bytes:
    printable = "".join(c if c.isprintable() else "?" for c in text)
    return quote(printable.encode("ascii", "replace"))


def with_people(
    wire: Wire, emails: Iterable[str], below: int, since: date | None
) -> list[int]:
    """List the UIDs below ``below`` of mails that name each of the addresses.

    :param since: not those the server took before that day (INTERNALDATE).
    """
    if below <= 1:
        return []
    criteria = [b"UID 1:%d" % (below - 1)]
    if since:
        criteria.append(b"SINCE " + search_date(since))
    for person in map(_string, emails):
        criteria.append(b"OR OR FROM %s TO %s CC %s" % (person, person, person))
    return [uid for uid in search(wire, b" ".join(criteria)) if uid < below]


def address_criteria(address: str) -> bytes:
    """Write the search for mails in whose header an address stands (RFC 3501 6.4.4).

    The server looks for the text anywhere in those lines: ``ann@x.example`` finds
    ``joann@x.example`` too, which the caller has to tell apart.

    :param address: plain, such as ``maria@cliente.example``.
    :return: for example ``OR FROM "a@b" OR TO "a@b" OR CC "a@b" BCC "a@b"``.
    """
    text = _string(address)
    return b"OR FROM %b OR TO %b OR CC %b BCC %b" % (text, text, text, text)


def from_uid(wire: Wire, first_uid: int) -> list[int]:
    """List the UIDs from ``first_uid`` on.

    ``n:*`` always names the last mail, even when it lies below n (RFC 3501 6.4.8),
    and some servers refuse a set that begins with 0.
    """
    first = max(first_uid, 1)
    return [u for u in search(wire, b"UID %d:*" % first) if u >= first]


def chunks(uids: Iterable[int], size: int) -> Iterable[list[int]]:
    """Cut a list into pieces of at most ``size``, keeping the order."""
    items = list(uids)
    for start in range(0, len(items), size):
        yield items[start : start + size]
