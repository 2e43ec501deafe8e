"""Header fields and MIME entities as bytes (RFC 5322, 2045 to 2047, 2231, 6532)."""

import base64
import binascii
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header
from urllib.parse import quote

from . import limits
from .idn import wire_domain
from .names import safe_filename
from .values import Address, Attachment

_FIELD_NAME = re.compile(r"[!-9;-~]{1,76}")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,990}")
_MIMETYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_ATOM_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BLANKS = re.compile(r"\s+")
_LONG_LINE = re.compile(rb"[^\n]{998}")
_LINE_END = re.compile(r"\r\n|\r|\n")
_EMAIL = re.compile(
    r'(?:[^\s<>()\[\],;:\\"@]+|"[^"\\\r\n\x00]+")@[^\s<>()\[\],;:\\"@]+'
)
_SOFT = 78


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its header lines and its encoded body."""

    head: bytes
    body: bytes


def wire_address(address: Address) -> str:
    """Give an address as it goes into the envelope and the fields.

    :param address: as typed
    :return: with the domain in A-labels, unless the local part is beyond ASCII:
        then SMTPUTF8 is needed anyhow (RFC 6531)
    :raise ValueError: when it is no usable address
    """
    email = address.email
    if not _EMAIL.fullmatch(email) or len(email) > 320 or _CONTROL.search(email):
        raise ValueError(f"not an address: {email[:100]!r}")
    local, _, domain = email.rpartition("@")
    return f"{local}@{wire_domain(domain)}" if local.isascii() else email


def address_field(name: str, addresses: tuple[Address, ...]) -> bytes:
    """Write a field of addresses.

    :param name: of the field
    :param addresses: at least one
    :return: the folded field with its line end
    :raise ValueError: when one is no usable address
    """
    words: list[str] = []
    for position, address in enumerate(addresses):
        email = wire_address(address)
        comma = "," if position < len(addresses) - 1 else ""
        phrase = _phrase(address.name)
        words += [*phrase, f"<{email}>{comma}"] if phrase else [email + comma]
    return _fold(name, words)


def text_field(name: str, text: str) -> bytes:
    """Write an unstructured field, encoded where needed (RFC 2047).

    :param name: of the field
    :param text: line ends count as blanks
    :return: the folded field with its line end
    """
    text = _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()
    if text.isascii() and "=?" not in text and max(map(len, text.split(" "))) < 900:
        return _fold(name, text.split(" "))
    return _fold(name, _encoded_words(text))


def plain_field(name: str, value: str) -> bytes:
    """Write a field whose value is made by us.

    :param name: of the field
    :param value: ASCII
    :return: the field with its line end
    """
    return f"{name}: {value}\r\n".encode("ascii")


def usable_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Leave out what cannot stand in a field of Message-IDs.

    The ids of received mails are what others made them; one that is no
    Message-ID must not keep anybody from answering.

    :param ids: without angle brackets
    :return: the others, in their order, without doubles
    """
    return tuple(dict.fromkeys(one for one in ids if _MESSAGE_ID.fullmatch(one)))


def ids_field(name: str, ids: tuple[str, ...]) -> bytes:
    """Write a field of Message-IDs, never cut, never encoded.

    :param name: of the field
    :param ids: without angle brackets
    :return: the folded field with its line end
    :raise ValueError: when one is no Message-ID
    """
    for one in ids:
        if not _MESSAGE_ID.fullmatch(one):
            raise ValueError(f"not a Message-ID: {one[:100]!r}")
    return _fold(name, [f"<{one}>" for one in ids])


def extra_field(name: str, value: str) -> bytes:
    """Write a field a caller adds.

    :param name: of the field
    :param value: one line
    :return: the folded field with its line end
    :raise ValueError: when name or value could start another field
    """
    if not _FIELD_NAME.fullmatch(name) or _CONTROL.search(value):
        raise ValueError(f"not a header field: {name[:100]!r}")
    return text_field(name, value)


def text_entity(subtype: str, text: str) -> Entity:
    """Write a text part in UTF-8 with the shortest encoding that is safe.

    :param subtype: "plain" or "html"
    :param text: any line ends
    :return: the entity
    """
    text = _LINE_END.sub("\n", text)
    if text and not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "replace")
    charset = "us-ascii" if data.isascii() else "utf-8"
    head = f'Content-Type: text/{subtype}; charset="{charset}"\r\n'
    encoding, body = _encode_text(data)
    head += f"Content-Transfer-Encoding: {encoding}\r\n"
    return Entity(head.encode("ascii"), body)


