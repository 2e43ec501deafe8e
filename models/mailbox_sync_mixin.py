import logging
import random
import time
import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..tools.errors import LineError
from ..tools.netguard import HostRefused
from ..tools.sync import backoff
from ..transaction import begin_read_committed, commit, rollback, run
from .imap_open import open_imap
from .line_error import sentence
from .sync_pass import SyncPass
from .sync_stop import LeaseLost

_logger = logging.getLogger(__name__)
_random = random.Random()

_LANES = (
    "mail_switchboard.ir_cron_sync_lane_1",
    "mail_switchboard.ir_cron_sync_lane_2",
)


class SwitchboardMailboxSyncMixin(models.AbstractModel):
    """Runs the sync: lease, pass, what comes after a failure, lanes."""

    _name = "switchboard.mailbox.sync.mixin"
    _description = "Syncing a Mailbox"

    def _sync(self, seconds=None, token=None, check_in=None):
        """Run one whole pass over the selected folders, committing batch by batch.

        :param float seconds: hand back after about so many; None: go on to the end
        :param str token: of a lease that the caller has taken
        :param check_in: called with a number of mails after each batch; false: stop
        :return: True when the pass came to its end, False when another worker has
            the line, the time was over or the server failed
        """
        deadline = time.monotonic() + seconds if seconds is not None else None
        # sudo - switchboard.mailbox: the engine writes what no user may
        mailbox = self.sudo()
        done, _error = self._with_session(
            lambda sync_pass: mailbox._run_pass(sync_pass),
            token=token,
            deadline=deadline,
            check_in=check_in,
        )
        return bool(done)

    def _with_session(self, work, token=None, whole=True, **limits):
        """Take the lease, run ``work`` over an open session, note what came of it.

        :param work: called with the SyncPass
        :param str token: of a lease that the caller has taken
        :param bool whole: it is a pass, which says how the line is; else somebody
            asked for something and waits for it
        :return: (what ``work`` returned or None, the error or None)
        """
        self.ensure_one()
        # sudo - switchboard.mailbox: the engine works for the line, not for a user
        mailbox = self.sudo()
        runtime = mailbox.line_id.runtime_ids
        token = token or mailbox._claim_lease()
        if not token:
            return None, None
        result, problem, wait = None, None, 0.0
        try:
            result = mailbox._open_and_run(SyncPass(mailbox, token, **limits), work)
            if whole:
                done = result is not False
                wait = run(self.env, lambda: mailbox._sync_succeeded(done))
        except LeaseLost:
            rollback(self.env)
            _logger.warning("Another worker has taken mailbox %s over", mailbox.id)
        except Exception as error:  # an unknown error never ends a line
            rollback(self.env)
            problem = error
            if not isinstance(error, LineError | HostRefused):
                _logger.exception("Sync of mailbox %s failed", mailbox.id)
            if whole:
                wait = run(self.env, lambda: mailbox._sync_failed(problem))
        finally:
            next_at = fields.Datetime.now() + timedelta(seconds=wait) if whole else None
            run(self.env, lambda: runtime._release(token, next_at))
        return result, problem

    def _claim_lease(self):
        """Take the lease of this line; None when another worker has it."""
        token = uuid.uuid4().hex
        begin_read_committed(self.env)
        claimed = self.line_id.runtime_ids._claim(token)
        commit(self.env)
        return token if claimed else None

    def _ask_server(self, work):
        """Run ``work`` over a session for somebody who waits for it.

        :param work: called with the SyncPass
        :return: what ``work`` returned
        :raise UserError: the server cannot be used, or the mailbox is being synced
        """
        result, error = self._with_session(work, whole=False)
        if error:
            raise UserError(sentence(self.env, error))
        if result is None:
            raise UserError(
                self.env._(
                    "“%s” is being synced at this moment. Try again shortly.", self.name
                )
            )
        return result

    def _open_and_run(self, sync_pass, work):
        with open_imap(self.env, self._imap_settings()) as session:
            sync_pass.attach(session)
            try:
                return work(sync_pass)
            except BaseException:
                # Saying goodbye must not commit what was left half done.
                rollback(self.env)
                raise

    def _run_pass(self, sync_pass):
        """New mail of every folder first, then the back-fill.

        :param SyncPass sync_pass: of this mailbox
        :return: whether everything asked for was brought in
        """
        run(self.env, self._begin_after_outage)
        done = sync_pass.run(self.folder_ids.filtered("selected"))
        self._end_after_outage(sync_pass, done)
        return done

    def _sync_succeeded(self, done):
        """Note a pass without error; return the seconds until the next one."""
        vals = {"failures": 0, "last_sync_at": fields.Datetime.now()}
        if done:
            vals.update(done=0, total=0)
        self.line_id.runtime_ids.write(vals)
        if not done:
            return 0.0
        if self.state in ("syncing", "failed", "connected"):
            self.line_id._set_state("connected")
        self.line_id._notify_progress()
        return self._sync_interval() * _random.uniform(0.9, 1.1)

    def _sync_failed(self, error):
        """Note a failed pass; return the seconds until the next try.

        Only refused credentials fail a line; everything else is tried again.
        """
        runtime = self.line_id.runtime_ids
        runtime.failures += 1
        if getattr(error, "permanent", False):
            self.line_id._set_state("failed", sentence(self.env, error))
            return 0.0
        retry_after = getattr(error, "retry_after", None)
        wait = backoff(runtime.failures, retry_after, _random)
        at = fields.Datetime.now() + timedelta(seconds=wait)
        owner_at = fields.Datetime.context_timestamp(
            self.with_context(tz=self.owner_id.tz), at
        )
        message = self.env._(
            "%(reason)s Retrying at %(time)s.",
            reason=sentence(self.env, error),
            time=owner_at.strftime("%H:%M"),
        )
        self.line_id._set_state(self.state, message)
        return wait

    def _sync_interval(self):
        """Seconds between two passes, as the company's plan says."""
        return self.company_id._get_switchboard_plan().sync_interval * 60

    # Lanes

    @api.model
    def _trigger_lanes(self):
        for xmlid in _LANES:
            cron = self.env.ref(xmlid, raise_if_not_found=False)
            if cron:
                # sudo - ir.cron: anybody's wish to sync may wake the engine
                cron.sudo()._trigger()

    @api.model
    def _cron_sync(self):
        """Sync due mailboxes, what has waited longest first; run by each lane."""
        Runtime = self.env["switchboard.line.runtime"]
        progress = self.env["ir.cron"]._commit_progress
        end = time.monotonic() + const.LANE_SECONDS
        while (left := end - time.monotonic()) > 0:
            token = uuid.uuid4().hex
            begin_read_committed(self.env)
            runtime = Runtime._claim_next(token)
            commit(self.env)
            if not runtime:
                break
            mailbox = runtime.line_id.mailbox_ids
            mailbox._sync(left, token, lambda _count: progress(0) > 0)
            if not progress(1, remaining=Runtime._count_due()):
                break
