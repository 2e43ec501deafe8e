"""Whatever happens in whatever order: in the end all is there, and once."""

import itertools
import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from odoo.tests import BaseCase

from ....tools.errors import ServerUnreachable
from ....tools.imap import Fetched, FolderStatus
from ....tools.sync import departed
from ...fakes.imap_store import FakeFolder
from .engine import Store, run, sync

PATHS = ("INBOX", "Sent")
paths = st.sampled_from(PATHS)


class ModelSession:
    """An IMAP session without a socket; breaks when the folder is numbered anew.

    :param uidnext: whether the server tells UIDNEXT.
    """

    def __init__(self, folders, *, uidnext=True):
        self.folders = folders
        self.tells_uidnext = uidnext

    def select(self, path, *, seen_uid=0):
        self.folder = self.folders[path]
        self.validity = self.folder.uidvalidity
        uidnext = self.folder.uidnext if self.tells_uidnext else None
        return FolderStatus(len(self.folder.mails), uidnext, self.validity)

    def _open(self):
        if self.folder.uidvalidity != self.validity:
            raise ServerUnreachable("numbered anew")
        return self.folder

    def uids_from(self, first):
        return [u for u in self._open().uids() if u >= first]

    def all_uids(self):
        return self._open().uids()

    def fetch(self, uids, **_limits):
        folder = self._open()
        for chunk in (uids[:2], uids[2:]):
            there = sorted(u for u in chunk if u in folder.mails)
            if there:
                yield [Fetched(u, folder.mails[u].raw, (), None, 1) for u in there]


class SyncMachine(RuleBasedStateMachine):
    """A server that lives, and a sync that may die at any step."""

    def __init__(self):
        super().__init__()
        self.folders = {path: FakeFolder() for path in PATHS}
        self.store = Store()
        self.numbers = itertools.count(1)
        self.passes = {}

    @rule(path=paths, count=st.integers(1, 8))
    def mail_comes_in(self, path, count):
        for _mail in range(count):
            raw = b"Message-ID: <%d>\r\n\r\n" % next(self.numbers)
            self.folders[path].add(raw)

    @rule(path=paths, index=st.integers(0, 50))
    def mail_is_removed(self, path, index):
        if uids := self.folders[path].uids():
            self.folders[path].expunge(uids[index % len(uids)])

    @rule(path=paths, index=st.integers(0, 50))
    def mail_is_moved(self, path, index):
        other = next(p for p in PATHS if p != path)
        if uids := self.folders[path].uids():
            self.folders[path].move(uids[index % len(uids)], self.folders[other])

    @rule(path=paths, index=st.integers(0, 50))
    def mail_is_copied(self, path, index):
        other = next(p for p in PATHS if p != path)
        if uids := self.folders[path].uids():
            mail = self.folders[path].mails[uids[index % len(uids)]]
            self.folders[other].add(mail.raw)

    @rule(path=paths, first_uid=st.integers(1, 40))
    def folder_is_numbered_anew(self, path, first_uid):
        self.folders[path].new_validity(first_uid=first_uid)

    @rule(path=paths)
    def folder_is_emptied(self, path):
        for uid in self.folders[path].uids():
            self.folders[path].expunge(uid)

    @rule(path=paths, uidnext=st.booleans(), size=st.integers(1, 5))
    def worker_starts(self, path, uidnext, size):
        """Whoever was at it is dead."""
        session = ModelSession(self.folders, uidnext=uidnext)
        self.passes[path] = sync(self.store, session, path, size=size)

    @precondition(lambda self: self.passes)
    @rule(path=paths, steps=st.integers(1, 12))
    def worker_goes_on(self, path, steps):
        try:
            for _step in range(steps if path in self.passes else 0):
                next(self.passes[path])
        except (StopIteration, ServerUnreachable):
            del self.passes[path]

    @invariant()
    def position_is_never_ahead_of_the_rows(self):
        for path, folder in self.folders.items():
            now = self.store.state(path)
            if now.uidvalidity != folder.uidvalidity or now.backfill_uid is None:
                continue
            covered = {u for u in folder.mails if now.backfill_uid <= u <= now.last_uid}
            missing = covered - self.store.known(path, folder.uidvalidity)
            assert not missing, (path, now, missing)

    @invariant()
    def nothing_is_doubled(self):
        assert len(self.store.messages) == len(set(self.store.messages))

    def teardown(self):
        for path, folder in self.folders.items():
            run(self.store, ModelSession(self.folders), path)
            check = self.store.check(path, folder.uidvalidity, folder.mails)
            assert check.complete and not check.waiting, (path, check)
        self._check_departed()

    def _check_departed(self):
        """Only what lies nowhere any more counts as deleted."""
        places = {}
        for (path, validity, uid), key in self.store.locations.items():
            assert validity == self.folders[path].uidvalidity
            places.setdefault(key, []).append((path, uid))
        seen = {path: set(folder.mails) for path, folder in self.folders.items()}
        there = {
            key
            for key, lies in places.items()
            if any(uid in self.folders[path].mails for path, uid in lies)
        }
        assert departed(places, seen) == set(places) - there


class TestMachine(BaseCase):
    def test_any_interleaving(self):
        case = SyncMachine.TestCase()
        examples = 1000 if os.environ.get("SWITCHBOARD_LONG") else 60
        case.settings = settings(
            max_examples=examples, stateful_step_count=40, deadline=None
        )
        case.runTest()
