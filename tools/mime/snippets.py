"""Short texts made of a body: for lists and for search."""

from . import limits
from .textual import words


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
    return found[: limits.SNIPPET].strip()
