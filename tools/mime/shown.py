"""A mail's body as it stands in a conversation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from . import limits
from .clean import Cleaner
from .inline import replace_cids
from .quotes import FoldedBody, split_quoted
from .textual import html_to_text, text_to_html, words
from .values import ParsedEmail

# Hebrew, Arabic, Syriac, Thaana, N'Ko and the Arabic presentation forms.
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_DIRECTION = re.compile(
    r"""<(?:html|body)\b[^<>]{0,500}\bdir\s*=\s*["']?(rtl)\b""", re.I
)
_HEAD = 100_000  # characters in which the page says its direction
_FOLD = '<div data-o-mail-quote="1">%s</div>'


@dataclass(frozen=True, slots=True)
class ShownBody:
    """HTML to show, and what is told beside it.

    :ivar pictures: addresses of the mail's own pictures that stand in it
    :ivar blocked: how many pictures from elsewhere were left out
    :ivar plain: the HTML was beyond a page's bounds, its text is shown instead
    :ivar shortened: the end is missing
    """

    html: str
    pictures: frozenset[str] = frozenset()
    blocked: int = 0
    plain: bool = False
    shortened: bool = False


def show_body(parsed: ParsedEmail, urls: Mapping[str, str]) -> ShownBody:
    """Make the body that is shown; never raises.

    Nothing of it loads anything from elsewhere. Signature and quoted history are
    marked with ``data-o-mail-quote``, what is shown as "…" by Discuss.

    :param parsed: the mail
    :param urls: where its pictures are, by Content-ID
    :return: the body
    """
    html = parsed.html
    if html is not None:
        if len(html) <= limits.SHOWN_HTML and html.count("<") <= limits.SHOWN_TAGS:
            try:
                return _from_html(html, urls)
            except Exception:  # lxml has many ways to refuse; the text is left
                pass
        text = parsed.text if parsed.text is not None else html_to_text(html)
        return _from_text(text, plain=True)
    return _from_text(parsed.text or "")


def _from_html(html: str, urls: Mapping[str, str]) -> ShownBody:
    folded = split_quoted(replace_cids(html, urls), None)
    cleaner = Cleaner(frozenset(urls.values()), limits.SHOWN_DEPTH)
    unfold = not _has_own(folded)
    parts = []
    for segment in folded.segments:
        behind = segment.folded and not unfold
        part = cleaner.clean(segment.content, behind)
        parts.append(_FOLD % part if behind and part else part)
    shown = _directed("".join(parts), _DIRECTION.search(html[:_HEAD]))
    return ShownBody(shown, frozenset(cleaner.shown), cleaner.blocked)


def _from_text(text: str, *, plain: bool = False) -> ShownBody:
    shortened = len(text) > limits.SHOWN_TEXT
    folded = split_quoted(None, text[: limits.SHOWN_TEXT])
    unfold = not _has_own(folded)
    parts = []
    for segment in folded.segments:
        part = text_to_html(segment.content)
        parts.append(_FOLD % part if segment.folded and not unfold else part)
    shown = _directed("".join(parts), None)
    return ShownBody(shown, plain=plain, shortened=shortened)


def _directed(html: str, given: re.Match[str] | None) -> str:
    """Let Hebrew, Arabic and their like run from right to left.

    :param given: the direction that the page itself was given
    """
    if given:
        return f'<div dir="{given[1].lower()}">{html}</div>'
    return f'<div dir="auto">{html}</div>' if _RTL.search(html) else html


def _has_own(folded: FoldedBody) -> bool:
    """Tell whether something is left to read when the rest is folded."""
    own = folded.own
    return bool(words(own) if folded.is_html else own.strip()) or "<img" in own
