"""Putting a mail into a folder (RFC 3501 6.3.11, UIDPLUS RFC 4315)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from .text import encode_name, internal_date, quote
from .wire import Wire

_APPENDUID = re.compile(rb"\[APPENDUID \d+ (\d+)\]", re.I)
_BARE = re.compile(rb"\r\n|\r|\n")


def append(
    wire: Wire,
    path: str,
    raw: bytes,
    flags: Sequence[str],
    date: datetime | None,
) -> int | None:
    """Send one mail.

    :return: the UID it got, None where the server does not tell.
    :raises CommandRefused: the server says no.
    """
    data = _BARE.sub(b"\r\n", raw)
    command = b"APPEND " + quote(encode_name(path))
    if flags:
        command += f" ({' '.join(flags)})".encode("ascii")
    if date:
        command += b" " + internal_date(date)
    command += b" {%d}" % len(data)
    reply = wire.run(command, answer=lambda _ready: data + b"\r\n")
    told = _APPENDUID.search(reply.text)
    return int(told[1]) if told else None
