"""From the tree of parts to body texts and attachments."""

from dataclasses import dataclass, field

from . import limits
from .charsets import declared_in_html, decode
from .flowed import unflow
from .headers import message_id, read_headers, subject
from .inline import referenced
from .names import safe_filename
from .params import text_parameter
from .structure import Part
from .textual import html_to_text, text_to_html
from .tnef import MIMETYPES as TNEF_TYPES
from .tnef import unpack
from .transfer import cut_uuencoded
from .values import Attachment

# Other renderings of what the HTML part says, for clients that can show them.
_DUPLICATES = {"text/x-amp-html", "text/watch-html"}
_SHOWN = {"text/plain", "text/markdown", "text/enriched", "text/x-markdown"}
_NEVER_BODY = {
    "text/calendar",
    "text/csv",
    "text/directory",
    "text/rfc822-headers",
    "text/vcard",
    "text/x-vcard",
}
_REPORTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
}
_ORIGINALS = {"message/rfc822", "message/global", "text/rfc822-headers"}
_CALENDARS = {"text/calendar", "application/ics"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}

Block = tuple[str | None, str | None]  # the same words as HTML and as text


@dataclass(slots=True)
class _Loose:
    """An attachment before it is known whether the body refers to it."""

    filename: str
    mimetype: str
    content: bytes
    content_id: str = ""
    location: str = ""


