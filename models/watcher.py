import logging
import random
import threading
import time
from queue import Empty, SimpleQueue

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL

from .. import const
from ..tools.errors import LineError
from ..tools.imap import ImapSession
from ..tools.imap.lookout import Lookout
from ..tools.netguard import HostRefused
from ..tools.sync import backoff
from ..transaction import commit, ledger

_logger = logging.getLogger(__name__)
_random = random.Random()

# The database is asked this often whether something has become due.
_TICK = 0.5
# What became due so long ago is told again: its transaction may have ended late.
_OVERLAP = "2 seconds"
# The list of mailboxes is read anew this often.
_LIST_SECONDS = 15.0
# The database went away, or another watcher is at work: asked again after so long.
_PATIENCE = 5.0
# Key of the advisory lock: one watcher for each database, others stand by.
_WATCHING = 0x5B05

_NOW = SQL("timezone('utc', statement_timestamp())")


class Watcher:
    """Wakes the crons of one database at the right moment.

    It sends nothing and reads no mail itself: that is the crons' work, on whichever
    host has a free worker. Without a watcher the crons wake by themselves, later.

    :param str dbname: the database
    :param int connections: most mailboxes whose inbox is watched over IMAP
    """

    def __init__(self, dbname, connections):
        self.dbname = dbname
        self.registry = Registry(dbname)
        self.connections = connections
        self.news = SimpleQueue()
        self.waiting = set()
        self.lookouts = {}
        self._list_at = 0.0
        self._since = None
        # Settings are made one after the other: each takes a cursor.
        self._settings_lock = threading.Lock()

    def run(self, stop):
        """Watch until told to stop, whatever the database does meanwhile.

        :param threading.Event stop: set by somebody else
        """
        try:
            while not stop.is_set():
                try:
                    self._watch(stop)
                except psycopg2.Error as error:
                    _logger.warning("The database is away: %s", error)
                stop.wait(_PATIENCE)
        finally:
            self._dismiss(self.lookouts)

    def _watch(self, stop):
        """Watch until told to stop, or until the module was changed."""
        self.registry = Registry(self.dbname).check_signaling()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            with ledger(env) as look:
                look.execute("SELECT pg_try_advisory_lock(%s)", [_WATCHING])
                if not look.fetchone()[0]:
                    return
                _logger.info("Watching %s", cr.dbname)
                while not stop.is_set() and self._is_current():
                    self._listen()
                    self._tick(env, look)

    def _is_current(self):
        """Hear of changed settings, and whether the models are still the same."""
        if time.monotonic() < self._list_at:
            return True
        return self.registry.check_signaling() is self.registry

    def _listen(self):
        """Wait a moment, or until a mailbox has news."""
        try:
            self.waiting.add(self.news.get(timeout=_TICK))
            while True:
                self.waiting.add(self.news.get_nowait())
        except Empty:
            pass

    def _tick(self, env, look):
        queue, lanes = self._what_is_due(look)
        if self.waiting:
            lanes = self._advance(look) or lanes
        if queue:
            env["switchboard.outgoing"]._wake()
        if lanes:
            env["switchboard.mailbox"]._trigger_lanes()
        if time.monotonic() >= self._list_at:
            self._list_at = time.monotonic() + _LIST_SECONDS
            env.invalidate_all()
            self._read_list(env)
        commit(env)

    def _what_is_due(self, look):
        """Whether messages, and syncs, have become due since the last look."""
        look.execute(
            SQL(
                """
                WITH span AS (
                    SELECT COALESCE(%(since)s, '-infinity'::timestamp)
                           - interval %(overlap)s AS low, %(now)s AS high)
                SELECT high,
                       EXISTS (SELECT 1 FROM switchboard_outgoing o
                            LEFT JOIN switchboard_line_runtime r USING (line_id)
                                WHERE o.state = 'queued' AND o.paused_reason IS NULL
                                  AND GREATEST(o.send_at, r.send_hold_until)
                                      BETWEEN low AND high),
                       EXISTS (SELECT 1 FROM switchboard_line_runtime r
                                 JOIN switchboard_line l ON l.id = r.line_id
                                WHERE l.active AND l.kind = 'email'
                                  AND l.state IN %(states)s
                                  AND r.next_sync_at BETWEEN low AND high)
                  FROM span
                """,
                since=self._since,
                overlap=_OVERLAP,
                now=_NOW,
                states=const.WORKING_STATES,
            )
        )
        self._since, queue, lanes = look.fetchone()
        return queue, lanes

    def _advance(self, look):
        """Make the lines with news due; one that is being synced waits for its end.

        :return: whether a line is due now
        """
        look.execute(
            SQL(
                """
                UPDATE switchboard_line_runtime SET next_sync_at = %(now)s
                 WHERE line_id = ANY(%(lines)s)
                   AND (lease_token IS NULL OR lease_until < %(now)s)
             RETURNING line_id
                """,
                now=_NOW,
                lines=sorted(self.waiting),
            )
        )
        due = {line_id for (line_id,) in look.fetchall()}
        self.waiting -= due
        # A line that is gone, or has stopped working, waits for nothing.
        self.waiting &= set(self.lookouts)
        return bool(due)

    # -- one connection for each inbox ---------------------------------------------

    def _read_list(self, env):
        """Watch the inboxes of the mailboxes that are connected now."""
        folders = env["switchboard.folder"].search(
            [
                ("role", "=", "inbox"),
                ("selected", "=", True),
                ("mailbox_id.state", "in", const.WORKING_STATES),
            ],
            order="mailbox_id, id",
            limit=self.connections,
        )
        wanted = {folder.mailbox_id.line_id.id: folder for folder in folders}
        self._dismiss(set(self.lookouts) - set(wanted))
        for line_id, folder in wanted.items():
            if line_id not in self.lookouts:
                self._send_out(line_id, folder)

    def _send_out(self, line_id, folder):
        lookout = Lookout(
            folder.path, folder.last_uid or 0, lambda: self.news.put(line_id)
        )
        self.lookouts[line_id] = lookout
        threading.Thread(
            target=self._keep_watching,
            args=(lookout, folder.mailbox_id.id),
            name=f"lookout-{line_id}",
            daemon=True,
        ).start()

    def _dismiss(self, line_ids):
        for line_id in list(line_ids):
            self.lookouts.pop(line_id).stop()

    def _keep_watching(self, lookout, mailbox_id):
        """Connect again whenever the connection breaks; the sync tells of troubles."""
        failures = 0
        while not lookout.stopped:
            began = time.monotonic()
            try:
                with ImapSession.open(self._settings(mailbox_id)) as session:
                    lookout.watch(session)
                continue
            except (LineError, HostRefused) as error:
                reason = error
            except Exception as error:  # one mailbox never ends the others' watch
                reason = error
                _logger.exception("Watching mailbox %s failed", mailbox_id)
            # A connection that has stood for a while was no failure.
            failures = 1 if time.monotonic() - began > _LIST_SECONDS else failures + 1
            retry_after = getattr(reason, "retry_after", None)
            seconds = backoff(failures, retry_after, _random)
            _logger.info("Mailbox %s is not watched: %s", mailbox_id, reason)
            lookout.pause(seconds)

    def _settings(self, mailbox_id):
        with self._settings_lock, self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return env["switchboard.mailbox"].browse(mailbox_id)._imap_settings()
