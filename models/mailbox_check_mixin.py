from odoo import api, fields, models

from ..tools.errors import FolderRefused
from ..transaction import commit, run
from .line_error import sentence

_SUMMED = tuple(
    f"folder_ids.{name}" for name in ("selected", "on_server", "missing", "waiting")
)


class SwitchboardMailboxCheckMixin(models.AbstractModel):
    """Proves that nothing is missing, and brings in what is."""

    _name = "switchboard.mailbox.check.mixin"
    _description = "Completeness of a Mailbox"

    on_server = fields.Integer(compute="_compute_sum")
    accounted = fields.Integer(compute="_compute_sum")
    missing = fields.Integer(compute="_compute_sum")
    completeness = fields.Integer(
        string="Complete",
        compute="_compute_sum",
        help="How much of the mail on the server is stored, skipped for a reason or "
        "in quarantine, in percent.",
    )

    @api.depends(lambda self: _SUMMED if "folder_ids" in self._fields else ())
    def _compute_sum(self):
        for mailbox in self:
            # sudo - switchboard.folder: sums of a mailbox one may read
            folders = mailbox.sudo().folder_ids.filtered("selected")
            total = sum(folders.mapped("on_server"))
            missing = sum(folders.mapped("missing"))
            waiting = sum(folders.mapped("waiting"))
            mailbox.on_server = total
            mailbox.missing = missing
            mailbox.accounted = total - missing - waiting
            # Never 100 while a single mail is missing.
            mailbox.completeness = (
                100 * mailbox.accounted // total if total else 100 - bool(missing)
            )

    def action_check(self):
        """Count every folder through against the server, now.

        :return: True
        """
        self._run_check(repair=False)
        return True

    def action_repair(self):
        """Count every folder through and bring in what is missing, now.

        :return: True
        """
        self._run_check(repair=True)
        return True

    def _run_check(self, repair):
        self.check_access("write")
        for mailbox in self:
            mailbox._ask_server(lambda sync_pass: sync_pass.check(repair=repair))

    @api.model
    def _cron_check(self):
        """Count all mailboxes through, each night; run by a cron of its own."""
        lines = self.env["switchboard.line.runtime"].search(
            [("line_id.kind", "=", "email"), ("line_id.active", "=", True)]
        )
        # The sync itself does it: one session for each mailbox, when it is due.
        run(self.env, lambda: lines.write({"check_wanted": True}))

    def _check_folders(self, sync_pass, repair):
        """Compare each selected folder with the server's list.

        :param SyncPass sync_pass: with an open session
        :param bool repair: fetch what is missing
        :return: how many mails are missing now
        """
        missing = 0
        self._update_folders(sync_pass.session.folders())
        commit(self.env)
        for folder in self.folder_ids.filtered("selected"):
            if not folder.uidvalidity:
                continue
            try:
                missing += self._check_folder(sync_pass, folder, repair)
            except FolderRefused as error:
                folder.error = sentence(self.env, error)
                commit(self.env)
        runtime = self.line_id.runtime_ids
        run(self.env, lambda: runtime.write({"check_wanted": False}))
        self.line_id._notify_progress()
        commit(self.env)
        return missing

    def _check_folder(self, sync_pass, folder, repair):
        commit(self.env)
        status = sync_pass.session.select(folder.path)
        if status.uidvalidity != folder.uidvalidity:
            return 0  # the next pass reads it again
        result = sync_pass.sum_up(folder)
        lost = len(result.missing)
        if lost and repair:
            sync_pass.fetch(folder, sorted(result.missing), live=False)
            result = sync_pass.sum_up(folder)
        if lost:
            found = lost - len(result.missing)
            text = self.env._(
                "%(folder)s: %(missing)s messages were missing, %(found)s fetched.",
                folder=folder.path,
                missing=lost,
                found=found,
            )
            self.env["switchboard.log"]._note(self.line_id, "check", text)
            commit(self.env)
        return len(result.missing)

    # After an outage

    def _begin_after_outage(self):
        """Remember, before the first mail comes in, how long the line was away."""
        runtime = self.line_id.runtime_ids
        gap = self._outage_since()
        if gap and not runtime.offline_since:
            runtime.write({"offline_since": gap, "recovered": 0})

    def _end_after_outage(self, sync_pass, done):
        """Nightly, and after an outage, the folders are counted through.

        :param SyncPass sync_pass: that has run
        :param bool done: it came to its end
        """
        runtime = self.line_id.runtime_ids
        since = runtime.offline_since
        if done and (since or runtime.check_wanted):
            self._check_folders(sync_pass, repair=bool(since))
        if not since:
            return
        recovered = runtime.recovered + sync_pass.arrived

        def note():
            runtime.recovered = recovered
            if done:
                self._note_outage(since, recovered)
                runtime.offline_since = False

        run(self.env, note)

    def _outage_since(self):
        """When the line was last in order, if that is too long ago, else None."""
        runtime = self.line_id.runtime_ids
        last = runtime.last_sync_at
        if not last:
            return None
        late = (fields.Datetime.now() - last).total_seconds()
        # A slow worker is no outage; failures are, as soon as a minute is lost.
        limit = 60 if runtime.failures else 3 * self._sync_interval() + 600
        return last if late > limit else None

    def _note_outage(self, since, recovered):
        """Write how long the line was offline and what came in afterwards.

        :param datetime since: when it was last in order
        :param int recovered: messages that were brought in since
        """
        minutes = int((fields.Datetime.now() - since).total_seconds() // 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            duration = self.env._("%(h)s h %(m)s min", h=hours, m=minutes)
        else:
            duration = self.env._("%s min", minutes)
        text = self.env._(
            "%(duration)s offline, %(count)s messages recovered.",
            duration=duration,
            count=recovered,
        )
        self.env["switchboard.log"]._note(self.line_id, "outage", text)
