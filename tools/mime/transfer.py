"""Content-Transfer-Encoding, leniently (RFC 2045 section 6)."""

import binascii
import re
from collections.abc import Iterator

from . import limits

_PADDED = re.compile(rb"(=+)")
_PIECES = 1_000
_BLANKS = re.compile(rb"[ \t\r\n]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?$", re.M)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.M)


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, str]:
    """Undo a transfer encoding; what cannot be undone stays as it is.

    :param data: the body of a part
    :param encoding: the Content-Transfer-Encoding, lower case
    :return: the content, and the code of a defect or ""
    """
    if encoding in ("", "7bit", "8bit", "binary"):
        return data, ""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding == "base64":
        return decode_base64(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = cut_uuencoded(data)[1]
        return (found[0][1], "") if found else (data, "uuencode")
    return data, "transfer_encoding"


def decode_base64(data: bytes) -> tuple[bytes, str]:
    """Decode base64 with line noise, missing or early padding (RFC 4648).

    :param data: the encoded text
    :return: the content, and "base64" when something had to be mended
    """
    stripped = data.rstrip(b" \t\r\n")
    padding = stripped.find(b"=")
    try:
        if padding == -1 or padding >= len(stripped) - 2:
            return binascii.a2b_base64(stripped), ""
    except binascii.Error:
        pass
    if stripped.count(b" ") * 16 > len(stripped):
        return data, "base64"  # words: it was never encoded
    return b"".join(_base64_pieces(stripped)), "base64"


def _base64_pieces(data: bytes) -> Iterator[bytes]:
    """Decode pieces that were encoded one by one and then joined.

    What follows padding and is no further piece was added on the way (a
    list's footer) and is left out, as the standard library does.
    """
    pieces = _PADDED.split(data, _PIECES)
    for position in range(0, len(pieces), 2):
        letters = _BLANKS.sub(b"", pieces[position])
        padding = len(pieces[position + 1]) if position + 1 < len(pieces) else 0
        if position and ((len(letters) + padding) % 4 or _NOT_BASE64.search(letters)):
            return
        letters = _NOT_BASE64.sub(b"", letters)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        yield binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def cut_uuencoded(data: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Take uuencoded files out of a text (POSIX ``uuencode``).

    :param data: a text, transfer encoding undone
    :return: the text without the files, and the files (name, content)
    """
    kept: list[bytes] = []
    files: list[tuple[str, bytes]] = []
    position = 0
    for begin in _UU_BEGIN.finditer(data):
        if begin.start() < position:
            continue
        end = _UU_END.search(data, begin.end())
        if end is None or len(files) >= limits.UUENCODED:
            break
        content = _uu_content(data[begin.end() : end.start()], begin[0])
        if content is not None:
            files.append((begin[1].decode("utf-8", "replace"), content))
            kept.append(data[position : begin.start()])
            position = end.end()
    return b"".join([*kept, data[position:]]), files


def _uu_content(lines: bytes, begin: bytes) -> bytes | None:
    if begin.startswith(b"begin-base64"):
        return decode_base64(lines)[0]
    content: list[bytes] = []
    for line in lines.splitlines():
        if not line or line[0] in b"` ":
            continue
        try:
            content.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Trailing blanks lost or added on the way: trust the length byte.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                content.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                return None
    return b"".join(content) if content else None
