"""What the headers of a mail say about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from .addresses import parse_addresses
from .headers import Headers, date, message_id, message_ids, subject
from .kinds import kind_of, list_id
from .thread_index import thread_root
from .values import Address, Kind


class Shared(TypedDict):
    """The fields of ``ParsedEmail`` that come straight from the headers."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    date: datetime | None
    from_: Address | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    list_id: str
    thread_root: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The header fields that are used, read once."""

    fields: Shared
    date_field: str
    kind: Kind

    @property
    def message_id(self) -> str:
        """The Message-ID, "" when missing or unusable."""
        return self.fields["message_id"]

    def shared(self) -> Shared:
        """Give the fields that go into ``ParsedEmail`` as they are."""
        return self.fields


def read_envelope(headers: Headers) -> Envelope:
    """Read the header fields that are used.

    :param headers: of the mail
    :return: their values
    """
    title = subject(headers)
    from_ = parse_addresses(headers.joined("from"))
    if not from_ and "from" in headers.fields:
        headers.defects.add("from")
    sender = parse_addresses(headers.joined("sender"))
    fields = Shared(
        message_id=message_id(headers),
        in_reply_to=message_ids(headers, "in-reply-to"),
        references=message_ids(headers, "references"),
        subject=title,
        date=date(headers),
        from_=from_[0] if from_ else None,
        sender=sender[0] if sender else None,
        reply_to=parse_addresses(headers.joined("reply-to")),
        to=parse_addresses(headers.joined("to")),
        cc=parse_addresses(headers.joined("cc")),
        bcc=parse_addresses(headers.joined("bcc")),
        list_id=list_id(headers),
        thread_root=thread_root(headers),
    )
    return Envelope(fields, headers.value("date", 200), kind_of(headers, title))
