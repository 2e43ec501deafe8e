"""What changed: NOOP, IDLE (RFC 2177), CONDSTORE and QRESYNC (RFC 7162)."""

from __future__ import annotations

import time

from .model import Changes
from .records import read_record
from .text import ranges
from .wire import Parts, Wire, WireBroken


def changed_flags(wire: Wire, modseq: int) -> dict[int, tuple[str, ...]]:
    """List the mails whose flags changed, or that came, after ``modseq``."""
    since = b"(CHANGEDSINCE %d)" % max(modseq, 1)
    flags: dict[int, tuple[str, ...]] = {}
    for parts in wire.stream(b"UID FETCH 1:* (UID FLAGS) " + since):
        record = read_record(parts)
        if record and record.flags is not None:
            flags[record.uid] = record.flags
    return flags


def vanished(wire: Wire, modseq: int) -> list[range]:
    """List the UIDs removed after ``modseq`` (RFC 7162 3.2.6); QRESYNC must be on."""
    since = b"(CHANGEDSINCE %d VANISHED)" % max(modseq, 1)
    gone: list[range] = []
    for parts in wire.stream(b"UID FETCH 1:* (UID FLAGS) " + since):
        gone.extend(_vanished_line(parts))
    return gone


def _vanished_line(parts: Parts) -> list[range]:
    words = (parts[0] or b"").split()
    if not words or words[0].upper() != b"VANISHED":
        return []
    try:
        return ranges(words[-1])
    except ValueError as error:
        raise WireBroken(f"VANISHED: {words[-1][:80]!r}") from error


def noop(wire: Wire) -> Changes:
    """Ask for news, and take along what other commands brought."""
    flags = any(_is_flags(parts[0]) for parts in wire.run(b"NOOP").lines)
    return _collect(wire, flags)


def _collect(wire: Wire, flags: bool) -> Changes:
    news = Changes(wire.exists, wire.gone, flags)
    wire.exists, wire.gone = None, False
    return news


def _is_flags(line: bytes | None) -> bool:
    return b" FETCH (" in (line or b"").upper()


def idle(wire: Wire, seconds: float) -> Changes:
    """Wait for news.

    Servers say "still here" every few minutes; that is no news.

    :param seconds: how long at most. RFC 2177 asks for less than 29 minutes.
    """
    flags = False
    end = time.monotonic() + seconds

    def listen(_ready: bytes) -> bytes:
        nonlocal flags
        while wire.exists is None and not wire.gone and not flags:
            if not wire.wait(max(end - time.monotonic(), 0.0)):
                break
            flags = _is_flags(wire.listen())
        return b"DONE\r\n"

    limit, wire.command_limit = wire.command_limit, wire.command_limit + seconds
    try:
        reply = wire.run(b"IDLE", answer=listen)
    finally:
        wire.command_limit = limit
    return _collect(wire, flags or any(_is_flags(parts[0]) for parts in reply.lines))
