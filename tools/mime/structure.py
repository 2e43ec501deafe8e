"""The tree of parts, found by searching for boundaries (RFC 2046 section 5.1).

Bodies are offsets into the raw mail until somebody wants them decoded: a mail
of 25 MB is searched, not copied line by line.
"""

import re
from dataclasses import dataclass, field

from . import limits
from .headers import Headers, read_headers
from .params import content_type, parse_value
from .transfer import decode_transfer

_GUESS = re.compile(rb"^--([^\s\x00-\x1f][^\r\n]{0,99}?)[ \t]*\r?$", re.M)


@dataclass(slots=True)
class Part:
    """One entity: its headers and where its body lies."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    mimetype: str
    parameters: dict[str, str]
    children: list["Part"] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """The body as it was sent, transfer encoding not undone."""
        return self.raw[self.start : self.end]

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding, "" when missing."""
        text = self.headers.value("content-transfer-encoding", 200)
        return text.partition(";")[0].strip(" \t\"'.").lower()

    def disposition(self) -> tuple[str, dict[str, str]]:
        """Give Content-Disposition (RFC 2183): its value and parameters."""
        return parse_value(self.headers.value("content-disposition"))

    def content(self, defects: set[str]) -> bytes:
        """Give the body with its transfer encoding undone.

        :param defects: takes the code of what had to be mended
        :return: the content
        """
        data, defect = decode_transfer(self.body, self.encoding)
        if defect:
            defects.add(defect)
        return data


class Splitter:
    """Builds the tree of one mail within the bounds of ``limits``."""

    def __init__(self, defects: set[str]) -> None:
        self.defects = defects
        self._parts = 0
        self._searched = 0

    def part(self, raw: bytes, start: int, end: int, default: str, depth: int) -> Part:
        """Read one entity and, for a multipart, those within it.

        :param raw: the mail
        :param start: where the entity starts
        :param end: where it ends
        :param default: the type it has without a Content-Type
        :param depth: how many multiparts it lies in
        :return: the part
        """
        self._parts += 1
        headers, body = read_headers(raw, start, end, self.defects)
        mimetype, parameters = content_type(headers.value("content-type"))
        if not mimetype:
            if "content-type" in headers.fields:
                self.defects.add("content_type")
            mimetype = default
        part = Part(raw, headers, min(body, end), end, mimetype, parameters)
        if mimetype.startswith("multipart/"):
            self._split(part, depth)
        return part

    def _split(self, part: Part, depth: int) -> None:
        if depth >= limits.DEPTH or self._searched > limits.SCAN:
            self.defects.add("too_deep")
            part.mimetype = "application/octet-stream"
            return
        if part.encoding in ("base64", "quoted-printable"):
            # Forbidden by RFC 2045 section 6.4, and yet sent.
            part.raw = part.content(self.defects)
            part.start, part.end = 0, len(part.raw)
            part.headers.fields.pop("content-transfer-encoding")
        ranges = self._ranges(part)
        if not ranges:
            self.defects.add("no_parts")
            part.mimetype = "text/plain"
            return
        digest = part.mimetype == "multipart/digest"
        default = "message/rfc822" if digest else "text/plain"
        for start, end in ranges:
            if self._parts >= limits.PARTS:
                self.defects.add("too_many_parts")
                rest = Headers()
                kind = "application/octet-stream"
                part.children.append(Part(part.raw, rest, start, part.end, kind, {}))
                return
            part.children.append(self.part(part.raw, start, end, default, depth + 1))

    def _ranges(self, part: Part) -> list[tuple[int, int]]:
        self._searched += part.end - part.start
        boundary = part.parameters.get("boundary", "").rstrip()
        marker = b"--" + boundary.encode("utf-8", "surrogateescape")
        if not boundary or part.raw.find(marker, part.start, part.end) == -1:
            guess = _GUESS.search(part.raw, part.start, part.end)
            if guess is None:
                return []
            self.defects.add("boundary")
            marker = b"--" + guess[1]
        return self._between(part, marker)

    def _between(self, part: Part, marker: bytes) -> list[tuple[int, int]]:
        raw, position, end = part.raw, part.start, part.end
        ranges: list[tuple[int, int]] = []
        opened, misses = -1, 0
        while len(ranges) <= limits.PARTS:
            found = raw.find(marker, position, end)
            if found == -1 or misses > limits.MISSES:
                self.defects.add("unterminated")
                break
            position = found + len(marker)
            if found > part.start and raw[found - 1] != 10:
                misses += 1
                continue
            line_end = raw.find(b"\n", position, end)
            line_end = end if line_end == -1 else line_end
            rest = raw[position : min(line_end, position + 80)].strip()
            if rest not in (b"", b"--"):
                misses += 1
                continue  # a longer boundary that starts alike
            if opened != -1:
                ranges.append((opened, _before_marker(raw, opened, found)))
            if rest:
                return ranges
            opened = position = min(line_end + 1, end)
        if opened != -1 and opened < end:
            ranges.append((opened, end))
        return ranges


def _before_marker(raw: bytes, opened: int, found: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if found > opened and raw[found - 1] == 10:
        found -= 1
        if found > opened and raw[found - 1] == 13:
            found -= 1
    return max(found, opened)
