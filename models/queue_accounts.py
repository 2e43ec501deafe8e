import dataclasses
import time
from collections import deque
from queue import SimpleQueue

from .. import const
from ..tools import smtp
from ..tools.errors import LineError
from ..tools.netguard import HostRefused

# A row is handed over while the connection is still busy with the one before.
_AHEAD = 1
# One wait of a connection, and the one after the mail's end: together they stay
# below the 120 seconds that Odoo gives a cron.
_TIMEOUT, DATA_TIMEOUT = 20.0, 80.0


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
    """A mailbox the worker sends for: its connections and its rows on hand."""

    mailbox: object
    line_id: int
    email: str
    copy_state: str
    limits: object
    most: int
    crew: smtp.Crew | None = None
    rows: deque = dataclasses.field(default_factory=deque)
    slots: list = dataclasses.field(default_factory=list)

    @property
    def free(self):
        """How many rows may be handed over now."""
        return self.crew.size + _AHEAD - self.crew.pending if self.crew else 0


class Accounts:
    """The mailboxes a worker sends for.

    All workers together open no more connections to a mailbox than its provider
    allows: each connection has a slot, and a slot is an advisory lock.

    :param switchboard.outgoing outgoing: superuser's
    """

    def __init__(self, outgoing):
        self.outgoing = outgoing
        self.env = outgoing.env
        self.results = SimpleQueue()
        self._accounts = {}

    def __iter__(self):
        return iter(self._accounts.values())

    def __getitem__(self, line_id):
        return self._accounts[line_id]

    @property
    def rows_left(self):
        """Whether claimed rows are still on hand."""
        return any(account.rows for account in self)

    def ready(self, line_id):
        """Return the line's account when it has a connection, else None.

        :param int line_id: of a line with due rows
        """
        account = self._accounts.get(line_id) or self._open(line_id)
        return account if account.crew or self.hire(account) else None

    def _open(self, line_id):
        line = self.env["switchboard.line"].browse(line_id)
        mailbox = line.mailbox_ids[:1]
        limits = line._get_ceilings()
        account = self._accounts[line_id] = Account(
            mailbox=mailbox,
            line_id=line_id,
            email=mailbox.email,
            copy_state=mailbox._sent_copy_step(),
            limits=limits,
            most=min(limits.smtp_sessions or 1, const.QUEUE_SESSIONS),
        )
        return account

    def hire(self, account):
        """Add a connection, if all workers together have one left.

        :rtype: bool
        """
        if len(account.slots) >= account.most or not self._take_slot(account):
            return False
        if not account.crew:
            try:
                settings = account.mailbox._smtp_settings()
            except (LineError, HostRefused) as error:
                _values, effect = self.outgoing._values_of(1, error)
                self.outgoing._apply_effect(account.line_id, effect)
                self._leave_slots(account)
                return False
            settings = dataclasses.replace(
                settings, timeout=_TIMEOUT, data_timeout=DATA_TIMEOUT
            )
            account.crew = smtp.Crew(settings, self.results)
        account.crew.hire()
        return True

    def hire_where_slow(self):
        """Add connections where rows wait for the network."""
        for account in self:
            if account.crew and account.crew.pending and len(account.rows) > 1:
                self.hire(account)

    def _take_slot(self, account):
        for slot in range(account.most):
            if slot not in account.slots and self.outgoing._take_slot(
                account.line_id, slot
            ):
                account.slots.append(slot)
                return True
        return False

    def _leave_slots(self, account):
        while account.slots:
            self.outgoing._leave_slot(account.line_id, account.slots.pop())

    def pick(self):
        """Take rows for connections that are free.

        :return: list of (Account, Claimed)
        """
        picked = []
        for account in self:
            for _place in range(min(account.free, len(account.rows))):
                picked.append((account, account.rows.popleft()))
        return picked

    def dismiss(self):
        """Close all connections."""
        for account in self:
            if account.crew:
                account.crew.dismiss()

    def leave(self):
        """Give all slots back."""
        for account in self:
            self._leave_slots(account)


class Notes:
    """What the browsers are told: the last state of each message is enough.

    :param switchboard.outgoing outgoing: superuser's
    """

    # Notes are collected for so long while there is work.
    SECONDS = 0.5

    def __init__(self, outgoing):
        self.outgoing = outgoing
        self._notes = {}
        self._told_at = time.monotonic()

    def add(self, row, state):
        """Note a row's new state."""
        self._notes[row.id] = (row, state)

    def due(self, idle):
        """Whether to tell now.

        :param bool idle: there is no work at the moment
        """
        waited = time.monotonic() - self._told_at > self.SECONDS
        return bool(self._notes) and (idle or waited)

    def tell(self):
        """Write the notes in the running transaction."""
        self._told_at = time.monotonic()
        by_line = {}
        for row, state in self._notes.values():
            note = (row.channel_id, row.discuss_id, row.id, state)
            by_line.setdefault(row.line_id, []).append(note)
        self._notes.clear()
        for line_id, notes in by_line.items():
            line = self.outgoing.env["switchboard.line"].browse(line_id)
            self.outgoing._bus_notes(line, notes)
