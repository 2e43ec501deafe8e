"""Telling the screen, and the lane's worker, how far a pass is."""

import contextlib
import time

from .. import const
from ..tools.errors import FolderRefused
from ..transaction import commit, run
from .line_error import sentence

# The screen is told of progress no more often than this, in seconds.
_TELL_EVERY = 1.0
# Seconds after which the worker is told that the lane is alive, whatever it waits for.
_CHECK_EVERY = 5.0
# A batch is cut so that fetching it takes about so many seconds: a slow line gets
# small ones. The first one is cut blindly.
_BATCH_SECONDS = 4.0
_FIRST_BYTES = 4 * 1024 * 1024
_LEAST_BYTES = 256 * 1024


class SyncProgress:
    """The part of a pass that people see while it runs."""

    _told_at = 0.0
    _checked_at = 0.0
    batch_bytes = _FIRST_BYTES

    def attach(self, session):
        """Work over this session, and let go of everything before each command."""
        self.session = session
        session.wire.before_command = self._before_command

    def _before_command(self):
        commit(self.env)
        now = time.monotonic()
        if self.check_in and now - self._checked_at > _CHECK_EVERY:
            self._checked_at = now
            # Whether to go on is asked between batches; here is only a sign of life.
            self.check_in(0)

    def _pace(self, size, seconds):
        """Cut the next batches by how fast this server hands its mails over.

        :param int size: bytes of the last batch
        :param float seconds: that fetching it took
        """
        # A few small mails say more about the way there than about the speed.
        if size < _LEAST_BYTES and seconds < _BATCH_SECONDS:
            return
        wanted = int(size / max(seconds, 0.001) * _BATCH_SECONDS)
        self.batch_bytes = min(max(wanted, _LEAST_BYTES), const.SYNC_BATCH_BYTES)

    def _tell(self):
        """Tell the screen how far it is, now and then."""
        now = time.monotonic()
        if now - self._told_at > _TELL_EVERY:
            self._told_at = now
            self.mailbox.line_id._notify_progress()
            commit(self.env)

    def _announce(self, behind):
        """Say how much the back-fill will bring in, for the progress bar."""
        runtime = self.mailbox.line_id.runtime_ids
        if runtime.total:
            return
        total = done = 0
        for folder in behind:
            with contextlib.suppress(FolderRefused):
                self._select(folder)
                uids = self._period_uids()
                total += len(uids)
                done += len(folder._known_uids(uids))
        run(self.env, lambda: runtime.write({"total": total, "done": done}))
        self._tell()
        commit(self.env)

    def _refused(self, folder, error):
        """A folder that is no longer there was renamed or deleted, or is closed."""
        commit(self.env)
        remote = self.session.folders()
        if folder.path not in {found.path for found in remote}:
            if self.mailbox._folder_moved(folder, remote, self.session):
                return
        words = sentence(self.env, error)
        if folder.error != words:
            folder.error = words
            self._note(f"{folder.path}: {words}")
        commit(self.env)

    def _note(self, text):
        self.env["switchboard.log"]._note(self.mailbox.line_id, "folder", text)

    def _pause(self, folder):
        """The provider's daily volume is used up: history waits for tomorrow."""
        self.over_budget = True
        self.sum_up(folder)
        run(self.env, self.mailbox._note_budget)