@dataclass(slots=True)
class Collector:
    """Walks the tree and takes what it finds."""

    defects: set[str]
    blocks: list[Block] = field(default_factory=list)
    loose: list[_Loose] = field(default_factory=list)
    reports: dict[str, bytes] = field(default_factory=dict)
    original: bytes = b""
    calendar: bytes = b""
    calendar_method: str = ""
    encrypted: str = ""

    def walk(self, part: Part, root: bool = False) -> None:
        """Take a part and all within it.

        :param part: any part
        :param root: whether it is the mail itself
        """
        if not part.children:
            self._leaf(part, root or not self.blocks)
        elif part.mimetype == "multipart/alternative":
            self._alternative(part)
        elif part.mimetype == "multipart/related":
            self._related(part)
        elif part.mimetype == "multipart/signed":
            self.walk(part.children[0])
            for child in part.children[1:]:
                self._rest(child)
        elif part.mimetype == "multipart/encrypted":
            protocol = part.parameters.get("protocol", "").lower()
            self.encrypted = "smime" if "pkcs7" in protocol else "pgp"
            for child in part.children:
                self._rest(child)
        else:
            for child in part.children:
                self.walk(child)

    def _rest(self, part: Part) -> None:
        """Take parts that are attachments whatever their type says."""
        if part.children:
            for child in part.children:
                self._rest(child)
        else:
            self._attach(part)

    def _alternative(self, part: Part) -> None:
        """Of several renderings take the best HTML and the best text."""
        outer, html, text, best = self.blocks, None, None, -1
        for child in part.children:
            if child.mimetype in _DUPLICATES:
                continue
            self.blocks = []
            self.walk(child)
            child_html, child_text = join_blocks(self.blocks)
            # RFC 2046 section 5.1.4: the last one is the best, among those that
            # are what they should be.
            typed = "content-type" in child.headers.fields
            rank = 2 * (child.mimetype == "text/plain") + typed
            if child_html is not None:
                html = child_html
            elif child_text is not None and rank >= best:
                text, best = child_text, rank
        self.blocks = outer
        if html is not None or text is not None:
            self.blocks.append((html, text))

    def _related(self, part: Part) -> None:
        """Take the root as body, the others as attachments (RFC 2387)."""
        start = part.parameters.get("start", "").strip("<> ")
        root = part.children[0]
        if start:
            for child in part.children:
                if message_id(child.headers, "content-id") == start:
                    root = child
        self.walk(root)
        for child in part.children:
            if child is not root:
                self._rest(child)

    def _leaf(self, part: Part, first: bool) -> None:
        disposition, parameters = part.disposition()
        named = "filename" in parameters or "name" in part.parameters
        shown = part.mimetype == "text/html" or part.mimetype in _SHOWN
        if first and part.mimetype.startswith("text/"):
            shown = shown or part.mimetype not in _NEVER_BODY
        if shown and disposition != "attachment" and (first or not named):
            self._body(part)
        else:
            self._attach(part)

    def _body(self, part: Part) -> None:
        data = part.content(self.defects)
        html = part.mimetype == "text/html"
        charset = part.parameters.get("charset", "")
        if not html and b"begin" in data:
            data, files = cut_uuencoded(data)
            for name, content in files:
                self._loose(name, "application/octet-stream", content)
        elif html and not charset and not data.isascii():
            charset = declared_in_html(data)
        text, wrong = decode(data, charset)
        if wrong:
            self.defects.add("charset")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if html:
            self.blocks.append((text, None))
            return
        if part.parameters.get("format", "").lower() == "flowed":
            delsp = part.parameters.get("delsp", "").lower() == "yes"
            text = unflow(text, delsp)
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.encrypted = "pgp"
        self.blocks.append((None, text))

    def _attach(self, part: Part) -> None:
        mimetype = part.mimetype
        content = part.content(self.defects)
        name = text_parameter(part.disposition()[1], "filename")
        name = name or text_parameter(part.parameters, "name")
        if mimetype in _REPORTS:
            self.reports.setdefault(mimetype, content[: limits.REPORT])
        elif mimetype in _ORIGINALS:
            self.original = self.original or content[: limits.REPORT]
            if mimetype != "text/rfc822-headers":
                name = name or _mail_name(content)
        elif mimetype in _CALENDARS and not self.calendar:
            self.calendar = content[: limits.CALENDAR]
            self.calendar_method = part.parameters.get("method", "")
        elif mimetype in _SMIME and not self.encrypted:
            kind = part.parameters.get("smime-type", "").lower()
            self.encrypted = "" if kind == "certs-only" else "smime"
        elif mimetype in TNEF_TYPES and self._tnef(content):
            return
        self._loose(
            name,
            mimetype,
            content,
            message_id(part.headers, "content-id"),
            part.headers.value("content-location", limits.LINE),
        )

    def _tnef(self, content: bytes) -> bool:
        unpacked = unpack(content)
        if unpacked is None:
            self.defects.add("tnef")
            return False
        for name, mimetype, data in unpacked.files:
            self._loose(name, mimetype, data)
        if not self.blocks and (unpacked.html or unpacked.text):
            self.blocks.append((unpacked.html or None, unpacked.text or None))
        return True

    def _loose(
        self, name: str, kind: str, content: bytes, cid: str = "", location: str = ""
    ) -> None:
        filename = safe_filename(name, kind, len(self.loose) + 1)
        self.loose.append(_Loose(filename, kind, content, cid, location))

    def attachments(self, html: str | None) -> tuple[Attachment, ...]:
        """Give the attachments, once the body is known.

        A part is inline when the body refers to it, whatever its disposition
        says: otherwise it would be shown nowhere.

        :param html: the whole HTML body
        :return: in the order of the mail
        """
        if not self.loose:
            return ()
        wanted: set[str] = set()
        if html and any(one.content_id for one in self.loose):
            wanted = referenced(html)
        return tuple(
            Attachment(
                one.filename,
                one.mimetype,
                one.content,
                one.content_id,
                one.content_id.lower() in wanted
                or bool(html and one.location and f'"{one.location}"' in html),
            )
            for one in self.loose
        )


def join_blocks(blocks: list[Block]) -> Block:
    """Join body parts that follow each other into one body.

    :param blocks: in the order of the mail
    :return: the whole body as HTML and as text, None where no part has it
    """
    if len(blocks) <= 1:
        return blocks[0] if blocks else (None, None)
    html = text = None
    if any(block_html is not None for block_html, _ in blocks):
        html = "\n".join(
            h if h is not None else text_to_html(t or "") for h, t in blocks
        )
    written = any(block_text is not None for _, block_text in blocks)
    # Past the bound the HTML body alone holds all parts.
    if written and sum(len(h or "") for h, _ in blocks) <= limits.HTML_TREE:
        text = "\n".join(
            t if t is not None else html_to_text(h or "") for h, t in blocks
        )
    return html, text


def _mail_name(content: bytes) -> str:
    headers = read_headers(content, 0, len(content), set())[0]
    title = subject(headers)
    return f"{title[:100].replace('/', '-')}.eml" if title else ""
