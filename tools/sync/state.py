"""What is known about one folder, here and there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FolderState:
    """How far one folder has been read; what ``switchboard.folder`` stores.

    Every mail of the period whose UID lies in ``[backfill_uid, last_uid]`` has a
    committed row (stored, skipped or quarantined), or was gone when we came.

    :param uidvalidity: None when the folder was never read.
    :param last_uid: the upper end, read upwards as mail comes in.
    :param backfill_uid: the lower end, read downwards; None before anything was
        read, 0 or 1 when everything below is done.
    :param highestmodseq: flags are known as of this change number (RFC 7162).
    """

    uidvalidity: int | None = None
    last_uid: int = 0
    backfill_uid: int | None = None
    highestmodseq: int | None = None


@dataclass(frozen=True, slots=True)
class FolderView:
    """What the server says when a folder is opened.

    :param uidnext: a UID above all there are; None when the server does not say.
    :param exists: how many mails lie in it.
    """

    uidvalidity: int
    uidnext: int | None
    exists: int
    highestmodseq: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about one folder now, in the order of the fields.

    :param start: the state to go on from, to be saved first.
    :param reset: UIDs do not mean what they meant: forget every location in this
        folder, in the transaction that saves ``start``; all is read again and
        matched by message key.
    :param new_from: ask for the UIDs from here on.
    :param backfill_below: then for those below, newest first.
    :param check_flags_since: ask for flags changed after this change number.
    :param distrust: the reset is not due to a new UIDVALIDITY but to a UIDNEXT that
        fell, so the locations to forget carry the same UIDVALIDITY.
    :param nothing: there is nothing to do.
    """

    start: FolderState
    reset: bool = False
    new_from: int | None = None
    backfill_below: int | None = None
    check_flags_since: int | None = None
    distrust: bool = False

    @property
    def nothing(self) -> bool:
        """Whether this folder can be left alone."""
        steps = (self.new_from, self.backfill_below, self.check_flags_since)
        return not self.reset and all(step is None for step in steps)
