"""Getting mails, in batches bounded by number and by bytes.

Only ``BODY.PEEK`` is used: reading must not mark a mail as read (RFC 3501 6.4.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .large import fetch_in_pieces, fetch_text_only
from .model import Fetched
from .records import Record, read_record
from .search import chunks, search
from .text import uid_set
from .wire import CommandRefused, Wire

BATCH_MAILS = 200
# Sizes cost one small line each; a thousand at once is one round trip.
SIZE_CHUNK = 1000
# From here on a mail is fetched in pieces, so that a line that breaks now and then
# still gets it, and no single command takes for ever.
PIECE = 4 * 1024 * 1024
_ITEMS = b"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]%s)"
_GMAIL = b" X-GM-MSGID X-GM-LABELS"
# UID to (X-GM-MSGID, flags).
GmailNumbers = dict[int, tuple[int, tuple[str, ...]]]


def fetch_sizes(wire: Wire, uids: Iterable[int]) -> dict[int, int]:
    """Ask how large mails are.

    :return: UID to bytes; mails that are gone are left out.
    """
    sizes: dict[int, int] = {}
    for chunk in chunks(uids, SIZE_CHUNK):
        wanted = set(chunk)
        for parts in wire.stream(
            b"UID FETCH " + uid_set(chunk) + b" (UID RFC822.SIZE)"
        ):
            record = read_record(parts)
            if record and record.uid in wanted and record.size is not None:
                sizes[record.uid] = record.size
    return sizes


def fetch_gmail_numbers(wire: Wire, uids: Iterable[int]) -> GmailNumbers:
    """Ask for X-GM-MSGID and flags alone (Gmail's IMAP extensions).

    :return: UID to (number, flags); mails that are gone are left out.
    """
    found: GmailNumbers = {}
    for chunk in chunks(uids, SIZE_CHUNK):
        wanted = set(chunk)
        items = b" (UID FLAGS X-GM-MSGID)"
        for parts in wire.stream(b"UID FETCH " + uid_set(chunk) + items):
            record = read_record(parts)
            if record and record.uid in wanted and record.gm_msgid:
                found[record.uid] = (record.gm_msgid, record.flags or ())
    return found


def batches(
    uids: Sequence[int], sizes: Mapping[int, int], max_bytes: int
) -> Iterator[list[int]]:
    """Cut UIDs into batches, keeping the order.

    :param max_bytes: no batch is larger, unless a single mail is.
    """
    batch: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if batch and (len(batch) >= BATCH_MAILS or total + size > max_bytes):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch


class Fetcher:
    """Fetches whole mails over one wire.

    :param wire: with a folder selected.
    :param gmail: ask for Gmail's ids and labels too.
    :param max_mail_bytes: larger mails come as headers and first text.
    """

    def __init__(self, wire: Wire, *, gmail: bool, max_mail_bytes: int) -> None:
        self.wire = wire
        self.max_mail_bytes = max_mail_bytes
        # The size a server names may be an estimate (Exchange), hence the margin.
        self._limit = max_mail_bytes + max_mail_bytes // 4 + 65536
        self._whole = min(2 * PIECE, max_mail_bytes)
        self._items = _ITEMS % (_GMAIL if gmail else b"")

    def batch(self, uids: Sequence[int], sizes: Mapping[int, int]) -> list[Fetched]:
        """Fetch one batch.

        :return: ascending by UID; without the mails that are gone, but with those
            that are there and that the server refuses (``problem``).
        """
        small = [u for u in uids if sizes.get(u, 0) <= self._whole]
        got = self._small(small) if small else {}
        for uid in uids:
            if uid not in got and sizes.get(uid, 0) > self._whole:
                got[uid] = self._alone(uid, sizes[uid])
        missing = [u for u in uids if u not in got]
        if missing:
            got.update(self._missing(missing))
        return [got[uid] for uid in sorted(got)]

    def _small(self, uids: Sequence[int]) -> dict[int, Fetched]:
        try:
            return self._ask(uids)
        except CommandRefused as error:
            # One mail the server cannot read makes it refuse the whole command.
            if len(uids) == 1:
                return {uids[0]: _refused(uids[0], error.text)}
        middle = len(uids) // 2
        return {**self._small(uids[:middle]), **self._small(uids[middle:])}

    def _ask(self, uids: Sequence[int]) -> dict[int, Fetched]:
        wanted = set(uids)
        got: dict[int, Fetched] = {}
        dropped: dict[int, int] = {}
        command = b"UID FETCH " + uid_set(uids) + b" " + self._items
        for parts in self.wire.stream(command, limit=self._limit):
            record = read_record(parts)
            # News about other mails, or about flags alone, is not what we asked for.
            if not record or record.uid not in wanted:
                continue
            if record.oversized:
                dropped[record.uid] = record.size or 0
            elif record.body is not None:
                got[record.uid] = _fetched(record, record.body)
        for uid, size in dropped.items():
            got[uid] = self._alone(uid, max(size, self._limit))
        return got

    def _alone(self, uid: int, size: int) -> Fetched:
        way = fetch_text_only if size > self.max_mail_bytes else fetch_in_pieces
        try:
            found = way(self.wire, uid, self._items, size)
        except CommandRefused as error:
            return _refused(uid, error.text)
        if not found:
            return _refused(uid, "The server does not hand this mail over.")
        record, raw, truncated = found
        return _fetched(record, raw, size=record.size or size, truncated=truncated)

    def _missing(self, uids: Sequence[int]) -> dict[int, Fetched]:
        """Tell mails that are gone from mails the server forgot to send."""
        there = set(search(self.wire, b"UID " + uid_set(uids))) & set(uids)
        got: dict[int, Fetched] = {}
        for uid in there:
            got[uid] = self._small([uid]).get(uid) or _refused(
                uid, "The server lists this mail and does not hand it over."
            )
        return got


def _fetched(
    record: Record, raw: bytes, *, size: int | None = None, truncated: bool = False
) -> Fetched:
    return Fetched(
        uid=record.uid,
        raw=raw,
        flags=record.flags or (),
        internaldate=record.date,
        size=size or record.size or len(raw),
        truncated=truncated,
        gm_msgid=record.gm_msgid,
        gm_labels=record.gm_labels,
    )


def _refused(uid: int, words: str) -> Fetched:
    return Fetched(uid, b"", (), None, 0, problem=words or "The server refused.")
