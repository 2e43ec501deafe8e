"""The header block of a mail or of one of its parts (RFC 5322 section 2.2)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from . import limits
from .charsets import decode
from .encoded import decode_words, one_line

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*(?:\n[ \t].*)*)(?:\n|$)")
_END = re.compile(rb"\n\r{0,2}\n")
# A line without a colon ends the block (as the standard library has it) unless
# one of these follows: then something was garbled on the way.
_KNOWN = re.compile(
    rb"^(?:Content-(?:Type|Transfer-Encoding|Disposition)|MIME-Version|From|To|"
    rb"Subject|Date|Message-ID|Received|Return-Path)[ \t]*:",
    re.I | re.M,
)
_BOUNDARY = re.compile(rb"^--", re.M)
_FOLD = re.compile(r"\r*\n[ \t]*|\r+[ \t]*")
_IN_ANGLES = re.compile(r"<([^<>]*)>")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_EARLIEST = datetime(1971, 1, 1, tzinfo=timezone.utc)


@dataclass(slots=True)
class Headers:
    """Fields by lower-cased name, in their order, undecoded."""

    fields: dict[str, list[bytes]] = field(default_factory=dict)
    defects: set[str] = field(default_factory=set)
    addresses_left: int = limits.ADDRESS_HEADERS

    def raw(self, name: str) -> bytes:
        """Give the first field of that name.

        :param name: lower case
        :return: the value with its folds, b"" when missing
        """
        values = self.fields.get(name)
        return values[0] if values else b""

    def value(self, name: str, limit: int = limits.HEADER_VALUE) -> str:
        """Give the first field of that name, unfolded, as text.

        :param name: lower case
        :param limit: bytes to look at
        :return: encoded words still in place, "" when missing
        """
        values = self.fields.get(name)
        return self._text(values[0], limit) if values else ""

    def joined(self, name: str) -> str:
        """Give all fields of that name as one list (repeated To, Cc, …).

        :param name: lower case
        :return: the values, separated by commas
        """
        values = self.fields.get(name)
        if not values:
            return ""
        raw = values[0] if len(values) == 1 else b",".join(values)
        text = self._text(raw, self.addresses_left)
        self.addresses_left -= len(text)
        return text

    def _text(self, raw: bytes, limit: int) -> str:
        raw = raw.strip()  # the line end, which would cost a search for folds
        if len(raw) > limit:
            self.defects.add("header_too_long")
            raw = raw[:limit]
        if raw.isascii():
            text = raw.decode("ascii")
            if "\x00" in text:
                text = text.replace("\x00", "")
        else:
            self.defects.add("header_8bit")
            text = decode(raw)[0]
        if "\n" in text or "\r" in text:
            text = _FOLD.sub(" ", text)
        return text.strip()


def read_headers(
    raw: bytes, start: int, end: int, defects: set[str]
) -> tuple[Headers, int]:
    """Read a header block.

    :param raw: the mail
    :param start: where the block starts
    :param end: where the part ends
    :param defects: takes the codes of what is broken, now and when values are read
    :return: the headers, and where the body starts
    """
    headers = Headers(defects=defects)
    if raw.startswith((b"\n", b"\r\n"), start):
        return headers, start + (1 if raw[start] == 10 else 2)
    found = _END.search(raw, start, min(end, start + limits.HEADER_BLOCK))
    stop = found.start() + 1 if found else min(end, start + limits.HEADER_BLOCK)
    body = found.end() if found else stop
    position = _skip_envelope(raw, start, stop)
    count = 0
    while position < stop:
        match = _FIELD.match(raw, position, stop)
        if match is None:
            known = _KNOWN.search(raw, position, stop)
            if known is None or _BOUNDARY.search(raw, position, known.start()):
                headers.defects.add("header_end")
                return headers, position
            headers.defects.add("header_junk")
            position = known.start()
            continue
        position = match.end()
        count += 1
        if count <= limits.HEADER_FIELDS:
            name = match[1].decode("ascii").lower()
            headers.fields.setdefault(name, []).append(match[2])
    if count > limits.HEADER_FIELDS:
        headers.defects.add("too_many_headers")
    return headers, body


def _skip_envelope(raw: bytes, start: int, stop: int) -> int:
    """Step over an mbox line or a byte order mark before the first field."""
    if raw.startswith(b"\xef\xbb\xbf", start):
        start += 3
    if raw.startswith((b"From ", b">From "), start):
        line_end = raw.find(b"\n", start, stop)
        return stop if line_end == -1 else line_end + 1
    return start


def subject(headers: Headers) -> str:
    """Read the subject.

    :param headers: of the mail
    :return: decoded, one line, at most 998 characters
    """
    return one_line(decode_words(headers.value("subject")), limits.LINE)


def date(headers: Headers) -> datetime | None:
    """Read the date (RFC 5322 section 3.3, and ISO 8601 where it was used).

    :param headers: of the mail
    :return: aware, in UTC; None when missing, unusable or out of range
    """
    text = headers.value("date", 200)
    if not text:
        return None
    try:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            found = datetime.fromisoformat(text)
        # "-0000" gives a naive value that stands for UTC.
        found = found.replace(tzinfo=timezone.utc) if found.tzinfo is None else found
        found = found.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        headers.defects.add("date")
        return None
    if not _EARLIEST <= found <= datetime.now(timezone.utc) + timedelta(days=2):
        headers.defects.add("date_range")
        return None
    return found


def message_id(headers: Headers, name: str = "message-id") -> str:
    """Read a Message-ID (RFC 5322 section 3.6.4).

    :param headers: of the mail
    :param name: the field to read, lower case
    :return: without angle brackets, "" when missing or unusable
    """
    found = message_ids(headers, name)
    return found[0] if found else ""


def message_ids(headers: Headers, name: str) -> tuple[str, ...]:
    """Read a list of Message-IDs: In-Reply-To, References.

    Of an over-long list the first and the newest ones are kept: the thread's
    root and the nearest ancestors decide where a mail belongs.

    :param headers: of the mail
    :param name: the field to read, lower case
    :return: oldest first, without angle brackets and doubles
    """
    text = headers.value(name, limits.ID_HEADER)
    if not text:
        return ()
    if "<" in text:
        found = [_BLANKS.sub("", m) for m in _IN_ANGLES.findall(text)]
    else:
        found = [word.strip(",;\"'>") for word in text.split() if "@" in word]
    usable = dict.fromkeys(
        one for one in found if one.strip("@.") and len(one) <= limits.LINE
    )
    ids = tuple(usable)
    if len(ids) > limits.REFERENCES:
        headers.defects.add("too_many_references")
        ids = ids[:10] + ids[-limits.REFERENCES + 10 :]
    return ids
