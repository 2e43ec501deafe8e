import contextlib
import dataclasses
import logging
import secrets
import time
from collections import defaultdict, deque
from queue import Empty, SimpleQueue

import psycopg2

from odoo.tools import SQL

from .. import const
from ..tools import smtp
from ..tools.errors import LineError
from ..tools.netguard import HostRefused
from ..transaction import begin_read_committed, commit, ledger, rollback

_logger = logging.getLogger(__name__)

# Fewer claimed rows than this on hand: claim more.
_LOW_WATER = const.QUEUE_CLAIM // 2
# Waiting longer than this for the network while rows are on hand: one more
# connection. Below it the database is what takes the time.
_SLOW_SECONDS = 0.004
# A row is handed over while the connection is still busy with the one before.
_AHEAD = 1
# Notes to the browsers are collected for so long.
_NOTE_SECONDS = 0.5
# When nothing was left to claim, the database is asked again after so long.
_ASK_SECONDS = 0.2
# One wait of a connection, and the one after the mail's end: together they stay
# below the 120 seconds that Odoo gives a cron.
_TIMEOUT, _DATA_TIMEOUT = 20.0, 80.0


@dataclasses.dataclass(slots=True)
class Claimed:
    """One claimed row, as far as sending needs it."""

    id: int
    line_id: int
    channel_id: int
    discuss_id: int
    recipients: str
    smtputf8: bool
    attempts: int
    on_record: bool
    file: tuple | None = None


