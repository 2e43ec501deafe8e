"""Bytes to text, whatever the mail claims about its charset."""

import codecs
import re
from functools import lru_cache

# Names seen in the wild that Python does not know, or that people use for a
# superset (the WHATWG encoding standard maps the same way).
_ALIASES = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "cp-850": "cp850",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
}
# Text codecs that are no charsets of mails; some of them are quadratic.
_REFUSED = {
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "mbcs",
    "oem",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^<>]{0,200}charset\s*=\s*["']?([\w-]{2,30})""", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=512)
def codec_name(charset: str) -> str:
    """Find the codec for a charset label.

    :param charset: label as written in the mail
    :return: a Python codec name, "" when there is none
    """
    label = charset.strip().strip("\"'").lower()
    label = _ALIASES.get(label, label)
    if not label or len(label) > 40 or not label.isascii():
        return ""
    try:
        # A label with NUL or a path separator makes the look-up itself fail.
        info = codecs.lookup(label)
    except (LookupError, ValueError, ImportError):
        return ""
    if info.name in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return ""
    return info.name


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """Decode text of a doubtful charset.

    UTF-8 comes first wherever the declared charset is a single-byte one: text
    that happens to be valid UTF-8 beyond ASCII is not Latin by accident.

    :param data: the bytes
    :param charset: the declared charset, "" when none is declared
    :return: the text without NUL, and whether the declaration was wrong
    """
    if data.isascii() and charset.lower() in ("", "utf-8", "us-ascii", "iso-8859-1"):
        return _clean(data.decode("ascii")), False
    name = codec_name(charset) if charset else "utf-8"
    mended = not name
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _clean(data[len(bom) :].decode(codec, "replace")), mended
    for candidate in _candidates(name):
        try:
            text = data.decode(candidate)
        except (UnicodeError, ValueError):
            continue
        guessed = candidate != name and not data.isascii()
        return _clean(text), mended or guessed
    fallback = "cp1252" if name in ("", "utf-8") else name
    return _clean(data.decode(fallback, "replace")), True


def declared_in_html(data: bytes) -> str:
    """Find the charset an HTML document declares for itself.

    :param data: the document
    :return: its label, "" when there is none
    """
    match = _META.search(data, 0, 2048)
    return match[1].decode("ascii") if match else ""


def _candidates(name: str) -> tuple[str, ...]:
    if name.startswith("cp125"):
        return ("utf-8", name)
    if name in ("", "utf-8"):
        return ("utf-8", "cp1252")
    return (name, "utf-8")


def _clean(text: str) -> str:
    """Drop what neither PostgreSQL nor XML can store."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    return text
