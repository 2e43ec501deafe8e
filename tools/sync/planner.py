"""From what we have and what the server says to what to do; no input or output.

The steps of one folder::

    begin ──► new mail upwards ──► back-fill downwards ──► flags ──► settled
      ▲                                                        │
      └──────────── UIDVALIDITY changed ◄──────────────────────┘

Every step may be cut short after any commit and is idempotent: the position follows
the rows, so a crash between the two means that a batch is asked for twice, never that
one is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from .state import FolderState, FolderView, Plan


def begin(view: FolderView) -> FolderState:
    """Start with an empty interval at the top: what comes from now on is new mail,
    what lies below is history. Without UIDNEXT all there is counts as new mail."""
    top = view.uidnext or 1
    below = top if view.exists else 1
    return FolderState(view.uidvalidity, top - 1, below, view.highestmodseq)


def plan(state: FolderState, view: FolderView) -> Plan:
    """Decide what to do about one folder.

    :param state: what was saved last.
    :param view: what the server said when the folder was opened.
    """
    # A server must not let UIDNEXT fall without a new UIDVALIDITY, but a restored
    # backup does, and then UIDs name other mails than before.
    fell = view.uidnext is not None and view.uidnext <= state.last_uid
    fell = fell and state.uidvalidity == view.uidvalidity
    reset = fell or state.uidvalidity not in (None, view.uidvalidity)
    if reset or state.uidvalidity is None or state.backfill_uid is None:
        state = begin(view)
    below = state.backfill_uid or 0
    return Plan(
        start=state,
        reset=reset,
        new_from=_new_from(state, view),
        backfill_below=below if below > 1 else None,
        check_flags_since=_flags_since(state, view),
        distrust=fell,
    )


def _new_from(state: FolderState, view: FolderView) -> int | None:
    first = state.last_uid + 1
    if view.uidnext == first or not view.exists:  # no mail, no news
        return None
    return first


def _flags_since(state: FolderState, view: FolderView) -> int | None:
    if not view.highestmodseq or view.highestmodseq == state.highestmodseq:
        return None
    # A number that fell, or was never kept, says nothing: ask for all flags once.
    if not state.highestmodseq or view.highestmodseq < state.highestmodseq:
        return 1
    return state.highestmodseq


def advance(state: FolderState, committed: Collection[int]) -> FolderState:
    """Move the position after one batch was committed, never before.

    Batches have to come in order: new mail ascending, history descending, as
    :func:`windows` cuts them. A gap between UIDs is a mail that is gone. UIDs inside
    the interval are repairs and move nothing.

    :param committed: the UIDs that have their rows now, whatever became of them.
    :raises ValueError: the batch holds new mail and history, so that the position
        would jump over what lies between.
    """
    if not committed:
        return state
    lowest, highest = min(committed), max(committed)
    floor = state.backfill_uid if state.backfill_uid is not None else state.last_uid + 1
    if lowest < floor and highest > state.last_uid:
        raise ValueError(f"UIDs {lowest} to {highest}: new mail and history at once")
    if highest > state.last_uid:
        return replace(state, last_uid=highest, backfill_uid=floor)
    if lowest < floor:
        return replace(state, backfill_uid=lowest)
    return state


def settle(
    state: FolderState,
    view: FolderView,
    *,
    new_done: bool = False,
    backfill_done: bool = False,
    flags_done: bool = False,
) -> FolderState:
    """Close a step of which every batch was committed.

    :param view: the view the plan was made from, i.e. from before the UIDs were asked
        for: mail that came later must not be jumped over.
    :param new_done: UIDs below the view's UIDNEXT that were not listed are gone.
    :param backfill_done: nothing is left below.
    :param flags_done: flags are known as of the view's change number.
    """
    if new_done and view.uidnext is not None:
        state = replace(state, last_uid=max(state.last_uid, view.uidnext - 1))
    if backfill_done:
        state = replace(state, backfill_uid=1)
    if flags_done:
        state = replace(state, highestmodseq=view.highestmodseq)
    return state


def reopen(state: FolderState) -> FolderState:
    """Go through the history once more, e.g. because the period was widened.

    What is known already is recognised by its location and not fetched again.
    """
    return replace(state, backfill_uid=state.last_uid + 1)


def windows(
    uids: Iterable[int], size: int = 200, *, newest_first: bool
) -> Iterator[tuple[int, ...]]:
    """Cut UIDs into windows, in the order :func:`advance` wants them.

    :param size: at most so many in one window.
    :param newest_first: history, descending; else new mail, ascending.
    """
    ordered = sorted(set(uids), reverse=newest_first)
    for start in range(0, len(ordered), size):
        yield tuple(ordered[start : start + size])
