"""Content-Type and Content-Disposition with parameters (RFC 2045, RFC 2231)."""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from . import limits
from .charsets import decode
from .encoded import decode_words

_PARAM = re.compile(
    r';\s*([^=;\s"]{1,80})\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^;]*))', re.DOTALL
)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_CACHED = 100  # short values repeat from mail to mail
_BARE_TYPES = {"text": "text/plain", "html": "text/html"}


def parse_value(text: str) -> tuple[str, dict[str, str]]:
    """Split a field into its value and its parameters.

    The result may be shared between calls: do not change it.

    :param text: unfolded value of Content-Type or Content-Disposition
    :return: the value in lower case, and the parameters by lower-cased name
    """
    return _cached(text) if len(text) < _CACHED else _parse(text)


def _parse(text: str) -> tuple[str, dict[str, str]]:
    value, semicolon, _ = text.partition(";")
    value = value.strip().lower()
    if not semicolon:
        return value, {}
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for count, match in enumerate(_PARAM.finditer(text, len(value))):
        if count >= limits.PARAMETERS:
            break
        name = match[1].lower()
        if match[2] is None:
            content = match[3].strip().strip('"')
        else:
            content = _ESCAPED.sub(r"\1", match[2])
        section = _SECTION.fullmatch(name) if "*" in name else None
        if section is None:
            plain.setdefault(name, content)
        else:
            number = int(section[2] or 0)
            part = (section[3] is not None, content)
            sections.setdefault(section[1], {}).setdefault(number, part)
    for name, parts in sections.items():
        plain[name] = _join(parts)
    return value, plain


_cached = lru_cache(maxsize=2048)(_parse)


def content_type(text: str) -> tuple[str, dict[str, str]]:
    """Read a Content-Type (RFC 2045 section 5.1).

    :param text: unfolded value, "" when the field is missing
    :return: a usable type, or "" when missing or unusable, and the parameters
    """
    value, parameters = parse_value(text)
    value = _BARE_TYPES.get(value, value)
    if not _TYPE.fullmatch(value):
        # "text/plain charset=utf-8" and the like: the type is still there.
        found = _TYPE.match(value)
        value = found[0] if found else ""
    return value, parameters


def text_parameter(parameters: dict[str, str], name: str) -> str:
    """Give a parameter as people read it.

    :param parameters: of ``parse_value``
    :param name: lower case
    :return: encoded words decoded: against RFC 2047 section 5 many mailers
        use them here
    """
    value = parameters.get(name, "")
    return decode_words(value) if "=?" in value else value


def _join(parts: dict[int, tuple[bool, str]]) -> str:
    """Put the sections of one parameter together (RFC 2231 section 3)."""
    charset = ""
    result: list[bytes] = []
    for position, (number, (extended, content)) in enumerate(sorted(parts.items())):
        if number != position:
            break  # a section is missing: what follows cannot be placed
        if extended and position == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        if extended:
            result.append(unquote_to_bytes(content))
        else:
            result.append(content.encode("utf-8", "replace"))
    return decode(b"".join(result), charset)[0]
