"""The sync engine's head: what to ask a server for, and what that proves. Pure.

One pass over a folder, with ``session`` an :class:`~..imap.ImapSession`::

    status = session.select(path, seen_uid=state.last_uid)
    view = FolderView(
        status.uidvalidity, status.uidnext, status.messages, status.highestmodseq
    )
    todo = plan(state, view)
    if todo.reset: forget every location in this folder
    state = todo.start                                # save, in the same transaction
    if todo.new_from:
        for window in windows(session.uids_from(todo.new_from), newest_first=False):
            for batch in session.fetch(window, …):
                store(batch); commit
                state = advance(state, [mail.uid for mail in batch])    # save
            state = advance(state, window)            # known ones and those gone
        state = settle(state, view, new_done=True)
    if todo.backfill_below:
        uids = [u for u in session.all_uids() if u < todo.backfill_below]
        …the same with newest_first=True, and backfill_done=True
    if todo.check_flags_since:
        store(session.flags_changed_since(todo.check_flags_since)); commit
        state = settle(state, view, flags_done=True)

``FolderState`` (uidvalidity, last_uid, backfill_uid, highestmodseq) is what is saved
per folder, ``FolderView`` what the server said, ``Plan`` (start, reset, new_from,
backfill_below, check_flags_since, distrust, nothing) what follows from the two.
``completeness`` and ``departed`` prove that nothing is missing, and that something is
gone; ``backoff`` and ``period_start`` are about time.
"""

from .account import Completeness, completeness, departed, waiting_uids
from .pace import backoff, period_start
from .planner import advance, begin, plan, reopen, settle, windows
from .state import FolderState, FolderView, Plan

__all__ = [
    "Completeness",
    "FolderState",
    "FolderView",
    "Plan",
    "advance",
    "backoff",
    "begin",
    "completeness",
    "departed",
    "period_start",
    "plan",
    "reopen",
    "settle",
    "waiting_uids",
    "windows",
]
