"""Raw mail in, value object out; never an exception."""

from collections.abc import Iterator

from .body import Collector, join_blocks
from .envelope import read_envelope
from .headers import Headers, read_headers
from .invitation import read_invitation
from .keys import canonical_text, key_of_content, key_of_id
from .reports import read_report
from .snippets import body_words, snippet
from .structure import Part, Splitter
from .values import ParsedEmail


def parse(raw: bytes) -> ParsedEmail:
    """Read a mail.

    Whatever the bytes are, a value comes back; what had to be mended or given
    up is named in ``defects`` ("gave_up" when the body was lost).

    :param raw: the mail as fetched
    :return: the mail
    """
    mended = _line_ends(raw)
    defects: set[str] = set()
    try:
        return _whole(mended, defects)
    except Exception:  # border 3: one bad mail never stops the next one
        return _headers_only(mended, defects | {"gave_up"})


def parse_headers(raw: bytes) -> ParsedEmail:
    """Read the headers of a mail only.

    Without a usable Message-ID the key begins with "p:" and is *not* the one
    that ``parse`` gives, which depends on the body too.

    :param raw: a mail or just its header block
    :return: the mail with empty body fields
    """
    return _headers_only(_line_ends(raw), set())


def message_key(mail: bytes | ParsedEmail) -> str:
    """Give the key under which copies of one mail are recognised.

    :param mail: raw or parsed
    :return: ``id:…`` or ``h:…``; see ``keys``
    """
    if isinstance(mail, ParsedEmail):
        return mail.key
    key = parse_headers(mail).key
    return key if key.startswith("id:") else parse(mail).key


def _line_ends(raw: bytes) -> bytes:
    """Bring the line ends of old Macs to what the rest expects."""
    if b"\n" not in raw and b"\r" in raw:
        return raw.replace(b"\r", b"\n")
    return raw


def _whole(raw: bytes, defects: set[str]) -> ParsedEmail:
    part = Splitter(defects).part(raw, 0, len(raw), "text/plain", 0)
    collector = Collector(defects)
    collector.walk(part)
    html, text = join_blocks(collector.blocks)
    envelope = read_envelope(part.headers)
    if envelope.message_id:
        key = key_of_id(envelope.message_id)
    else:
        key = key_of_content("h", envelope, _contents(part))
    found = body_words(html, text)
    kind, bounce = read_report(part, envelope, collector, text or found)
    return ParsedEmail(
        **envelope.shared(),
        key=key,
        html=html,
        text=text,
        attachments=collector.attachments(html),
        snippet=snippet(html, text, found),
        search_text=found,
        kind=kind,
        calendar=read_invitation(collector, defects),
        bounce=bounce,
        encrypted=collector.encrypted,
        size=len(raw),
        defects=tuple(sorted(defects)),
    )


def _headers_only(raw: bytes, defects: set[str]) -> ParsedEmail:
    try:
        envelope = read_envelope(read_headers(raw, 0, len(raw), defects)[0])
    except Exception:  # the same, for headers nobody can read
        defects.add("gave_up")
        envelope = read_envelope(Headers(defects=defects))
    if envelope.message_id:
        key = key_of_id(envelope.message_id)
    else:
        # A mail nobody can read is still the same mail at the next pass.
        lost = "gave_up" in defects
        key = key_of_content("p", envelope, [raw] if lost else [])
    return ParsedEmail(
        **envelope.shared(),
        key=key,
        html=None,
        text=None,
        attachments=(),
        snippet="",
        search_text="",
        kind=envelope.kind,
        calendar=None,
        bounce=None,
        encrypted="",
        size=len(raw),
        defects=tuple(sorted(defects)),
    )


def _contents(part: Part) -> Iterator[bytes]:
    """Give the decoded leaves in the form that is hashed."""
    if part.children:
        for child in part.children:
            yield from _contents(child)
    else:
        data = part.content(set())
        textual = part.mimetype.startswith(("text/", "message/"))
        yield canonical_text(data) if textual else data
