"""The values an IMAP session hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder that can be read.

    :param path: the decoded name, levels joined by ``delimiter``.
    :param delimiter: what stands between the levels, empty when there are none.
    :param flags: the attributes of the LIST answer.
    :param role: ``inbox``, ``sent``, ``drafts``, ``trash``, ``junk``, ``archive``,
        ``all`` or empty.
    """

    path: str
    delimiter: str
    flags: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """What the server says about one folder.

    :param messages: how many mails lie in it.
    :param uidnext: a UID above all of them, None when the server would not say.
    :param uidvalidity: while this stays the same, a UID means the same mail.
    :param highestmodseq: RFC 7162; None without CONDSTORE.
    :param size: bytes, None where not offered (RFC 8438).
    """

    messages: int
    uidnext: int | None
    uidvalidity: int
    highestmodseq: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as it lies on the server.

    :param raw: the bytes; headers and the first text only when ``truncated``.
    :param internaldate: when the server took it, in UTC.
    :param size: bytes on the server (RFC822.SIZE).
    :param gm_msgid: Gmail's id of the mail, the same in every label.
    :param problem: not empty when the server lists this mail and will not hand it
        over; these are its words, and ``raw`` is empty.
    """

    uid: int
    raw: bytes
    flags: tuple[str, ...]
    internaldate: datetime | None
    size: int
    truncated: bool = False
    gm_msgid: int | None = None
    gm_labels: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What the server told unasked since we last listened.

    :param exists: the new number of mails, None when it did not speak of it.
    :param gone: mails were removed.
    :param flags: flags of some mails changed.
    """

    exists: int | None = None
    gone: bool = False
    flags: bool = False

    @property
    def any(self) -> bool:
        """Whether anything at all happened."""
        return self.exists is not None or self.gone or self.flags
