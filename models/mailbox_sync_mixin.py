import logging
import random
import time
import uuid
from datetime import timedelta

from odoo import api, fields, models

from .. import const
from ..tools.errors import LineError
from ..tools.imap import ImapSession
from ..tools.netguard import HostRefused
from ..tools.sync import backoff
from ..transaction import commit, rollback
from .line_error import sentence
from .sync_pass import SyncPass

_logger = logging.getLogger(__name__)
_random = random.Random()

_LANES = ("mail_switchboard.ir_cron_sync_lane_1", "mail_switchboard.ir_cron_sync_lane_2")


class SwitchboardMailboxSyncMixin(models.AbstractModel):
    """Runs the sync: lease, pass, what comes after a failure, lanes."""

    _name = "switchboard.mailbox.sync.mixin"
    _description = "Syncing a Mailbox"

    def _sync(self, seconds=None):
        """Run one whole pass over the selected folders, committing batch by batch.

        :param float seconds: hand back after about so many; None: go on to the end
        :return: True when the pass came to its end, False when another worker has
            the line, the time was over or the server failed
        """
        self.ensure_one()
        # sudo - switchboard.mailbox: the engine works for the line, not for a user
        mailbox = self.sudo()
        runtime = mailbox.line_id.runtime_ids
        token = uuid.uuid4().hex
        if not runtime._claim(token):
            return False
        commit(self.env)
        done, wait = False, 0.0
        try:
            deadline = time.monotonic() + seconds if seconds is not None else None
            done = mailbox._run_pass(SyncPass(mailbox, token, deadline))
            wait = mailbox._sync_succeeded(done)
        except (LineError, HostRefused) as error:
            rollback(self.env)
            wait = mailbox._sync_failed(error)
        except Exception as error:  # an unknown error never ends a line
            rollback(self.env)
            _logger.exception("Sync of mailbox %s failed", mailbox.id)
            wait = mailbox._sync_failed(error)
        finally:
            next_at = fields.Datetime.now() + timedelta(seconds=wait)
            runtime._release(token, next_at)
            commit(self.env)
        return done

    def _run_pass(self, sync_pass):
        """New mail of every folder first, then the back-fill.

        :param SyncPass sync_pass: of this mailbox
        :return: whether everything asked for was brought in
        """
        settings = self._imap_settings()
        folders = self.folder_ids.filtered("selected")
        commit(self.env)
        with ImapSession.open(settings) as session:
            sync_pass.session = session
            return sync_pass.run(folders)

    def _sync_succeeded(self, done):
        """Note a pass without error; return the seconds until the next one."""
        runtime = self.line_id.runtime_ids
        runtime.write(
            {"failures": 0, "last_sync_at": fields.Datetime.now(), "done": 0, "total": 0}
            if done
            else {"failures": 0}
        )
        if not done:
            return 0.0
        if self.state in ("syncing", "failed", "connected"):
            self.line_id._set_state("connected")
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
        """Sync due mailboxes, one after the other; run by each lane."""
        Runtime = self.env["switchboard.line.runtime"]
        progress = self.env["ir.cron"]._commit_progress
        while runtime := Runtime._next_due():
            runtime.line_id.mailbox_ids._sync(const.LANE_SECONDS)
            if not progress(1, remaining=len(Runtime._next_due())):
                break
