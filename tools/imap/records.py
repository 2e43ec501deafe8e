"""Reading one FETCH answer (RFC 3501 7.4.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from imapclient.response_parser import parse_response

from .text import decode_name, parse_internal_date
from .wire import Parts, WireBroken

# What nearly every answer is made of, in any order. Going byte by byte as a full
# parser must would take longer than everything else we do with a mail.
_ITEM = re.compile(
    rb" ?(?:UID (?P<uid>\d+)|FLAGS \((?P<flags>[^()]*)\)|RFC822\.SIZE (?P<size>\d+)"
    rb'|INTERNALDATE "(?P<date>[^"]*)"|MODSEQ \((?P<modseq>\d+)\)'
    rb"|X-GM-MSGID (?P<gm>\d+)|(?P<body>BODY\[\](?:<\d+>)? \{\d+\}))",
    re.I,
)
_START = re.compile(rb"\d+ FETCH \(", re.I)


@dataclass(slots=True)
class Record:
    """What one FETCH answer says about one mail."""

    uid: int = 0
    flags: tuple[str, ...] | None = None
    size: int | None = None
    date: datetime | None = None
    gm_msgid: int | None = None
    gm_labels: tuple[str, ...] = ()
    body: bytes | None = None
    # The server sent more than we had allowed: the bytes were dropped.
    oversized: bool = False
    # Other parts asked for, by their upper-case name without ``<offset>``.
    parts: dict[str, object] = field(default_factory=dict)


def read_record(parts: Parts) -> Record | None:
    """Read one untagged answer.

    :param parts: text, literal, text, … as the wire hands them out.
    :return: None when it is no FETCH answer, or does not say which UID it is about:
        a server may speak of any mail by its number at any time.
    :raises WireBroken: when it cannot be read.
    """
    head = parts[0] or b""
    start = _START.match(head)
    if not start:
        return None
    record = _quick(parts, start.end()) if len(parts) <= 3 else None
    record = record or _thorough(parts)
    return record if record.uid else None


def _quick(parts: Parts, position: int) -> Record | None:
    text = parts[0] or b""
    literal: bytes | None = None
    if len(parts) == 3:
        literal = parts[1]
        text += parts[2] or b""
    elif text.endswith(b"}"):  # a literal was announced, and nothing came
        return None
    record = Record()
    while item := _ITEM.match(text, position):
        position = item.end()
        _take(record, item, literal)
    return record if text[position:] == b")" else None


def _take(record: Record, item: re.Match[bytes], literal: bytes | None) -> None:
    kind, value = item.lastgroup, item[item.lastindex or 0]
    if kind == "uid":
        record.uid = int(value)
    elif kind == "flags":
        record.flags = tuple(value.decode("ascii", "replace").split())
    elif kind == "size":
        record.size = int(value)
    elif kind == "date":
        record.date = parse_internal_date(value)
    elif kind == "gm":
        record.gm_msgid = int(value)
    elif kind == "body":
        record.body, record.oversized = literal, literal is None


def _thorough(parts: Parts) -> Record:
    """Read what the quick way does not know, with imapclient's parser."""
    literals = [p if p is not None else b"" for p in parts]
    oversized = any(p is None for p in parts)
    if oversized:  # the parser compares the announced length with what is there
        literals = [_emptied(p, i) for i, p in enumerate(literals)]
    data = [*zip(literals[::2], literals[1::2], strict=False), literals[-1]]
    try:
        parsed = parse_response(data)
        pairs = parsed[2]
        items = dict(zip(pairs[::2], pairs[1::2], strict=True))
        return _record(items, oversized)
    except Exception as error:  # a hostile line raises anything, RecursionError too
        raise WireBroken(f"FETCH: {error}") from error


def _emptied(part: bytes, index: int) -> bytes:
    return re.sub(rb"\{\d+\+?\}$", b"{0}", part) if index % 2 == 0 else b""


def _record(items: Mapping[object, object], oversized: bool) -> Record:
    record = Record(oversized=oversized)
    for key, value in items.items():
        name = re.sub(r"<\d+>$", "", bytes(key).decode("ascii", "replace").upper())  # type: ignore[call-overload]
        _set(record, name, value)
    return record


def _set(record: Record, name: str, value: object) -> None:
    if name == "UID" and isinstance(value, int):
        record.uid = value
    elif name == "FLAGS" and isinstance(value, tuple):
        record.flags = tuple(_text(flag) for flag in value)
    elif name == "RFC822.SIZE" and isinstance(value, int):
        record.size = value
    elif name == "INTERNALDATE" and isinstance(value, bytes):
        record.date = parse_internal_date(value)
    elif name == "X-GM-MSGID" and isinstance(value, int):
        record.gm_msgid = value
    elif name == "X-GM-LABELS" and isinstance(value, tuple):
        record.gm_labels = tuple(_text(label) for label in value)
    elif name == "BODY[]":
        record.body = value if isinstance(value, bytes) else _digits(value)
    elif name != "MODSEQ":  # told unasked once change numbers are switched on
        record.parts[name] = value


def _digits(value: object) -> bytes:
    """A mail that consists of a number alone comes back as one; NIL is empty."""
    return b"" if value is None else str(value).encode()


def _text(value: object) -> str:
    return decode_name(value) if isinstance(value, bytes) else str(value)
