"""Outlook's ``winmail.dat`` (MS-OXTNEF), unpacked.

An own reader: ``tnefparse`` 1.4.0, the one library there is, copies the rest of
the stream per attribute, loops as often as a four-byte count in the mail says,
and cuts NUL bytes off the end of binary attachments.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from .charsets import decode

MIMETYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}

_SIGNATURE = 0x223E9F78
_ATTRIBUTES = 5_000
_NESTED = 3
# MS-OXTNEF section 2.1.3.2: idAttr values that are used here.
_BODY, _DATA, _TITLE = 0x800C, 0x800F, 0x8010
_NEW_ATTACHMENT, _MESSAGE_PROPERTIES = 0x9002, 0x9003
_ATTACHMENT_PROPERTIES, _CODEPAGE = 0x9005, 0x9007
# MS-OXPROPS: property ids.
_TEXT, _HTML, _CONTENT = 0x1000, 0x1013, 0x3701
_SHORT_NAME, _LONG_NAME, _TYPE_TAG = 0x3704, 0x3707, 0x370E
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8}
_SIZES |= {0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_IMESSAGE = bytes.fromhex("0703020000000000c000000000000046")


@dataclass(slots=True)
class Unpacked:
    """What a TNEF stream holds."""

    html: str = ""
    text: str = ""
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    name: str = ""
    mimetype: str = "application/octet-stream"
    content: bytes = b""
    message: bytes = b""


def unpack(data: bytes, depth: int = 0) -> Unpacked | None:
    """Unpack a TNEF stream.

    :param data: the content of ``winmail.dat``
    :param depth: how many messages it lies in
    :return: None when it cannot be read or holds nothing that is used
    """
    found = Unpacked()
    files: list[_File] = []
    charset = "cp1252"
    try:
        for number, value in _attributes(data):
            if number == _CODEPAGE and len(value) >= 4:
                charset = f"cp{struct.unpack_from('<I', value)[0]}"
            elif number == _NEW_ATTACHMENT:
                files.append(_File())
            elif number == _BODY:
                found.text = _string(value, charset)
            elif number == _MESSAGE_PROPERTIES:
                _read_message(found, value, charset)
            elif files:
                _read_file(files[-1], number, value, charset)
    except (struct.error, ValueError):
        pass  # a stream cut off: what came before is good
    for one in files:
        _add(found, one, depth)
    return found if found.html or found.text or found.files else None


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the attributes (MS-OXTNEF section 2.1.3)."""
    if struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return
    position = 6
    for _ in range(_ATTRIBUTES):
        if position + 11 > len(data):
            return
        _, number, _, length = struct.unpack_from("<BHHI", data, position)
        start = position + 9
        yield number, data[start : start + length]
        position = start + length + 2  # a checksum that nobody keeps right


def _read_message(found: Unpacked, value: bytes, charset: str) -> None:
    for number, content in _properties(value, charset):
        if number == _HTML:
            if isinstance(content, bytes):
                content = decode(content, charset)[0]
            found.html = content
        elif number == _TEXT and isinstance(content, str):
            found.text = content


def _read_file(one: _File, number: int, value: bytes, charset: str) -> None:
    if number == _TITLE:
        one.name = one.name or _string(value, charset)
    elif number == _DATA:
        one.content = value
    elif number == _ATTACHMENT_PROPERTIES:
        for key, content in _properties(value, charset):
            if isinstance(content, str):
                if key == _LONG_NAME or (key == _SHORT_NAME and not one.name):
                    one.name = content
                elif key == _TYPE_TAG and "/" in content:
                    one.mimetype = content.strip().lower()
            elif key == _CONTENT and content.startswith(_IMESSAGE):
                one.message = content[16:]
            elif key == _CONTENT:
                one.content = content


def _add(found: Unpacked, one: _File, depth: int) -> None:
    if one.message and depth < _NESTED:
        nested = unpack(one.message, depth + 1)
        if nested is not None:
            body = (nested.html or nested.text).encode("utf-8", "replace")
            kind = "text/html" if nested.html else "text/plain"
            if body:
                ending = ".html" if nested.html else ".txt"
                found.files.append((f"{one.name or 'message'}{ending}", kind, body))
            found.files += nested.files
            return
    if one.content or one.message or one.name:
        found.files.append((one.name, one.mimetype, one.content or one.message))


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, bytes | str]]:
    """Give the strings and binaries of a property list (section 2.1.3.4)."""
    count = struct.unpack_from("<I", data)[0]
    position = 4
    for _ in range(min(count, _ATTRIBUTES)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _skip_name(data, position)
        many, kind = kind & 0x1000, kind & ~0x1000
        values = 1
        if many or kind in (_STRING8, _UNICODE, _BINARY, _OBJECT):
            values = struct.unpack_from("<I", data, position)[0]
            position += 4
        if kind in _SIZES:
            position += _SIZES[kind] * values
            continue
        if kind not in (_STRING8, _UNICODE, _BINARY, _OBJECT):
            return  # of unknown length: the rest cannot be placed
        for _ in range(min(values, _ATTRIBUTES)):
            length = struct.unpack_from("<I", data, position)[0]
            value = data[position + 4 : position + 4 + length]
            position += 4 + length + -length % 4
            if kind == _UNICODE:
                yield number, value.decode("utf-16-le", "replace").rstrip("\x00")
            else:
                yield number, _string(value, charset) if kind == _STRING8 else value


def _skip_name(data: bytes, position: int) -> int:
    """Step over the name of a named property."""
    by_name, length = struct.unpack_from("<II", data, position + 16)
    if not by_name:
        return position + 24
    return int(position + 24 + length + -length % 4)


def _string(value: bytes, charset: str) -> str:
    return decode(value.rstrip(b"\x00"), charset)[0]
