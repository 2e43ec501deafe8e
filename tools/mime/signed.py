"""Signatures in HTML that no mail program marked: below a line of two dashes."""

import re

from lxml.html import HtmlElement

_DASHES = re.compile(r"\s*--[\s\xa0]*\Z")


def fold_dashes(body: HtmlElement, mark: str) -> None:
    """Put what follows a line of two dashes into an element that is folded.

    :param body: changed in place
    :param mark: the attribute that says so
    """
    for element in body.iter():
        if element is not body and element.tail and _DASHES.match(element.tail):
            if element.getnext() is not None or element.tag == "br":
                _fold_after(element, mark)
                return
        if element is not body and element.text and _DASHES.match(element.text):
            if len(element):
                element.set(mark, "1")
            else:
                _fold_from(_highest(element, body), mark)
            return


def _highest(element: HtmlElement, body: HtmlElement) -> HtmlElement:
    """The dashes may be all there is in a line of their own: take the line."""
    while True:
        parent = element.getparent()
        if parent is None or parent is body or (parent.text or "").strip():
            return element
        if len(parent) > 1 or (element.tail or "").strip():
            return element
        element = parent


def _wrapper(element: HtmlElement, mark: str) -> HtmlElement:
    parent = element.getparent()
    inside_text = parent is not None and parent.tag in ("p", "span", "font")
    return element.makeelement("span" if inside_text else "div", {mark: "1"})


def _fold_from(first: HtmlElement, mark: str) -> None:
    wrapper = _wrapper(first, mark)
    following = [first, *first.itersiblings()]
    first.addprevious(wrapper)
    wrapper.extend(following)


def _fold_after(last: HtmlElement, mark: str) -> None:
    wrapper = _wrapper(last, mark)
    wrapper.text, last.tail = last.tail, None
    following = list(last.itersiblings())
    last.addnext(wrapper)
    wrapper.extend(following)
