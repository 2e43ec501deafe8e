"""What a mail is turned into: plain, frozen values without behaviour."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .idn import readable_domain


class Kind(str, Enum):
    """What sort of mail it is, as far as its headers say."""

    NORMAL = "normal"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    BULK = "bulk"
    BOUNCE = "bounce"
    MDN = "mdn"
    ARF = "arf"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address header (RFC 5322 section 3.4)."""

    name: str
    email: str

    @property
    def normalized(self) -> str:
        """The address as an identity: lower case, readable domain.

        :return: for example ``jörg@bücher.example`` for
            ``Jörg@XN--BCHER-KVA.example``
        """
        local, _, domain = self.email.rpartition("@")
        return f"{local}@{readable_domain(domain)}".lower()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not shown as body text."""

    filename: str
    mimetype: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """The first event of an invitation (RFC 5545, RFC 5546)."""

    summary: str
    start: datetime | None
    end: datetime | None
    location: str
    organizer: str
    method: str
    all_day: bool = False
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says (RFC 3464).

    ``permanent`` is None when the report does not tell; ``delayed``: the server
    goes on trying.
    """

    permanent: bool | None
    recipients: tuple[str, ...]
    status: str = ""
    diagnostic: str = ""
    original_message_id: str = ""
    delayed: bool = False
    # Of the mail it came back for, where its headers are there.
    original_subject: str = ""


@dataclass(frozen=True, slots=True)
class ParsedEmail:
    """A mail, read. Every field is set, whatever came in."""

    message_id: str
    key: str
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
    html: str | None
    text: str | None
    attachments: tuple[Attachment, ...]
    snippet: str
    search_text: str
    kind: Kind
    list_id: str
    thread_root: str
    calendar: CalendarEvent | None
    bounce: Bounce | None
    encrypted: str
    size: int
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to build."""

    from_: Address
    to: tuple[Address, ...]
    subject: str
    html: str
    date: datetime
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    text: str | None = None
    message_id: str | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltEmail:
    """A mail, ready for SMTP (``raw``) and for the Sent folder."""

    message_id: str
    raw: bytes
    raw_with_bcc: bytes
    recipients: tuple[str, ...]
    smtputf8: bool
