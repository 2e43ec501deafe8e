"""One pass over a mailbox: the only place where the session and the rows meet."""

import logging
import time

from odoo import fields

from .. import const
from ..tools.errors import FolderRefused, LineError
from ..tools.sync import FolderView, advance, period_start, plan, settle, windows
from ..transaction import commit
from .line_error import sentence

_logger = logging.getLogger(__name__)


class SyncPass:
    """Brings a mailbox's folders up to date over one open session.

    The rule of every step: ask the database, end the transaction, ask the server,
    store, commit, and only then move the position.

    :param mailbox: a ``switchboard.mailbox`` (sudo), whose lease is held
    :param str token: of the lease
    :param float deadline: ``time.monotonic()`` to stop at, or None
    """

    def __init__(self, mailbox, token, deadline):
        self.mailbox = mailbox
        self.env = mailbox.env
        self.token = token
        self.deadline = deadline
        self.session = None
        self.since = period_start(mailbox.sync_period, fields.Date.today())

    def run(self, folders):
        """New mail of all folders first, then their back-fill.

        :param folders: ``switchboard.folder`` records
        :return: whether all was done in time
        """
        plans = {}
        for folder in folders:
            todo = self._guarded(folder, self._forward)
            if todo is False:
                return False
            if todo:
                plans[folder] = todo
        behind = {f: p for f, p in plans.items() if p[0].backfill_below}
        if behind:
            self._announce(behind)
        for folder, (todo, view) in behind.items():
            done = self._guarded(folder, self._backfill, todo, view)
            if done is False:
                return False
        return True

    def _guarded(self, folder, step, *args):
        """Run a step; a folder that refuses never stops the next one."""
        try:
            result = step(folder, *args)
        except FolderRefused as error:
            _logger.info("Folder %s left out: %s", folder.id, error)
            folder.error = sentence(self.env, error)
            commit(self.env)
            return None
        if folder.error:
            folder.error = False
            commit(self.env)
        return result

    def _forward(self, folder):
        """Bring in what arrived since the last pass.

        :return: (plan, view), or False when the time was over
        """
        status = self.session.select(folder.path)
        view = FolderView(
            status.uidvalidity, status.uidnext, status.messages, status.highestmodseq
        )
        todo = plan(folder._get_state(), view)
        if todo.reset:
            folder._forget_locations()
        self._save(folder, todo.start)
        if todo.new_from:
            uids = self.session.uids_from(todo.new_from)
            if not self._bring_in(folder, uids, live=True, distrust=todo.distrust):
                return False
            self._save(folder, settle(folder._get_state(), view, new_done=True))
            if uids:
                self._sum_up(folder)
        return todo, view

    def _backfill(self, folder, todo, view):
        """Bring in what lies before, newest first; False when time was over."""
        self.session.select(folder.path)
        below = folder._get_state().backfill_uid
        uids = [uid for uid in self._period_uids() if uid < below]
        if not self._bring_in(folder, uids, live=False, distrust=todo.reset):
            return False
        self._save(folder, settle(folder._get_state(), view, backfill_done=True))
        self._sum_up(folder)
        return True

    def _period_uids(self):
        """UIDs of the selected folder inside the line's period."""
        if self.since:
            return self.session.uids_since(self.since)
        return self.session.all_uids()

    def _bring_in(self, folder, uids, *, live, distrust):
        """Fetch and store ``uids`` window by window.

        :param bool live: they arrived while the line was running
        :param bool distrust: known locations prove nothing, fetch all the same
        :return: False when the time was over
        """
        for window in windows(uids, const.SYNC_BATCH_MAILS, newest_first=not live):
            known = {} if distrust else folder._known_uids(window)
            wanted = [uid for uid in window if uid not in known]
            commit(self.env)
            for batch in self.session.fetch(
                wanted,
                max_bytes=const.SYNC_BATCH_BYTES,
                max_mail_bytes=const.MAX_MAIL_BYTES,
            ):
                self.mailbox._ingest(folder, batch, live=live, since=self.since)
                self._move(folder, [fetched.uid for fetched in batch])
            self._move(folder, window)
            if self._time_over():
                return False
        return True

    def _move(self, folder, uids):
        """Move the position over ``uids``, whose rows are committed."""
        self._save(folder, advance(folder._get_state(), uids))
        runtime = self.mailbox.line_id.runtime_ids
        runtime._claim(self.token)
        commit(self.env)

    def _save(self, folder, state):
        if folder._get_state() != state:
            folder._set_state(state)
            commit(self.env)

    def _time_over(self):
        return self.deadline is not None and time.monotonic() > self.deadline

    def _announce(self, behind):
        """Say how much the back-fill will bring in, for the progress bar."""
        total = done = 0
        for folder in behind:
            try:
                self.session.select(folder.path)
                uids = self._period_uids()
            except LineError:
                continue
            total += len(uids)
            done += len(folder._known_uids(uids))
        self.mailbox.line_id.runtime_ids.write({"total": total, "done": done})
        self.mailbox.line_id._notify_changed()
        commit(self.env)

    def _sum_up(self, folder):
        """Set the folder's sum against the server's list."""
        uids = self._period_uids()
        result = folder._update_sum(uids)
        if result.missing:
            _logger.warning(
                "Folder %s misses %s messages", folder.id, len(result.missing)
            )
        commit(self.env)
