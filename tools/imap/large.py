"""Large mails: in pieces, or headers and text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .records import Record, read_record
from .wire import CommandRefused, Wire

PIECE = 4 * 1024 * 1024
# What is kept of a mail over the limit: so much of its headers, and of its text.
HEADER_BYTES = 256 * 1024
TEXT_BYTES = 512 * 1024
_DEPTH = 20

Found = tuple[Record, bytes, bool]


def _one(wire: Wire, uid: int, items: bytes) -> Record | None:
    """Fetch items of one mail; several answers about it are put together."""
    found: Record | None = None
    limit = PIECE + 65536
    for parts in wire.stream(b"UID FETCH %d %s" % (uid, items), limit=limit):
        record = read_record(parts)
        if not record or record.uid != uid:
            continue
        if found is None:
            found = record
        found.parts.update(record.parts)
        found.body = record.body if record.body is not None else found.body
        found.flags = record.flags if record.flags is not None else found.flags
    return found


def fetch_in_pieces(wire: Wire, uid: int, items: bytes, size: int) -> Found | None:
    """Fetch a whole mail by ``BODY.PEEK[]<offset.count>`` (RFC 3501 6.4.5).

    :param items: the FETCH items with a ``BODY.PEEK[]`` among them.
    :param size: bytes the server named; the end is where it sends less than asked.
    :return: None when the mail is gone.
    """
    first = items.replace(b"[]", b"[]<0.%d>" % PIECE)
    record = _one(wire, uid, first)
    if not record or record.body is None:
        return None
    pieces = [record.body]
    total = len(record.body)
    # The size may be an estimate: a full last piece means that there may be more.
    while len(pieces[-1]) == PIECE and total < 4 * size + PIECE:
        ask = b"(UID BODY.PEEK[]<%d.%d>)" % (total, PIECE)
        piece = _one(wire, uid, ask)
        if not piece or piece.body is None:
            return None  # gone in the middle: half a mail is not a mail
        pieces.append(piece.body)
        total += len(piece.body)
    return record, b"".join(pieces), False


def fetch_text_only(wire: Wire, uid: int, items: bytes, size: int) -> Found | None:
    """Fetch a mail's headers and its first text, and leave the rest where it is.

    :return: the bytes of a small mail of one part; None when the mail is gone.
    """
    ask = items.replace(
        b"BODY.PEEK[]", b"BODYSTRUCTURE BODY.PEEK[HEADER]<0.%d>" % HEADER_BYTES
    )
    record = _one(wire, uid, ask)
    header = record.parts.get("BODY[HEADER]") if record else None
    if not record or not isinstance(header, bytes):
        return None
    section = first_text(record.parts.get("BODYSTRUCTURE"))
    raw = _text_mail(wire, uid, header, section) if section else None
    return record, raw or header, True


def _text_mail(wire: Wire, uid: int, header: bytes, section: str) -> bytes | None:
    name = section.encode()
    # A mail of one part has no MIME headers but its own (RFC 3501 6.4.5).
    mime = (
        b""
        if section == "TEXT"
        else b"BODY.PEEK[%s.MIME]<0.%d> " % (name, HEADER_BYTES)
    )
    ask = b"(UID %sBODY.PEEK[%s]<0.%d>)" % (mime, name, TEXT_BYTES)
    try:
        record = _one(wire, uid, ask)
    except CommandRefused:
        return None
    text = _bytes(record, f"BODY[{section}]")
    if text is None:
        return None
    if not mime:
        return header + text
    part = _bytes(record, f"BODY[{section}.MIME]") or b"\r\n"
    return _without_content(header) + part + text


def _bytes(record: Record | None, name: str) -> bytes | None:
    value = record.parts.get(name) if record else None
    return value if isinstance(value, bytes) else None


def _without_content(header: bytes) -> bytes:
    """Drop Content-* fields, and the empty line: the part brings its own."""
    kept = re.sub(
        rb"(?im)^content-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)", b"", header
    )
    return kept.rstrip(b"\r\n") + b"\r\n"


def first_text(structure: object) -> str:
    """Find the first text part in a BODYSTRUCTURE (RFC 3501 7.4.2).

    :param structure: nested tuples as the parser gives them.
    :return: its section, ``TEXT`` for a mail of one part, empty when there is none.
    """
    if not isinstance(structure, tuple) or not structure:
        return ""
    if not isinstance(structure[0], tuple):
        return "TEXT" if _is_text(structure) else ""
    return next(_texts(structure, "", 0), "")


def _texts(multipart: tuple[object, ...], prefix: str, depth: int) -> Iterator[str]:
    children = [part for part in multipart if isinstance(part, tuple)]
    for number, part in enumerate(children, 1):
        section = f"{prefix}{number}"
        if part and isinstance(part[0], tuple):
            if depth < _DEPTH:
                yield from _texts(part, f"{section}.", depth + 1)
        elif _is_text(part):
            yield section
        elif not isinstance(multipart[number - 1], tuple):
            return  # past the parts: what follows are the multipart's parameters


def _is_text(part: tuple[object, ...]) -> bool:
    """``("TEXT" "PLAIN" …)``, and not a file somebody attached."""
    kind = part[0].lower() if part and isinstance(part[0], bytes) else b""
    return kind == b"text" and b"attachment" not in _dispositions(part)


def _dispositions(part: tuple[object, ...]) -> set[bytes]:
    return {
        field[0].lower()
        for field in part
        if isinstance(field, tuple) and field and isinstance(field[0], bytes)
    }