@dataclasses.dataclass(slots=True)
class Account:
    """A mailbox the worker sends for: its crew and its rows on hand."""

    mailbox: object
    email: str
    copy_state: str
    limits: object
    most: int
    crew: smtp.Crew | None = None
    rows: deque = dataclasses.field(default_factory=deque)


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
        self.results = SimpleQueue()
        self.accounts = {}
        self._slots = {}
        self.effects = []
        self.ledger = None
        self.flying = {}
        self.notes = {}
        self.noted_at = time.monotonic()
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
                self._work()
        except psycopg2.Error:
            self._save_late()
            raise
        finally:
            self._end()
        return self.handled

    def _work(self):
        while True:
            self._claim_more()
            if not (self.flying or any(a.rows for a in self.accounts.values())):
                return
            self._step(None)
            if self.flying:
                self._step(self._wait())

    # -- claiming ---------------------------------------------------------------

    def _claim_more(self):
        """Claim rows of the lines that have few on hand and a connection to use."""
        now = time.monotonic()
        if self.deadline is not None and now > self.deadline:
            return
        busy = self.flying or any(a.rows for a in self.accounts.values())
        if busy and now < self.ask_at:
            return
        if any(len(a.rows) >= _LOW_WATER for a in self.accounts.values()):
            return
        begin_read_committed(self.env)
        room = {}
        for line_id in self.outgoing._due_lines():
            account = self.accounts.get(line_id)
            if account and (account.crew or self._hire(account, line_id)):
                room[line_id] = const.QUEUE_CLAIM - len(account.rows)
            elif not account and self._open_account(line_id):
                room[line_id] = const.QUEUE_CLAIM
        limits = {line_id: self.accounts[line_id].limits for line_id in room}
        rows = self.outgoing._claim(self.token, room, limits) if room else []
        if len(rows) < sum(room.values()):
            self.ask_at = now + _ASK_SECONDS
        files = self.outgoing._mime_files([row[0] for row in rows])
        for row in rows:
            claimed = Claimed(*row, file=files.get(row[0]))
            self.accounts[claimed.line_id].rows.append(claimed)
            self._note(claimed, "sending")
        commit(self.env)

    def _open_account(self, line_id):
        line = self.env["switchboard.line"].browse(line_id)
        mailbox = line.mailbox_ids[:1]
        limits = line._get_ceilings()
        account = Account(
            mailbox=mailbox,
            email=mailbox.email,
            copy_state=mailbox._sent_copy_step(),
            limits=limits,
            most=min(limits.smtp_sessions or 1, const.QUEUE_SESSIONS),
        )
        self.accounts[line_id] = account
        return self._hire(account, line_id)

    def _hire(self, account, line_id):
        """Add a connection, if all workers together have one left."""
        size = account.crew.size if account.crew else 0
        if size >= account.most or not self._take_slot(account, line_id):
            return False
        if not account.crew:
            try:
                settings = account.mailbox._smtp_settings()
            except (LineError, HostRefused) as error:
                self._line_trouble(line_id, error)
                return False
            settings = dataclasses.replace(
                settings, timeout=_TIMEOUT, data_timeout=_DATA_TIMEOUT
            )
            account.crew = smtp.Crew(settings, self.results)
        account.crew.hire()
        return True

    def _take_slot(self, account, line_id):
        taken = self._slots.setdefault(line_id, [])
        for slot in range(account.most):
            if slot not in taken and self.outgoing._take_slot(line_id, slot):
                taken.append(slot)
                return True
        return False

    # -- one step: a result in, rows out, one commit ------------------------------

    def _wait(self):
        """Wait for a result; hire when the network is what takes the time."""
        began = time.monotonic()
        try:
            done = self.results.get(timeout=1.0)
        except Empty:
            done = None
        if time.monotonic() - began > _SLOW_SECONDS:
            for line_id, account in self.accounts.items():
                crew = account.crew
                if crew and crew.pending and len(account.rows) > 1:
                    self._hire(account, line_id)
        return done

    def _step(self, done):
        """Store one result and mark the next rows as handed over, in one commit."""
        statements = []
        if done is not None:
            statements += self._store_result(done)
        jobs = self._load(self._pick(), statements)
        if jobs:
            statements.append(self._mark_sql(jobs))
        if statements:
            self.ledger.execute(SQL("; ").join(statements))
        if jobs:
            marked = {row_id for (row_id,) in self.ledger.fetchall()}
            for account, row, job in jobs:
                if row.id in marked:
                    self.flying[row.id] = (account, row)
                    account.crew.give(job)
        for line_id, effect in self.effects:
            self._affect_line(line_id, effect)
        self.effects.clear()
        told = self._notes_due()
        if told:
            self._tell()
        # A mail kept in the database has begun a transaction: none is left open.
        if told or any(not row.file[1] for _account, row, _job in jobs):
            commit(self.env)

    def _pick(self):
        picked = []
        for account in self.accounts.values():
            crew = account.crew
            free = crew.size + _AHEAD - crew.pending if crew else 0
            while account.rows and free > 0:
                picked.append((account, account.rows.popleft()))
                free -= 1
        return picked

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
        return SQL(
            """
            UPDATE switchboard_outgoing
               SET handed_at = timezone('utc', clock_timestamp())
             WHERE id = ANY(%s) AND claim_token = %s AND state = 'sending'
         RETURNING id
            """,
            [row.id for _account, row, _job in jobs],
            self.token,
        )

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
        outgoing = self.outgoing.browse(row.id)
        self._note(row, values["state"])
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
            self._note(row, "queued")
        account.rows.clear()
        begin_read_committed(self.env)
        self.outgoing._unclaim(back)
        commit(self.env)

    def _line_trouble(self, line_id, error):
        _values, effect = self.outgoing._values_of(1, error)
        self.outgoing._apply_effect(line_id, effect)

    # -- notes ----------------------------------------------------------------------

    def _note(self, row, state):
        self.notes[row.id] = (row, state)

    def _notes_due(self):
        if not self.notes:
            return False
        idle = not self.flying and not any(a.rows for a in self.accounts.values())
        return idle or time.monotonic() - self.noted_at > _NOTE_SECONDS

    def _tell(self):
        """Tell the lines' readers: the last state of each message is enough."""
        self.noted_at = time.monotonic()
        notes, self.notes = self.notes, {}
        by_line = defaultdict(list)
        for row, state in notes.values():
            by_line[row.line_id].append((row, state))
        for line_id, told in by_line.items():
            line = self.env["switchboard.line"].browse(line_id)
            self.outgoing._bus_notes(
                line,
                [(row.channel_id, row.discuss_id, row.id, state) for row, state in told],
            )

    # -- the end ----------------------------------------------------------------------

    def _end(self):
        """Close the connections, give back what was not handed over, let go."""
        for account in self.accounts.values():
            if account.crew:
                account.crew.dismiss()
        with contextlib.suppress(psycopg2.Error):
            rollback(self.env)
            begin_read_committed(self.env)
            self.outgoing._unclaim(
                row.id for account in self.accounts.values() for row in account.rows
            )
            self._tell()
            for line_id, slots in self._slots.items():
                for slot in slots:
                    self.outgoing._leave_slot(line_id, slot)
            self.env.execute_query(
                SQL("SELECT pg_advisory_unlock(%s)", int(self.token))
            )
            commit(self.env)

    def _save_late(self):
        """The database went away while mails were on the wire: store their results.

        With a new connection; the token says that nobody else has decided since.
        """
        waited = time.monotonic() + _DATA_TIMEOUT
        late = []
        while self.flying and time.monotonic() < waited:
            with contextlib.suppress(Empty):
                done = self.results.get(timeout=1.0)
                account, row = self.flying.pop(done.ticket)
                late.append((account, row, done.outcome))
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
