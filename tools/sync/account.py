"""Whether anything is missing: counting what the server has against what we have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from .state import FolderState

Key = TypeVar("Key")
Folder = TypeVar("Folder")


@dataclass(frozen=True, slots=True)
class Completeness:
    """The sum of one folder: on server = stored + skipped + quarantined + waiting.

    Each UID on the server counts once, in the order of the fields.

    :param missing: on the server and nowhere here.
    :param extra: here, and no longer on the server.
    :param doubled: counted in more than one place here.
    """

    on_server: int
    stored: int
    skipped: int
    quarantined: int
    waiting: int
    missing: frozenset[int]
    extra: frozenset[int]
    doubled: frozenset[int]

    @property
    def complete(self) -> bool:
        """Whether the sum comes out."""
        return not self.missing


def completeness(
    server_uids: Collection[int],
    *,
    stored: Collection[int],
    skipped: Collection[int] = (),
    quarantined: Collection[int] = (),
    waiting: Collection[int] = (),
) -> Completeness:
    """Compare the UIDs on the server with those accounted for.

    :param waiting: not reached yet, see :func:`waiting_uids`.
    """
    server = frozenset(server_uids)
    left, seen, doubled = set(server), set[int](), set[int]()

    def count(place: Collection[int], *, recorded: bool = True) -> int:
        nonlocal left, seen, doubled
        here = frozenset(place)
        # Waiting is reckoned, not recorded: what is stored is no longer waiting.
        doubled |= here & seen if recorded else set()
        seen |= here
        counted = len(here & left)
        left -= here
        return counted

    return Completeness(
        on_server=len(server),
        stored=count(stored),
        skipped=count(skipped),
        quarantined=count(quarantined),
        waiting=count(waiting, recorded=False),
        missing=frozenset(left),
        extra=frozenset(seen) - server,
        doubled=frozenset(doubled),
    )


def waiting_uids(server_uids: Collection[int], state: FolderState) -> frozenset[int]:
    """List the UIDs outside the interval read so far."""
    floor = state.backfill_uid
    if floor is None:
        return frozenset(server_uids)
    return frozenset(u for u in server_uids if u < floor or u > state.last_uid)


def departed(
    locations: Mapping[Key, Collection[tuple[Folder, int]]],
    seen: Mapping[Folder, AbstractSet[int]],
) -> set[Key]:
    """Find the messages proved absent from every folder in one pass.

    A mail that was moved is absent from one folder and present in another, perhaps
    under a UID we have not read yet; so a folder that was not looked through in this
    pass proves nothing.

    :param locations: where each message was last known to lie: (folder, UID).
    :param seen: all UIDs of each folder that was looked through completely.
    """
    gone = set()
    for key, places in locations.items():
        looked = all(folder in seen for folder, _uid in places)
        if looked and places and not any(uid in seen[f] for f, uid in places):
            gone.add(key)
    return gone
