import contextlib
import logging
import secrets
import time
from queue import Empty

import psycopg2

from odoo.tools import SQL

from .. import const
from ..tools import smtp
from ..transaction import begin_read_committed, commit, ledger, rollback
from .queue_accounts import DATA_TIMEOUT, Accounts, Claimed, Notes
from .queue_statements import Statements

_logger = logging.getLogger(__name__)

# Fewer claimed rows than this on hand: claim more.
_LOW_WATER = const.QUEUE_CLAIM // 2
# Waiting longer than this for the network while rows are on hand: one more
# connection. Below it the database is what takes the time.
_SLOW_SECONDS = 0.004
# When nothing was left to claim, the database is asked again after so long.
_ASK_SECONDS = 0.2


class QueueWorker:
    """Works the queue off with one cursor and several connections.

    Threads only speak SMTP. This one claims, commits, hands over, and commits what
    became of each message by itself; no transaction is open while it waits.

    :param switchboard.outgoing outgoing: superuser's, its cursor is used
    :param float seconds: claim nothing more after so long; None: until all is sent
    """

    def __init__(self, outgoing, seconds=None):
        self.outgoing = outgoing
        self.env = outgoing.env
        self.deadline = time.monotonic() + seconds if seconds is not None else None
        self.token = str(secrets.randbits(62))
        self.accounts = Accounts(outgoing)
        self.notes = Notes(outgoing)
        self.flying = {}
        self.effects = []
        self.ledger = None
        self.statements = None
        self.ask_at = 0.0
        self.handled = 0

    def run(self):
        """Send what is due.

        :return: how many messages were handled
        :rtype: int
        """
        self.env.execute_query(SQL("SELECT pg_advisory_lock(%s)", int(self.token)))
        try:
            self.outgoing._recover_lost()
            with ledger(self.env) as self.ledger:
                self.statements = Statements(self.ledger)
                try:
                    self._work()
                finally:
                    self.statements.close()
        except psycopg2.Error:
            self._save_late()
            raise
        finally:
            self._end()
        return self.handled

    def _work(self):
        while True:
            self._claim_more()
            if self._idle():
                return
            self._step(None)
            if self.flying:
                self._step(self._wait())

    def _idle(self):
        return not self.flying and not self.accounts.rows_left

    # -- claiming ---------------------------------------------------------------

    def _claim_more(self):
        """Claim rows of the lines that have few on hand and a connection to use."""
        now = time.monotonic()
        if self.deadline is not None and now > self.deadline:
            return
        if not self._idle() and now < self.ask_at:
            return
        if any(len(account.rows) >= _LOW_WATER for account in self.accounts):
            return
        begin_read_committed(self.env)
        room, limits = {}, {}
        for line_id in self.outgoing._due_lines():
            if account := self.accounts.ready(line_id):
                room[line_id] = const.QUEUE_CLAIM - len(account.rows)
                limits[line_id] = account.limits
        rows = self.outgoing._claim(self.token, room, limits) if room else []
        if len(rows) < sum(room.values()):
            self.ask_at = now + _ASK_SECONDS
        files = self.outgoing._mime_files([row[0] for row in rows])
        for row in rows:
            claimed = Claimed(*row, file=files.get(row[0]))
            self.accounts[claimed.line_id].rows.append(claimed)
            self.notes.add(claimed, "sending")
        commit(self.env)

    # -- one step: a result in, rows out, one commit ------------------------------

    def _wait(self):
        """Wait for a result; hire when the network is what takes the time."""
        began = time.monotonic()
        try:
            done = self.accounts.results.get(timeout=1.0)
        except Empty:
            done = None
        if time.monotonic() - began > _SLOW_SECONDS:
            self.accounts.hire_where_slow()
            commit(self.env)
        return done

    def _step(self, done):
        """Store one result and mark the next rows as handed over, in one commit."""
        statements = self._store_result(done) if done is not None else []
        jobs = self._load(self.accounts.pick(), statements)
        if jobs:
            statements.append(self._mark_sql(jobs))
        if statements:
            self.ledger.execute(SQL("; ").join(statements))
        if jobs:
            self._hand_over(jobs, {row_id for (row_id,) in self.ledger.fetchall()})
        for line_id, effect in self.effects:
            self._affect_line(line_id, effect)
        self.effects.clear()
        told = self.notes.due(self._idle())
        if told:
            self.notes.tell()
        # A mail kept in the database has begun a transaction: none is left open.
        if told or any(not row.file[1] for _account, row, _job in jobs):
            commit(self.env)

    def _load(self, picked, statements):
        """Read the mails; what cannot be read whole is never sent."""
        jobs = []
        for account, row in picked:
            raw = self.outgoing._read_file(row.file)
            if not raw:
                statements += self._finish(row, self.outgoing._values_lost_file())
                continue
            recipients = tuple(part.strip() for part in row.recipients.split(","))
            job = smtp.Job(row.id, account.email, recipients, raw, bool(row.smtputf8))
            jobs.append((account, row, job))
        return jobs

    def _mark_sql(self, jobs):
        ids = [row.id for _account, row, _job in jobs]
        return self.statements.mark(ids, self.token)

    def _hand_over(self, jobs, marked):
        """Give the connections what is committed as handed over, and nothing else."""
        for account, row, job in jobs:
            if row.id in marked:
                self.flying[row.id] = (account, row)
                account.crew.give(job)

    def _store_result(self, done):
        account, row = self.flying.pop(done.ticket)
        done.crew.pending -= 1
        values, effect = self._values(account, row, done.outcome)
        if effect:
            self.effects.append((row.line_id, effect))
            # Nothing more goes to an account that has just refused.
            self._give_back(account)
        return self._finish(row, values)

    def _values(self, account, row, outcome):
        values, effect = self.outgoing._values_of(row.attempts, outcome)
        if values["state"] == "sent":
            values["sent_copy_state"] = account.copy_state
        return values, effect

    def _finish(self, row, values):
        """The statements that store what became of a row."""
        self.handled += 1
        self.notes.add(row, values["state"])
        if values["state"] == "sent" and not values["error"] and not row.on_record:
            return [
                self.statements.sent(
                    row.id, self.token, values["sent_at"], values["sent_copy_state"]
                )
            ]
        outgoing = self.outgoing.browse(row.id)
        statements = [outgoing._store_sql(values, self.token)]
        if row.on_record:
            statements.append(outgoing._notifications_sql(values))
        return statements

    def _affect_line(self, line_id, effect):
        begin_read_committed(self.env)
        self.outgoing._apply_effect(line_id, effect)
        commit(self.env)

    def _give_back(self, account):
        back = [row.id for row in account.rows]
        for row in account.rows:
            self.notes.add(row, "queued")
        account.rows.clear()
        begin_read_committed(self.env)
        self.outgoing._unclaim(back)
        commit(self.env)

    # -- the end ----------------------------------------------------------------------

    def _end(self):
        """Close the connections, give back what was not handed over, let go."""
        self.accounts.dismiss()
        with contextlib.suppress(psycopg2.Error):
            rollback(self.env)
            begin_read_committed(self.env)
            self.outgoing._unclaim(
                row.id for account in self.accounts for row in account.rows
            )
            self.notes.tell()
            self.accounts.leave()
            self.env.execute_query(
                SQL("SELECT pg_advisory_unlock(%s)", int(self.token))
            )
            commit(self.env)

    def _save_late(self):
        """The database went away while mails were on the wire: store their results.

        With a new connection; the token says that nobody else has decided since.
        """
        late = self._collect_late()
        for _attempt in range(10):
            try:
                with self.env.registry.cursor() as cr:
                    outgoing = self.outgoing.with_env(self.env(cr=cr))
                    for account, row, outcome in late:
                        values, _effect = self._values(account, row, outcome)
                        outgoing.browse(row.id)._store(values, token=self.token)
                return
            except psycopg2.Error:
                time.sleep(1.0)
        _logger.error("%s results of the queue could not be stored", len(late))

    def _collect_late(self):
        until = time.monotonic() + DATA_TIMEOUT
        late = []
        while self.flying and time.monotonic() < until:
            with contextlib.suppress(Empty):
                done = self.accounts.results.get(timeout=1.0)
                late.append((*self.flying.pop(done.ticket), done.outcome))
        return late
