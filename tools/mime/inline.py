"""References from an HTML body to its own pictures (RFC 2392)."""

import html as html_entities
import re
from collections.abc import Mapping
from urllib.parse import unquote

_CID = re.compile(r"\bcid:([^\"'\s<>)]{1,250})", re.I)


def referenced(html: str) -> set[str]:
    """Find the Content-IDs a body refers to.

    :param html: HTML body
    :return: decoded, lower case
    """
    return {_content_id(found) for found in set(_CID.findall(html))}


def replace_cids(html: str, urls: Mapping[str, str]) -> str:
    """Point a body's references to its parts somewhere else.

    :param html: HTML body
    :param urls: by Content-ID, without angle brackets
    :return: the body; references to other parts stay as they are
    """
    known = {key.lower(): html_entities.escape(url) for key, url in urls.items()}
    if not known:
        return html
    return _CID.sub(lambda m: known.get(_content_id(m[1]), m[0]), html)


def _content_id(reference: str) -> str:
    """Undo what a URL in an attribute needs: "a%401&amp;b" is "a@1&b"."""
    return unquote(html_entities.unescape(reference)).lower()
