"""Mails to send, built byte by byte.

Written out here instead of through ``email.message``: the standard library's
generator re-folds fields that must stay as they are (Message-IDs, long
References) and takes some 2 ms per mail.
"""

import secrets
import time
from email.utils import format_datetime

from . import emit
from .emit import Entity
from .idn import wire_domain
from .textual import html_to_text
from .values import Address, BuiltEmail, Draft

_OURS = frozenset(
    "from to cc bcc reply-to subject date message-id in-reply-to references "
    "mime-version content-type content-transfer-encoding content-disposition "
    "content-id sender".split()
)


def make_message_id(domain: str) -> str:
    """Make a new Message-ID (RFC 5322 section 3.6.4).

    :param domain: of the sender
    :return: without angle brackets
    :raise ValueError: when the domain is none
    """
    return f"{time.time_ns():x}.{secrets.token_hex(10)}@{wire_domain(domain)}"


def build(draft: Draft) -> BuiltEmail:
    """Build a mail.

    :param draft: what it says and to whom
    :return: the mail for SMTP without Bcc, our own copy with it
    :raise ValueError: for an unusable address or domain, a date without zone, and
        for fields that hold line ends or that this function sets itself
    """
    if draft.date.tzinfo is None:
        raise ValueError("the date has no zone")
    message_id = draft.message_id or make_message_id(_domain(draft.from_))
    recipients = {
        emit.wire_address(one): None for one in (*draft.to, *draft.cc, *draft.bcc)
    }
    before, after = _fields(draft, message_id)
    body = emit.entity_bytes(_body(draft))
    bcc = emit.address_field("Bcc", draft.bcc) if draft.bcc else b""
    everyone = (draft.from_, *draft.reply_to, *draft.to, *draft.cc, *draft.bcc)
    return BuiltEmail(
        message_id=message_id,
        raw=before + after + body,
        raw_with_bcc=before + bcc + after + body,
        recipients=tuple(recipients),
        smtputf8=any(not one.email.rpartition("@")[0].isascii() for one in everyone),
    )


def _domain(address: Address) -> str:
    return address.email.rpartition("@")[2]


def _fields(draft: Draft, message_id: str) -> tuple[bytes, bytes]:
    """Write the header fields: those before Bcc and those after it."""
    addresses = [("From", (draft.from_,)), ("Reply-To", draft.reply_to)]
    addresses += [("To", draft.to), ("Cc", draft.cc)]
    before = [emit.address_field(name, many) for name, many in addresses if many]
    after = [emit.text_field("Subject", draft.subject)]
    after.append(emit.plain_field("Date", format_datetime(draft.date)))
    after.append(emit.ids_field("Message-ID", (message_id,)))
    parent = emit.usable_ids((draft.in_reply_to,))
    # Ancestors, oldest first, the parent last (RFC 5322 section 3.6.4).
    ancestors = [one for one in draft.references if one not in parent]
    references = emit.usable_ids((*ancestors, *parent))
    for name, ids in (("In-Reply-To", parent), ("References", references)):
        if ids:
            after.append(emit.ids_field(name, ids))
    for name, value in draft.headers:
        if name.lower() in _OURS:
            raise ValueError(f"{name} is set by build()")
        after.append(emit.extra_field(name, value))
    after.append(b"MIME-Version: 1.0\r\n")
    return b"".join(before), b"".join(after)


def _body(draft: Draft) -> Entity:
    """Nest the parts: mixed(alternative(text, related(html, pictures)), files)."""
    text = draft.text if draft.text is not None else html_to_text(draft.html)
    html = emit.text_entity("html", draft.html)
    inline = [one for one in draft.attachments if one.inline and one.content_id]
    files = [one for one in draft.attachments if not (one.inline and one.content_id)]
    if inline:
        pictures = [emit.file_entity(one) for one in inline]
        html = emit.multipart("related", [html, *pictures], ' type="text/html";')
    entity = emit.text_entity("plain", text)
    if draft.html:
        entity = emit.multipart("alternative", [entity, html])
    if files:
        entity = emit.multipart("mixed", [entity, *map(emit.file_entity, files)])
    return entity
