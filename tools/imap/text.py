"""IMAP's own spelling of names, numbers and dates (RFC 3501 5.1.3, 9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from imapclient import imap_utf7

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NUMBER = {name.encode().lower(): n for n, name in enumerate(MONTHS, 1)}


def quote(value: bytes) -> bytes:
    """Write a quoted string.

    :raises ValueError: for a line end or NUL, which would start another command.
    """
    if any(byte in value for byte in (b"\r", b"\n", b"\0")):
        raise ValueError("A line end does not belong into a name or a password.")
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def decode_name(raw: bytes) -> str:
    """Read a folder name; what is not modified UTF-7 is taken for UTF-8."""
    try:
        if raw.isascii():
            return str(imap_utf7.decode(raw))
    except (ValueError, IndexError):
        pass  # a lone ampersand, from a server that does not encode
    return raw.decode("utf-8", "surrogateescape")


def encode_name(path: str) -> bytes:
    """Write a folder name in modified UTF-7 (RFC 3501 5.1.3)."""
    try:
        return bytes(imap_utf7.encode(path))
    except UnicodeError:
        return path.encode("utf-8", "surrogateescape")


def uid_set(uids: Iterable[int]) -> bytes:
    """Write UIDs as a set, neighbours joined: ``[1, 2, 3, 7]`` is ``1:3,7``."""
    spans: list[list[int]] = []
    for uid in sorted(uids):
        if spans and uid - spans[-1][1] <= 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return b",".join(b"%d" % a if a == b else b"%d:%d" % (a, b) for a, b in spans)


def ranges(text: bytes) -> list[range]:
    """Read a set without spelling it out: a server may write ``1:4294967295``.

    :raises ValueError: when it is no set of numbers.
    """
    found = []
    for item in text.split(b","):
        low, _, high = item.partition(b":")
        ends = sorted((int(low), int(high or low)))
        found.append(range(ends[0], ends[1] + 1))
    return found


def search_date(day: date) -> bytes:
    """Write a day as SEARCH takes it: ``1-Feb-2026``."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}".encode()


def internal_date(moment: datetime) -> bytes:
    """Write a moment as APPEND takes it; a naive one is UTC."""
    moment = moment.replace(tzinfo=moment.tzinfo or timezone.utc)
    return f'"{moment:%d}-{MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"'.encode()


def parse_internal_date(text: bytes) -> datetime | None:
    """Read an INTERNALDATE, e.g. ``17-Jul-1996 02:44:25 -0700``.

    :return: the moment in UTC; None when it makes no sense.
    """
    try:
        day, month, rest = text.strip().split(b"-", 2)
        year, clock, zone = rest.split()
        hour, minute, second = clock.split(b":")
        sign = -1 if zone.startswith(b"-") else 1
        offset = sign * timedelta(hours=int(zone[-4:-2]), minutes=int(zone[-2:]))
        local = datetime(
            int(year),
            _NUMBER[month.lower()],
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59),
            tzinfo=timezone.utc,
        )
        return local - offset
    except (ValueError, KeyError, OverflowError):
        return None
