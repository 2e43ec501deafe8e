"""Opening a folder and asking about it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import FolderRefused
from .model import FolderStatus
from .search import search
from .text import encode_name, quote
from .wire import CommandRefused, Reply, Wire

_NUMBER = re.compile(rb"(?:OK )?\[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\d+)\]", re.I)
_STATUS = re.compile(rb"(MESSAGES|UIDNEXT|UIDVALIDITY|HIGHESTMODSEQ|SIZE) (\d+)", re.I)


def examine(
    wire: Wire, path: str, capabilities: frozenset[str], *, condstore: bool
) -> dict[str, int]:
    """Open a folder read-only, and leave no question about it open.

    :param condstore: ask for change numbers with the command itself, for servers
        that offer CONDSTORE and no ENABLE.
    :return: numbers by name: MESSAGES, UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ.
    :raises CommandRefused: the server says no.
    """
    name = quote(encode_name(path))
    wire.exists, wire.gone = None, False
    reply = _examine(wire, name, condstore)
    numbers = _numbers(reply)
    numbers["MESSAGES"] = wire.exists or 0
    wire.exists, wire.gone = None, False
    if not {"UIDVALIDITY", "UIDNEXT"} <= numbers.keys():
        numbers = {**status(wire, path, capabilities), **numbers}
    if "UIDNEXT" not in numbers and numbers["MESSAGES"]:
        numbers["UIDNEXT"] = _last_uid(wire) + 1
    return numbers


def _examine(wire: Wire, name: bytes, condstore: bool) -> Reply:
    if condstore:
        try:
            return wire.run(b"EXAMINE " + name + b" (CONDSTORE)")
        except CommandRefused as error:
            if error.status != "BAD":  # announced and yet not understood
                raise
    return wire.run(b"EXAMINE " + name)


def _numbers(reply: Reply) -> dict[str, int]:
    found = (_NUMBER.match(parts[0] or b"") for parts in reply.lines)
    return {m[1].upper().decode(): int(m[2]) for m in found if m}


def uidvalidity_of(reply: Reply) -> int | None:
    """Read UIDVALIDITY from the answer to SELECT."""
    return _numbers(reply).get("UIDVALIDITY")


def _last_uid(wire: Wire) -> int:
    """Ask the last mail for its UID, for servers that do not tell UIDNEXT."""
    return max(search(wire, b"UID *"), default=0)


def status(wire: Wire, path: str, capabilities: frozenset[str]) -> dict[str, int]:
    """Ask about a folder that need not be open (STATUS, RFC 3501 6.3.10).

    :raises CommandRefused: the server says no.
    """
    items = ["MESSAGES", "UIDNEXT", "UIDVALIDITY"]
    if {"CONDSTORE", "QRESYNC"} & capabilities:
        items.append("HIGHESTMODSEQ")
    if {"STATUS=SIZE", "IMAP4REV2"} & capabilities:
        items.append("SIZE")
    wanted = f" ({' '.join(items)})".encode()
    reply = wire.run(b"STATUS " + quote(encode_name(path)) + wanted)
    numbers: dict[str, int] = {}
    for parts in reply.lines:
        # The name may come as a literal, so the numbers are in the last piece.
        text = parts[-1] or b""
        if (parts[0] or b"")[:7].upper() == b"STATUS ":
            pairs = _STATUS.findall(text[text.rfind(b"(") :])
            numbers.update({key.upper().decode(): int(n) for key, n in pairs})
    return numbers


def folder_status(numbers: Mapping[str, int]) -> FolderStatus:
    """Turn what a server said into a value.

    :raises FolderRefused: without UIDVALIDITY a UID names nothing.
    """
    if "UIDVALIDITY" not in numbers:
        raise FolderRefused("The server gives this folder no UIDVALIDITY.")
    return FolderStatus(
        messages=numbers.get("MESSAGES", 0),
        uidnext=numbers.get("UIDNEXT"),
        uidvalidity=numbers["UIDVALIDITY"],
        highestmodseq=numbers.get("HIGHESTMODSEQ"),
        size=numbers.get("SIZE"),
    )
