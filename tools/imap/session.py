"""One IMAP connection, kept for as long as it lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType

from ..errors import FolderRefused, LineError, ProtocolFailed
from . import append as appending
from . import changes
from . import fetch as fetching
from . import search as searching
from . import store as storing
from .connect import open_wire
from .folders import list_folders
from .model import Changes, Fetched, FolderStatus, RemoteFolder
from .select import examine, folder_status, status
from .settings import ImapSettings
from .text import encode_name, quote, search_date
from .translate import translating
from .wire import Wire


class ImapSession:
    """A connection that has logged in; use it as a context manager.

    Every method raises :class:`~..errors.LineError` subclasses only. After
    ServerUnreachable or ProtocolFailed ``alive`` is False and the session is of no
    use any more; after Throttled or FolderRefused it still is.

    :ivar capabilities: what the server offers, upper case.
    :ivar selected: the folder that is open, None when none is.
    """

    def __init__(self, wire: Wire, capabilities: frozenset[str], login: str) -> None:
        self.wire = wire
        self.capabilities = capabilities
        self.login = login
        self.selected: str | None = None
        self.alive = True
        self._enabled: set[str] = set()

    @classmethod
    def open(cls, settings: ImapSettings) -> ImapSession:
        """Connect and log in.

        :raises CredentialsRefused, ConsentGone: the account's own fault.
        :raises ServerUnreachable, TlsFailed, Throttled, ProtocolFailed: try later.
        """
        wire, capabilities = open_wire(settings)
        return cls(wire, capabilities, settings.login)

    def __enter__(self) -> ImapSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def folders(self) -> list[RemoteFolder]:
        """List the folders that hold mail, with their roles."""
        with self._translating():
            return list_folders(self.wire, self.capabilities)

    def status(self, path: str) -> FolderStatus:
        """Ask about a folder without opening it (STATUS, RFC 3501 6.3.10).

        :raises FolderRefused: the server says no to this folder.
        """
        with self._translating(folder=True):
            return folder_status(status(self.wire, path, self.capabilities))

    def select(
        self, path: str, *, seen_uid: int = 0, uidvalidity: int | None = None
    ) -> FolderStatus:
        """Open a folder for reading only (EXAMINE, RFC 3501 6.3.2).

        This is what costs in a large folder: open once, then ask
        :meth:`noop_changes` and :meth:`uids_from`.

        :param seen_uid: the highest UID known here. When the server's UIDNEXT lies
            below, its list is asked whether that is true, because everything would
            have to be read again.
        :param uidvalidity: when the folder is opened again in the same pass: what it
            must still be, because the UIDs at hand mean nothing under another one.
        :raises FolderRefused: the server says no to this folder.
        """
        self.selected = None
        self._enable_once()
        # Without ENABLE the change numbers are asked for with the command itself.
        condstore = not self._enabled and "CONDSTORE" in self.capabilities
        with self._translating(folder=True):
            numbers = examine(self.wire, path, self.capabilities, condstore=condstore)
            found = folder_status(numbers)
        if uidvalidity not in (None, found.uidvalidity):
            raise FolderRefused("The server has numbered this folder anew.")
        self.selected = path
        if found.uidnext is not None and found.uidnext <= seen_uid:
            above = self.uids_from(found.uidnext)
            found = replace(found, uidnext=above[-1] + 1) if above else found
        return found

    def uids_from(self, first_uid: int) -> list[int]:
        """List the UIDs from ``first_uid`` on, sorted."""
        with self._translating():
            return searching.from_uid(self.wire, first_uid)

    def uids_since(self, day: date) -> list[int]:
        """List the UIDs the server took on ``day`` or later (INTERNALDATE)."""
        with self._translating():
            return searching.search(self.wire, b"SINCE " + search_date(day))

    def all_uids(self) -> list[int]:
        """List every UID in the folder, sorted."""
        with self._translating():
            return searching.search(self.wire, b"ALL")

    def uids_with(
        self, emails: Sequence[str], *, below: int, since: date | None = None
    ) -> list[int]:
        """List the UIDs below ``below`` of mails that name each of these addresses."""
        with self._translating(folder=True):
            return searching.with_people(self.wire, emails, below, since)

    def flags_changed_since(self, modseq: int) -> dict[int, tuple[str, ...]]:
        """List flags that changed after ``modseq`` (CHANGEDSINCE, RFC 7162 3.1.4.1).

        :return: UID to flags; new mails are among them. Empty without CONDSTORE.
        """
        if not {"CONDSTORE", "QRESYNC"} & self.capabilities:
            return {}
        with self._translating():
            return changes.changed_flags(self.wire, modseq)

    def vanished_since(self, modseq: int) -> list[range] | None:
        """List the UIDs removed after ``modseq``; None without QRESYNC."""
        if "QRESYNC" not in self._enabled:
            return None
        with self._translating():
            return changes.vanished(self.wire, modseq)

    def noop_changes(self) -> Changes:
        """Ask an open folder for news: one small answer, whatever its size."""
        with self._translating():
            return changes.noop(self.wire)

    def idle(self, timeout: float) -> bool:
        """Wait for news in the open folder.

        :param timeout: seconds, below 29 minutes (RFC 2177).
        :return: whether anything changed. Without IDLE it is asked once, at once.
        """
        with self._translating():
            if "IDLE" not in self.capabilities:
                return changes.noop(self.wire).any
            return changes.idle(self.wire, timeout).any

    def search_message_id(self, message_id: str) -> list[int]:
        """Find the mails with this Message-ID, e.g. ``<1@ours.example>``."""
        with self._translating():
            return searching.search(
                self.wire, searching.message_id_criteria(message_id)
            )

    def gmail_numbers(self, uids: Sequence[int]) -> fetching.GmailNumbers:
        """Ask which mails these are, whatever label they lie under; no mail is read.

        :return: UID to (X-GM-MSGID, flags); empty where the server is not Gmail.
        """
        if "X-GM-EXT-1" not in self.capabilities:
            return {}
        with self._translating():
            return fetching.fetch_gmail_numbers(self.wire, uids)

    def search_address(self, address: str) -> list[int]:
        """Find the mails to, from and with an address, or a text that contains it."""
        with self._translating():
            return searching.search(self.wire, searching.address_criteria(address))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Ask for sizes in bytes; mails that are gone are left out."""
        with self._translating():
            return fetching.fetch_sizes(self.wire, uids)

    def fetch(
        self,
        uids: Sequence[int],
        *,
        max_bytes: int,
        max_mail_bytes: int,
        sizes: dict[int, int] | None = None,
    ) -> Iterator[list[Fetched]]:
        """Fetch mails in batches, without marking them as read.

        :param uids: in the order the batches shall come in.
        :param max_bytes: a batch holds no more bytes, unless a single mail does.
        :param max_mail_bytes: larger mails come as headers and first text.
        :param sizes: what :meth:`sizes` said, when it was asked before.
        :return: lists of at most 200, each ascending by UID; mails that are gone are
            left out, a mail the server refuses has a ``problem``.
        """
        gmail = "X-GM-EXT-1" in self.capabilities
        fetcher = fetching.Fetcher(
            self.wire, gmail=gmail, max_mail_bytes=max_mail_bytes
        )
        known = self.sizes(uids) if sizes is None else sizes
        # What has no size is gone by now, or counts as nothing and is asked anyway.
        planned = {u: min(s, max_mail_bytes) for u, s in known.items()}
        for batch in fetching.batches(uids, planned, max_bytes):
            with self._translating():
                got = fetcher.batch(batch, known)
            if got:
                yield got

    def append(
        self,
        path: str,
        raw: bytes,
        *,
        flags: Sequence[str] = ("\\Seen",),
        date: datetime | None = None,
    ) -> int | None:
        """Put a mail into a folder (RFC 3501 6.3.11).

        :param date: its INTERNALDATE; now when left out.
        :return: its UID where the server tells (RFC 4315), else None.
        :raises FolderRefused: the server says no, e.g. there is no such folder.
        :raises Throttled: the mailbox is full.
        """
        with self._translating(folder=True):
            return appending.append(self.wire, path, raw, flags, date)

    def mark_seen(self, path: str, uidvalidity: int, uids: Sequence[int]) -> bool:
        """Mark mails as read: the one call that changes mails on the server.

        The folder has to be opened again afterwards.

        :return: False when the folder's UIDs have lost their meaning.
        :raises FolderRefused: the server says no.
        """
        self.selected = None
        with self._translating(folder=True):
            return storing.mark_seen(self.wire, path, uidvalidity, uids)

    def create_folder(self, path: str) -> None:
        """Make a folder (CREATE, RFC 3501 6.3.3).

        :raises FolderRefused: it exists already, or may not be made.
        """
        with self._translating(folder=True):
            self.wire.run(b"CREATE " + quote(encode_name(path)))

    def subscribe(self, path: str) -> None:
        """Make mail programs show a folder (SUBSCRIBE, RFC 3501 6.3.6)."""
        with self._translating(folder=True):
            self.wire.run(b"SUBSCRIBE " + quote(encode_name(path)))

    def close(self) -> None:
        """Say goodbye, without waiting long, and let go; never raises."""
        if self.alive:
            try:
                self.wire.sock.settimeout(2.0)
                with translating():
                    self.wire.run(b"LOGOUT")
            except Exception:  # the connection goes either way
                pass
        self._broken()

    def _enable_once(self) -> None:
        """Switch change numbers on before a folder is opened, else it has none."""
        offered = [n for n in ("QRESYNC", "CONDSTORE") if n in self.capabilities]
        if self._enabled or not offered or "ENABLE" not in self.capabilities:
            return
        try:
            with self._translating():
                self.wire.run(b"ENABLE " + offered[0].encode())
            self._enabled = set(offered)
        except LineError:
            if not self.alive:
                raise
            # Announced and yet refused: do without, and do not ask again.
            self.capabilities -= {"QRESYNC", "CONDSTORE"}

    def _translating(self, *, folder: bool = False) -> AbstractContextManager[None]:
        if not self.alive:
            raise ProtocolFailed("This connection is closed.")
        return translating(folder=folder, broken=self._broken)

    def _broken(self) -> None:
        self.alive = False
        self.selected = None
        self.wire.close()
