"""Telling the screen how far a pass is."""

import contextlib
import time

from ..tools.errors import FolderRefused
from ..transaction import commit, run
from .line_error import sentence

# The screen is told of progress no more often than this, in seconds.
_TELL_EVERY = 1.0


class SyncProgress:
    """The part of a pass that people see while it runs."""

    _told_at = 0.0

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
