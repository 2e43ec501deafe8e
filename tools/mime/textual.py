"""Between HTML and text, without building a tree."""

import html as html_entities
import re

from . import limits

_SKIPPED = re.compile(r"<(?:(!--)|(script|style|title|template)(?=[\s/>]))", re.I)
_CLOSING = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.I)
    for name in ("script", "style", "title", "template")
}
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_NAMED_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})([^<>]*)>|<[/!?][^<>]*>")
_LINE_TAG = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h\d)\b[^<>]*>", re.I)
_WORDS = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_LINK = re.compile(
    r"\b(?:https?://[^\s<>\"']{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_ONE_LINE = frozenset(("br", "div", "li", "tr", "dt", "dd", "hr", "section"))
_TWO_LINES = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote")
)


def visible(html: str) -> str:
    """Cut out comments, styles, scripts and titles.

    :param html: any HTML
    :return: the rest, with its tags
    """
    kept: list[str] = []
    position = 0
    while match := _SKIPPED.search(html, position):
        kept.append(html[position : match.start()])
        if match[1]:
            position = html.find("-->", match.end()) + 3
            if position == 2:
                return "".join(kept)
            continue
        closing = _CLOSING[match[2].lower()].search(html, match.end())
        if closing is None:
            return "".join(kept)
        position = closing.start()
    kept.append(html[position:])
    return "".join(kept)


def words(html: str) -> str:
    """Give the text of an HTML body on one line: cheap, for search.

    :param html: any HTML
    :return: its words
    """
    text = _TAG.sub(" ", visible(html[: limits.SEARCH_SOURCE]))
    return " ".join(html_entities.unescape(text).split())


class _Writer:
    """Puts the lines together while tags go by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.quotes = 0
        self.preformatted = 0
        self.link = ""

    def text(self, raw: str) -> None:
        text = html_entities.unescape(raw)
        if self.preformatted:
            first, *others = text.split("\n")
            self.current.append(first)
            for line in others:
                self.end_line()
                self.current.append(line)
        else:
            self.current.append(_WORDS.sub(" ", text))

    def end_line(self, blank: bool = False) -> None:
        line = "".join(self.current)
        line = line if self.preformatted else line.strip()
        mark = ">" * min(self.quotes, 20) + " " if self.quotes else ""
        if line or not blank:
            self.lines.append((mark + line).rstrip())
        if blank and self.lines and self.lines[-1].strip("> "):
            self.lines.append(mark.rstrip())
        self.current.clear()

    def tag(self, closing: bool, name: str, attributes: str) -> None:
        if name in _TWO_LINES:
            self.end_line(blank=True)
            change = -1 if closing else 1
            if name == "blockquote":
                self.quotes = max(0, self.quotes + change)
                if closing and self.lines and not self.lines[-1].strip("> "):
                    self.lines[-1] = ">" * self.quotes  # the gap is not quoted
            elif name == "pre":
                self.preformatted = max(0, self.preformatted + change)
        elif name in _ONE_LINE:
            if name == "br" or "".join(self.current).strip():
                self.end_line()
            if name == "li" and not closing:
                self.current.append("- ")
        elif name in ("td", "th") and not closing:
            self.current.append(" ")
        elif name == "a":
            self._anchor(closing, attributes)

    def _anchor(self, closing: bool, attributes: str) -> None:
        if not closing:
            match = _HREF.search(attributes)
            target = html_entities.unescape(match[1] or match[2] or "") if match else ""
            self.link = target if target.startswith(("http:", "https:")) else ""
        elif self.link:
            if self.link not in "".join(self.current[-3:]):
                self.current.append(f" <{self.link}>")
            self.link = ""


def html_to_text(html: str) -> str:
    """Write an HTML body as plain text: paragraphs, lists, quotes, links.

    :param html: any HTML
    :return: lines ending in "\\n", no blank lines at the ends
    """
    source = visible(html)
    if len(source) > limits.HTML_TREE:
        lines = _TAG.sub(" ", _LINE_TAG.sub("\n", source))
        return html_entities.unescape(lines).strip()
    writer = _Writer()
    position = 0
    for match in _NAMED_TAG.finditer(source):
        if match.start() > position:
            writer.text(source[position : match.start()])
        position = match.end()
        if match[2]:
            writer.tag(bool(match[1]), match[2].lower(), match[3])
    writer.text(source[position:])
    writer.end_line()
    return _BLANK_LINES.sub("\n\n", "\n".join(writer.lines)).strip("\n")


def text_to_html(text: str) -> str:
    """Write a plain text body as safe HTML: paragraphs, line breaks, links.

    :param text: any text
    :return: HTML made of ``p``, ``br`` and ``a`` only
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if len(text) > limits.HTML_TREE:
        return f"<p>{html_entities.escape(text)}</p>".replace("\n", "<br>")
    paragraphs = (_paragraph(block) for block in _PARAGRAPH.split(text))
    return "".join(f"<p>{block}</p>" for block in paragraphs)


def _paragraph(block: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(block):
        link = match[0].rstrip(".,;:!?)]}'")
        target = link if "://" in link[:10] else f"mailto:{link}"
        pieces.append(html_entities.escape(block[position : match.start()]))
        href, shown = html_entities.escape(target), html_entities.escape(link)
        pieces.append(f'<a href="{href}" rel="noopener noreferrer">{shown}</a>')
        position = match.start() + len(link)
    pieces.append(html_entities.escape(block[position:]))
    return "".join(pieces).replace("\n", "<br>")
