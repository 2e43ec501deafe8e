"""Encoded words in headers (RFC 2047), with the mistakes real mailers make."""

import binascii
import re

from .charsets import decode
from .transfer import decode_base64

# The second branch takes words with a "?" in their text; it is bounded so that
# a header full of unfinished words stays linear.
_WORD = re.compile(
    r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*|[^\s]{0,120}?)\?=(?:\s+(?==\?))?"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_SPACES = re.compile(r"\s+")


def decode_words(text: str) -> str:
    """Decode the encoded words of a header value.

    Neighbours of one charset are joined before decoding, because some mailers
    cut multi-byte characters in two.

    :param text: unfolded header value
    :return: the value as people read it
    """
    if "=?" not in text:
        return text
    result: list[str] = []
    pending: list[bytes] = []
    charset = ""
    position = 0
    for match in _WORD.finditer(text):
        literal = text[position : match.start()]
        label = match[1].partition("*")[0].lower()
        if pending and (literal or label != charset):
            result.append(decode(b"".join(pending), charset)[0])
            pending = []
        result.append(literal)
        charset = label
        pending.append(_word_bytes(match[2], match[3]))
        position = match.end()
    if pending:
        result.append(decode(b"".join(pending), charset)[0])
    result.append(text[position:])
    return "".join(result)


def one_line(text: str, limit: int) -> str:
    """Make a header value fit for one line of a screen or of a table.

    :param text: decoded value
    :param limit: how many characters to keep
    :return: without control characters, runs of blanks made one
    """
    if not text.isprintable() or "  " in text:
        text = _SPACES.sub(" ", _CONTROL.sub(" ", text))
    return text.strip()[:limit]


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return decode_base64(data)[0]
