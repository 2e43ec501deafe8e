"""One pass over a tree of HTML: what may stand in a page of ours stays."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from .colors import drop_light_letters, plain_background
from .signed import fold_dashes

_DROPPED = frozenset(
    "script style title meta link base iframe frame frameset object embed applet "
    "noscript svg math source track template input select textarea head param "
    "area map canvas dialog portal".split()
)
_UNWRAPPED = frozenset("video audio picture form button html body label".split())
_ATTRIBUTES = frozenset(
    "href src alt title width height style colspan rowspan align valign border "
    "cellpadding cellspacing color face size dir lang start nowrap".split()
)
_LINK = re.compile(r"(?:https?|mailto|tel|sms|xmpp):", re.I)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.I)
_FUNCTION = re.compile(r"([\w-]*)\(")
_FUNCTIONS = frozenset(("rgb", "rgba", "hsl", "hsla", "calc"))
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_TINY = re.compile(r"\s*[012](?:px)?\s*\Z")
_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|o(?:doo|_switchboard|_mail)_signature|"
    r"^Signature$|AppleMailSignature|ms-outlook-mobile-signature|"
    r"protonmail_signature_block|yahoo_signature|^x?_?signature$"
)
_QUOTE = "data-o-mail-quote"
_BAR = (
    "margin:0 0 0 .5em;padding-left:.5em;"
    "border-left-style:solid;border-left-width:2px;border-left-color:#ccc"
)


class TooDeep(ValueError):
    """The elements are nested deeper than a page can bear."""


@dataclass(slots=True)
class Cleaner:
    """Cleans the parts of one body.

    :ivar own: addresses of pictures of ours, which may stay
    :ivar depth: elements may be nested so deep
    :ivar shown: those of ``own`` that are there
    :ivar blocked: how many pictures from elsewhere were left out
    """

    own: Collection[str]
    depth: int
    shown: set[str] = field(default_factory=set)
    blocked: int = 0

    def clean(self, html: str, folded: bool = False) -> str:
        """Clean a part of a body.

        :param html: any HTML
        :param folded: whether it goes behind "…" as a whole
        :return: HTML without scripts, styles, classes, remote content
        :raise TooDeep: nested too deep
        :raise ValueError: lxml cannot read it
        """
        body = _read(html)
        if body is None:
            return ""
        self._check_depth(body)
        for element in list(body.iter()):
            if element is not body:
                self._element(element, folded)
        drop_light_letters(body)
        if not folded:
            fold_dashes(body, _QUOTE)
        return _inner(body)

    def _check_depth(self, body: HtmlElement) -> None:
        depth = 0
        for event, _element in etree.iterwalk(body, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > self.depth:
                raise TooDeep

    def _element(self, element: HtmlElement, folded: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            element.drop_tree()  # comment, processing instruction
        elif tag in _DROPPED or ":" in tag:
            (element.drop_tree if tag in _DROPPED else element.drop_tag)()
        elif tag in _UNWRAPPED:
            self._count_remote(element)
            element.drop_tag()
        else:
            self._attributes(element, folded)

    def _count_remote(self, element: HtmlElement) -> None:
        if element.get("poster") or element.get("src") or element.get("background"):
            self.blocked += 1

    def _attributes(self, element: HtmlElement, folded: bool) -> None:
        old = dict(element.attrib)
        element.attrib.clear()
        for name, value in old.items():
            kept = self._attribute(element.tag, name, value)
            if kept:
                element.set(name, kept)
        paint = plain_background(old.get("bgcolor", ""))
        if paint:
            rest = filter(None, [element.get("style")])
            element.set("style", ";".join([f"background-color:{paint}", *rest]))
        if element.tag == "a" and element.get("href"):
            element.set("target", "_blank")
            element.set("rel", "noreferrer noopener nofollow")
        elif element.tag == "img":
            self._picture(element, old)
        if folded:
            return
        if _SIGNATURE.search(old.get("id", "")) or any(
            map(_SIGNATURE.search, old.get("class", "").split())
        ):
            element.set(_QUOTE, "1")
        elif element.tag == "blockquote":
            # Stock code folds every quote; this one has answers around it.
            element.tag = "div"
            element.set("style", _BAR)

    def _attribute(self, tag: str, name: str, value: str) -> str:
        """Give the value that may stay, empty when none."""
        if name == "background":
            self.blocked += 1
            return ""
        if name not in _ATTRIBUTES or (name == "src" and tag != "img"):
            return ""
        if name == "href":
            value = _CONTROL.sub("", value) if tag == "a" else ""
            value = f"https:{value}" if value.startswith("//") else value
            return value if _LINK.match(value) else ""
        if name == "style":
            return self._style(value)
        return value

    def _style(self, style: str) -> str:
        kept = []
        for declaration in style.split(";"):
            functions = {name.lower() for name in _FUNCTION.findall(declaration)}
            refused = "\\" in declaration or functions - _FUNCTIONS
            if refused:
                self.blocked += "url" in declaration.lower()
            name, _colon, value = declaration.partition(":")
            name = name.strip().lower()
            if name == "background" or (refused and name.startswith("background")):
                # The letters were chosen for the colour under the picture.
                color = plain_background(value)
                if color:
                    kept.append(f"background-color:{color}")
            elif refused:
                continue
            elif declaration.strip():
                kept.append(declaration.strip())
        return ";".join(kept)

    def _picture(self, element: HtmlElement, old: dict[str, str]) -> None:
        source = (element.get("src") or "").strip()
        if source in self.own:
            self.shown.add(source)
            return
        if _PICTURE.match(source):
            return
        for name in ("src", "width", "height", "style"):
            element.attrib.pop(name, None)
        if source or old.get("srcset"):
            self.blocked += 1
        tiny = any(_TINY.match(old.get(name, "")) for name in ("width", "height"))
        if tiny or not element.get("alt", "").strip():
            element.drop_tree()


def _read(html: str) -> HtmlElement | None:
    html = re.sub(r"<\?xml[^<>]{0,200}>", "", html.replace("\0", ""))
    if not html.strip():
        return None
    try:
        return document_fromstring(html).find("body")
    except etree.ParserError:  # nothing but comments
        return None


def _inner(body: HtmlElement) -> str:
    """Write what is in the body; its own text goes through an element's."""
    body.tag = "div"
    body.attrib.clear()
    body.tail = None
    text: str = etree.tostring(body, encoding="unicode", method="html")
    return text[len("<div>") : -len("</div>")]