def file_entity(attachment: Attachment) -> Entity:
    """Write an attachment or an inline picture.

    :param attachment: with its content
    :return: the entity
    """
    mimetype = attachment.mimetype.lower()
    if not _MIMETYPE.fullmatch(mimetype) or mimetype.startswith("multipart/"):
        mimetype = "application/octet-stream"
    encoding, body = "base64", b""
    if mimetype.startswith("message/"):
        # RFC 2046 section 5.2.1: a message must not be encoded. What does not
        # fit through 7-bit servers as it is travels as a file.
        content = attachment.content.replace(b"\r\n", b"\n")
        if _is_7bit(content):
            encoding, body = "7bit", content.replace(b"\n", b"\r\n")
        else:
            mimetype = "application/octet-stream"
    if encoding == "base64":
        body = base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")
    filename = safe_filename(attachment.filename, mimetype, 1)
    disposition = "attachment"
    head = [f"Content-Type: {mimetype}", f"Content-Transfer-Encoding: {encoding}"]
    if attachment.inline and attachment.content_id:
        disposition = "inline"
        if not _MESSAGE_ID.fullmatch(attachment.content_id):
            raise ValueError(f"not a Content-ID: {attachment.content_id[:100]!r}")
        head.append(f"Content-ID: <{attachment.content_id}>")
    names = "".join(f";\r\n {one}" for one in _parameter("filename", filename))
    head.append(f"Content-Disposition: {disposition}{names}")
    return Entity("\r\n".join([*head, ""]).encode("ascii"), body)


def multipart(subtype: str, children: list[Entity], extra: str = "") -> Entity:
    """Put entities together (RFC 2046 section 5.1).

    :param subtype: "mixed", "alternative" or "related"
    :param children: in their order
    :param extra: further parameters, each ended by ";"
    :return: the entity
    """
    # 128 random bits: no part can contain the boundary by accident or design.
    boundary = f"=_{secrets.token_hex(16)}"
    head = f'Content-Type: multipart/{subtype};{extra}\r\n boundary="{boundary}"\r\n'
    mark = f"\r\n--{boundary}".encode("ascii")
    parts = [mark + b"\r\n" + entity_bytes(child) for child in children]
    return Entity(head.encode("ascii"), b"".join(parts)[2:] + mark + b"--\r\n")


def entity_bytes(entity: Entity) -> bytes:
    """Write an entity out.

    :param entity: of this module
    :return: headers, blank line, body
    """
    return entity.head + b"\r\n" + entity.body


def _phrase(name: str) -> list[str]:
    """Write a display name: words, one quoted string, or encoded words."""
    name = _BLANKS.sub(" ", _CONTROL.sub(" ", name)).strip()[: limits.LINE]
    if not name:
        return []
    if not name.isascii() or "=?" in name or len(name) > 200:
        return _encoded_words(name)
    if _ATOM_PHRASE.fullmatch(name):
        return name.split(" ")
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"']


def _encoded_words(text: str) -> list[str]:
    return Header(text, "utf-8", maxlinelen=75).encode(linesep="\n").split()


def _fold(name: str, words: list[str]) -> bytes:
    """Write a field, folded between words at 78 (RFC 5322 section 2.1.1)."""
    lines: list[str] = []
    line = f"{name}:"
    for word in words:
        # A field's first line stays empty only where nothing else helps.
        bound = limits.LINE if line == f"{name}:" else _SOFT
        if len(line) + 1 + len(word) > bound:
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    lines.append(line)
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


def _parameter(name: str, value: str) -> list[str]:
    """Write a parameter, beyond ASCII or long in sections (RFC 2231)."""
    if value.isascii() and len(value) <= 60 and _CONTROL.search(value) is None:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return [f'{name}="{escaped}"']
    encoded = "utf-8''" + quote(value, safe="")
    if len(encoded) <= 60:
        return [f"{name}*={encoded}"]
    pieces = re.findall(r"(?:%[0-9A-F]{2}|[^%]){1,20}", encoded)
    return [f"{name}*{number}*={piece}" for number, piece in enumerate(pieces)]


def _is_7bit(data: bytes) -> bool:
    """Tell whether a text with "\\n" line ends passes any server unchanged."""
    if not data.isascii() or b"\x00" in data or b"\r" in data:
        return False
    return _LONG_LINE.search(data) is None


def _encode_text(data: bytes) -> tuple[str, bytes]:
    if _is_7bit(data):
        return "7bit", data.replace(b"\n", b"\r\n")
    printable = binascii.b2a_qp(data.replace(b"\n", b"\r\n"), istext=True)
    if len(printable) * 3 <= len(data) * 5:
        return "quoted-printable", printable
    encoded = base64.encodebytes(data.replace(b"\n", b"\r\n"))
    return "base64", encoded.replace(b"\n", b"\r\n")
