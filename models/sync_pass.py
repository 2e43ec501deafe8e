"""One pass over a mailbox: the only place where the session and the rows meet."""

import logging
import time
from dataclasses import replace

from odoo import fields

from .. import const
from ..tools.errors import FolderRefused
from ..tools.sync import FolderView, advance, period_start, plan, settle, windows
from ..transaction import commit, run
from .sync_presence import Presence
from .sync_progress import SyncProgress
from .sync_stop import LeaseLost, TimeOver
from .sync_wanted import Wishes

_logger = logging.getLogger(__name__)


class SyncPass(SyncProgress):
    """Brings a mailbox's folders up to date over one open session.

    The rule of every step: ask the database, end the transaction, ask the server,
    store, commit, and only then move the position.

    :param mailbox: a ``switchboard.mailbox`` (sudo), whose lease is held
    :param str token: of the lease
    :param float deadline: ``time.monotonic()`` to stop at, or None
    :param check_in: called with the number of mails after each batch; false: stop
    """

    def __init__(self, mailbox, token, deadline=None, check_in=None):
        self.mailbox = mailbox
        self.env = mailbox.env
        self.token = token
        self.deadline = deadline
        self.check_in = check_in
        self.session = None
        self.since = period_start(mailbox.sync_period, fields.Date.today())
        self.max_mail_bytes = mailbox._max_mail_bytes()
        self.arrived = 0
        self.refused = False
        self.over_budget = False

    def run(self, folders):
        """New mail first, then what is waited for, back-fill, and what is gone.

        :param folders: ``switchboard.folder`` records
        :return: whether all was done in time
        """
        try:
            behind = self._forward_all(folders)
            if behind:
                self._announce(behind)
            Wishes(self).serve()
            for folder, (todo, view) in behind.items():
                self._guarded(folder, self._backfill, todo, view)
            Wishes(self).forget(folders)
            Presence(self).conclude(folders)
            self.mailbox._read_out(self.session)
        except TimeOver:
            return False
        return True

    def _forward_all(self, folders):
        """Bring in new mail; return the folders that have history to read."""
        plans = {}
        for folder in folders:
            found = self._guarded(folder, self._forward)
            if found and found[0].start.backfill_uid != 1:
                plans[folder] = found
        return plans

    def _select(self, folder, uidvalidity=None):
        """Open a folder on the server, with no transaction open here.

        A server whose UIDNEXT lags behind what we hold is asked for its list before
        everything is read again.

        :param int uidvalidity: what it must still be, when opened a second time
        """
        path, seen_uid = folder.path, folder.last_uid
        commit(self.env)
        return self.session.select(path, seen_uid=seen_uid, uidvalidity=uidvalidity)

    def _guarded(self, folder, step, *args):
        """Run a step; a folder that refuses never stops the next one."""
        try:
            result = step(folder, *args)
        except FolderRefused as error:
            _logger.info("Folder %s left out: %s", folder.id, error)
            self.refused = True
            self._refused(folder, error)
            return None
        if folder.error:
            folder.error = False
            commit(self.env)
        return result

    def _forward(self, folder):
        """Bring in what arrived since the last pass.

        :return: (plan, view)
        """
        status = self._select(folder)
        view = FolderView(
            status.uidvalidity, status.uidnext, status.messages, status.highestmodseq
        )
        before = folder._get_state()
        todo = plan(before, view)
        self._begin(folder, todo, view)
        commit(self.env)
        uids = self.session.uids_from(todo.new_from) if todo.new_from else []
        live = bool(before.uidvalidity)
        self._bring_in(folder, uids, live=live, newest_first=False)
        self._save(folder, settle(folder._get_state(), view, new_done=True))
        if before.uidvalidity == view.uidvalidity:
            looked = Presence(self).look(folder, view, before, uids)
            self._take_flags(folder, todo)
            if uids and not looked:
                run(self.env, lambda: folder._grow_sum(uids))
        self._save(folder, settle(folder._get_state(), view, flags_done=True))
        if folder.seen_exists != view.exists:
            folder.seen_exists = view.exists
            commit(self.env)
        return todo, view

    def _begin(self, folder, todo, view):
        """Save where to go on from, and forget what lost its meaning, in one go."""

        def forget():
            if todo.reset:
                folder._begin_again()
            elif todo.distrust:
                folder._forget_from(todo.new_from)

        # Flags are known as of the old number until they have been asked for.
        state = folder._get_state()
        start = todo.start
        if not todo.reset and state.uidvalidity:
            start = replace(start, highestmodseq=state.highestmodseq)
        if todo.reset:
            self._note(
                self.env._("The server numbered “%s” anew, it is read.", folder.path)
            )
        self._save(folder, start, forget)

    def _take_flags(self, folder, todo):
        if not todo.check_flags_since:
            return
        commit(self.env)
        flags = self.session.flags_changed_since(todo.check_flags_since)
        if flags:
            run(self.env, lambda: self.mailbox._apply_flags(folder, flags))

    def _backfill(self, folder, todo, view):
        """Bring in what lies before, newest first."""
        if self.mailbox._budget_left() <= 0:
            self._pause(folder)
            return
        self._select(folder, view.uidvalidity)
        below = folder._get_state().backfill_uid
        # Mail that came while a folder's numbers were lost is still news.
        live = folder.reread_since or False
        uids = [uid for uid in self._period_uids() if uid < below]
        self._bring_in(folder, uids, live=live, newest_first=True)
        if self.over_budget:
            self._pause(folder)
            return
        self._save(folder, settle(folder._get_state(), view, backfill_done=True))
        if folder.reread_since:
            run(self.env, folder._end_reread)
        self.sum_up(folder)

    def _period_uids(self):
        """UIDs of the selected folder inside the line's period."""
        commit(self.env)
        if self.since:
            return self.session.uids_since(self.since)
        return self.session.all_uids()

    def _bring_in(self, folder, uids, *, live, newest_first):
        """Fetch and store ``uids`` window by window.

        :param live: see ``_ingest``
        :raise TimeOver: with everything committed so far accounted for
        """
        for window in windows(uids, const.SYNC_BATCH_MAILS, newest_first=newest_first):
            if newest_first and Wishes(self).serve():
                self._select(folder, folder.uidvalidity)
            known = folder._known_uids(window)
            wanted = [uid for uid in window if uid not in known]
            commit(self.env)
            self.fetch(folder, wanted, live=live)
            # Those known before and those gone meanwhile are accounted for too.
            self._move(folder, window, 0 if wanted else len(window))
            if newest_first and self.mailbox._budget_left() <= 0:
                self.over_budget = True
                return

    def fetch(self, folder, uids, *, live, moving=True):
        """Fetch these mails of the selected folder, and store them batch by batch.

        :param list uids: in order, see ``advance``
        :param live: see ``_ingest``
        :param bool moving: the position moves along; not for mails out of turn
        """
        wanted, started = self._not_here(folder, uids), time.monotonic()
        limits = {"max_bytes": self.batch_bytes, "max_mail_bytes": self.max_mail_bytes}
        for batch in self.session.fetch(wanted, **limits):
            size = sum(len(fetched.raw) for fetched in batch)
            self._pace(size, time.monotonic() - started)
            self.mailbox._ingest(folder, batch, live=live, since=self.since)
            self.arrived += len(batch)
            done = [fetched.uid for fetched in batch] if moving else ()
            self._move(folder, done, len(batch), size)
            started = time.monotonic()

    def _not_here(self, folder, uids):
        """Those of the mails that have to be fetched.

        At Gmail a mail lies under each of its labels: it is fetched once, because
        every further time counts against the account's daily volume.
        """
        placed = {}
        if uids and (numbers := self.session.gmail_numbers(uids)):
            placed = run(self.env, lambda: self.mailbox._place_known(folder, numbers))
        if placed:
            self._move(folder, (), len(placed))
        return [uid for uid in uids if uid not in placed]

    def _move(self, folder, uids, count, size=0):
        """Move the position over ``uids``, whose rows are committed.

        :param int count: mails to add to the progress shown
        :param int size: bytes that were fetched, to add to the day's volume
        :raise TimeOver: the worker is wanted elsewhere
        """
        state = advance(folder._get_state(), uids)
        self._save(folder, state, count=count, size=size)
        self._tell()
        self._checked_at = time.monotonic()
        if self.check_in and not self.check_in(count):
            raise TimeOver
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise TimeOver

    def _save(self, folder, state, also=None, count=0, size=0):
        """Write the position and renew the lease, in a transaction of its own.

        :param also: callable, run in the same transaction
        :raise LeaseLost: another worker has the line
        """
        if folder._get_state() == state and not also and not count:
            return

        def write():
            if also:
                also()
            runtime = self.mailbox.line_id.runtime_ids
            return folder._write_position(state, runtime, self.token, count, size)

        if not run(self.env, write):
            raise LeaseLost

    def keep_alive(self, folder, size=0):
        """Renew the lease where the position of the folder does not move.

        :param int size: bytes that were fetched, to add to the day's volume
        :raise LeaseLost: another worker has the line
        """
        self._save(folder, folder._get_state(), also=lambda: None, size=size)

    def check(self, *, repair):
        """Count all folders through; see ``_check_folders``."""
        return self.mailbox._check_folders(self, repair)

    def sum_up(self, folder):
        """Set the sum of the selected folder against the server's list.

        :return: the sum
        :rtype: Completeness
        """
        uids = self._period_uids()
        result = run(self.env, lambda: folder._update_sum(uids))
        if result.missing:
            _logger.warning("Folder %s misses %s mails", folder.id, len(result.missing))
        return result
