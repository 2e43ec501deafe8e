"""What somebody wrote and what they quoted, told apart; nothing is dropped."""

import re
from dataclasses import dataclass

import quotequail

from . import limits
from .textual import words

_LINES = 3_000  # of a text that are looked at
_WIDTH = 300  # characters of a line; the library's patterns do not like long ones
_STEPS = 20_000_000
_BLOCK = 3  # this many quoted lines in a row are folded
_ENDS = frozenset(":_-")
_OUTLOOK = re.compile(
    r"\n\*?(?:From|Von|De|Da|Från|Van|Od):\*? [^\n]{1,300}\n"
    r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Skickat|Verzonden)"
    r"[^\n:]{0,20}:"
)
_SIGNATURE = re.compile(r"^-- ?$")
_QUOTE_TAG = re.compile(r"<(/?)blockquote\b[^<>]*>", re.I)
_SIGNED = re.compile(
    r"<\w{1,10}\b[^<>]{0,300}(?:gmail_signature|moz-signature|odoo_signature|"
    r"id=.?Signature|AppleMailSignature)|>\s{0,9}--(?:\s|&nbsp;|\xa0){0,9}<"
)
_DATED = re.compile(r">?\s*\d{4}/\d{1,2}/\d{1,2} ")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a body; ``folded`` ones are shown behind "…"."""

    content: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class FoldedBody:
    """A body cut into segments that together are the whole of it."""

    segments: tuple[Segment, ...]
    is_html: bool

    @property
    def own(self) -> str:
        """The part that is shown."""
        return self._joined(folded=False)

    @property
    def quoted(self) -> str:
        """The part behind "…": quoted history and signature."""
        return self._joined(folded=True)

    def _joined(self, folded: bool) -> str:
        glue = "" if self.is_html else "\n"
        return glue.join(one.content for one in self.segments if one.folded is folded)


def split_quoted(html: str | None, text: str | None) -> FoldedBody:
    """Tell a body's own words from quoted history and signature.

    Answers written between or below the quotes stay visible.

    :param html: HTML body; preferred
    :param text: text body
    :return: all of the body, cut into segments: HTML ones are each balanced,
        text ones are joined by line ends
    """
    if html is not None:
        return FoldedBody(_split_html(html), is_html=True)
    return FoldedBody(_split_text(text or ""), is_html=False)


def own_text(text: str) -> str:
    """Give what somebody wrote, for a snippet.

    :param text: the beginning of a text body
    :return: without quotes and signature
    """
    return "\n".join(one.content for one in _split_text(text) if not one.folded)


def _split_text(text: str) -> tuple[Segment, ...]:
    lines = text.split("\n", _LINES)
    if len(lines) > _LINES:
        # The rest goes with the last line that was looked at.
        lines[-2:] = ["\n".join(lines[-2:])]
    intro = _intro(lines)
    quoted_style = any(line.startswith(">") for line in lines[intro:])
    marks = [False] * len(lines)
    if intro < len(lines) and not quoted_style:
        # History without marks: it reaches to the end.
        marks[intro:] = [True] * (len(lines) - intro)
    else:
        _mark_blocks(lines, marks, intro)
    for number, line in enumerate(lines):
        if _SIGNATURE.match(line) and number and not marks[number]:
            _mark_signature(lines, marks, number)
            break
    return _segments(lines, marks)


def _intro(lines: list[str]) -> int:
    """Find the line that introduces quoted history."""
    found = len(lines)
    for number, line in enumerate(lines):
        above = max(0, number - 1)
        if _may_introduce(line, lines[above]):
            window = "\n".join(one[:_WIDTH] for one in lines[above : number + 1])
            parts = quotequail.quote(window, quote_intro_line=True)
            if len(parts) > 1:
                found = number - parts[1][1].count("\n")
                break
    text = "\n".join(["", *(line[:_WIDTH] for line in lines[:found])])
    outlook = _OUTLOOK.search(text)
    if outlook:
        found = text.count("\n", 0, outlook.start())
    return found


def _may_introduce(line: str, above: str) -> bool:
    """Pick the lines worth asking about: the library tries sixty patterns on each.

    All introductions it knows end with one of four characters; those that end
    with an address begin with a date, here or one line above.
    """
    end = line[:_WIDTH].rstrip()[-1:]
    if end == ">":
        return _DATED.match(line) is not None or _DATED.match(above) is not None
    return end in _ENDS


def _mark_blocks(lines: list[str], marks: list[bool], intro: int) -> None:
    """Mark blocks of quoted lines, with the line that introduces them."""
    start = None
    for number in range(len(lines) + 1):
        quoted = number < len(lines) and lines[number].startswith(">")
        if quoted and start is None:
            start = number
        elif not quoted and start is not None:
            if intro <= start <= intro + 4 and not any(
                lines[one].strip() and not lines[one].startswith(">")
                for one in range(intro + 2, start)
            ):
                start = intro
            if number - start >= _BLOCK or start == intro:
                marks[start:number] = [True] * (number - start)
            start = None


def _mark_signature(lines: list[str], marks: list[bool], number: int) -> None:
    """Mark a signature: up to the next quote or the end."""
    for one in range(number, len(lines)):
        if marks[one]:
            return
        marks[one] = True


def _segments(lines: list[str], marks: list[bool]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or marks[number] != marks[start]:
            content = "\n".join(lines[start:number])
            segments.append(Segment(content, marks[start]))
            start = number
    return tuple(segments)


def _split_html(html: str) -> tuple[Segment, ...]:
    whole = (Segment(html),)
    if len(html) > limits.FOLD_HTML or html.count("<") > limits.FOLD_TAGS:
        return whole
    if _costly(html):
        return whole
    try:
        parts = quotequail.quote_html(html, limit=_LINES, quote_intro_line=True)
    except Exception:  # lxml and recursion: then the body is shown unfolded
        return whole
    if len(parts) < 2 or _answered(parts[1][1]):
        return whole
    return tuple(Segment(part, not shown) for shown, part in parts if part)


def _costly(html: str) -> bool:
    """Tell bodies on which the library's patterns would take their time."""
    steps = (html.count("schrieb") + html.count("skrev")) * len(html)
    if _DATED.search(html):
        steps += html.count("&lt;") * html.count("@") * len(html)
    return steps > _STEPS


def _answered(quoted: str) -> bool:
    """Tell whether somebody wrote below or between the quotes."""
    depth = 0
    position = -1
    # A signature below the quotes is no answer.
    quoted = _SIGNED.split(quoted, maxsplit=1)[0]
    for match in _QUOTE_TAG.finditer(quoted):
        if not depth and position != -1 and words(quoted[position : match.start()]):
            return True
        depth = max(0, depth - 1) if match[1] else depth + 1
        position = match.end()
    return position != -1 and bool(words(quoted[position:]))
