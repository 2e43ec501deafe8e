"""Short texts made of a body: for lists and for search."""

import re

from . import limits
from .quotes import own_text
from .textual import words

# Where the history begins in the HTML of the usual mail programs.
_HISTORY = re.compile(
    r"""<blockquote\b|class=["']?(?:gmail_quote|moz-cite-prefix|yahoo_quoted|"""
    r"""protonmail_quote)|id=["']?(?:appendonsend|divRplyFwdMsg|x_divRplyFwdMsg)""",
    re.I,
)


def body_words(html: str | None, text: str | None) -> str:
    """Give the words of a body for full-text search.

    :param html: HTML body
    :param text: text body
    :return: one line, bounded
    """
    if text and not (html and len(text) < 200 and len(html) > 2_000):
        found = " ".join(text[: limits.SEARCH_SOURCE].split())
    else:
        found = words(html) if html else ""
    return found[: limits.SEARCH_TEXT]


def snippet(html: str | None, text: str | None, found: str) -> str:
    """Give the first words somebody wrote, without what they quoted.

    :param html: HTML body
    :param text: text body
    :param found: the words of the body
    :return: one line, at most 200 characters
    """
    own = ""
    if text and not text.isspace():
        for length in limits.SNIPPET_SOURCES:
            own = " ".join(own_text(text[:length]).split())
            if own or len(text) <= length:
                break
    elif html:
        history = _HISTORY.search(html, 0, limits.HISTORY)
        if history:
            start = html.rfind("<", 0, history.start() + 1)
            own = words(html[: max(start, 0)])
    return (own or found)[: limits.SNIPPET].strip()
