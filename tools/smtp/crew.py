"""Threads that speak SMTP and nothing else: no database, no cursor.

::

    crew = Crew(settings, results)      nobody connects yet
    crew.hire()                         one more connection at a time
    crew.give(Job(…))                   whoever is free sends it
    results.get()                       a Done for every Job, in any order
    crew.dismiss()                      all say goodbye
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from ..errors import LineError
from .result import SendInDoubt, SendRefused, SendResult, SendUnreached
from .session import SmtpSession
from .settings import SmtpSettings

# A connection with nothing to do is closed after so many seconds.
IDLE_SECONDS = 10.0
_GOING_AWAY = 421


@dataclass(frozen=True, slots=True)
class Job:
    """One mail to send.

    :param ticket: the caller's own number for it.
    """

    ticket: int
    mail_from: str
    recipients: tuple[str, ...]
    raw: bytes
    smtputf8: bool = False


Outcome = SendResult | SendRefused | SendInDoubt | LineError


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: a SendResult, or what kept it from being one."""

    ticket: int
    crew: Crew
    outcome: Outcome


class Crew:
    """The connections to one account, each in a thread of its own.

    :param settings: of the account.
    :param results: where every :class:`Done` goes, other crews' too.
    :ivar size: threads at work.
    :ivar pending: jobs given and not yet collected; the caller counts them down.
    """

    def __init__(
        self,
        settings: SmtpSettings,
        results: SimpleQueue[Done],
        *,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self.settings = settings
        self.size = 0
        self.pending = 0
        self._results = results
        self._idle = idle
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def hire(self) -> None:
        """Start one more thread; it connects when it gets its first job."""
        thread = threading.Thread(target=self._work, name="smtp-crew", daemon=True)
        self._threads.append(thread)
        self.size += 1
        thread.start()

    def give(self, job: Job) -> None:
        """Have a mail sent by whoever is free."""
        self.pending += 1
        self._jobs.put(job)

    def dismiss(self, timeout: float = 5.0) -> None:
        """Have everybody finish what was given, say goodbye and go."""
        for _thread in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout)
        self._threads.clear()
        self.size = 0

    def _work(self) -> None:
        session: SmtpSession | None = None
        while True:
            try:
                job = self._jobs.get(timeout=self._idle if session else None)
            except Empty:
                _closed(session)
                session = None
                continue
            if job is None:
                break
            outcome, session = self._send(job, session)
            self._results.put(Done(job.ticket, self, outcome))
        _closed(session)

    def _send(
        self, job: Job, session: SmtpSession | None
    ) -> tuple[Outcome, SmtpSession | None]:
        """Send by the kept connection, or by a new one when that is gone.

        Only what has provably not left is tried by the new one.
        """
        if session is not None and session.usable:
            outcome = _try(session, job)
            if not _connection_was_gone(outcome):
                return outcome, session
        _closed(session)
        try:
            session = SmtpSession.open(self.settings)
        except LineError as error:
            return error, None
        except Exception as error:  # nothing was sent: a bug must not stop the line
            return LineError(f"{type(error).__name__}: {error}"), None
        return _try(session, job), session


def _try(session: SmtpSession, job: Job) -> Outcome:
    try:
        return session.send(
            job.mail_from, job.recipients, job.raw, smtputf8=job.smtputf8
        )
    except (SendRefused, SendInDoubt, LineError) as error:
        return error
    except Exception as error:  # whatever it was, nobody can prove it did not leave
        return SendInDoubt(f"{type(error).__name__}: {error}")


def _connection_was_gone(outcome: Outcome) -> bool:
    """A kept connection that the server has closed meanwhile says nothing of the
    mail."""
    if isinstance(outcome, SendUnreached):
        return True
    return isinstance(outcome, SendRefused) and outcome.code == _GOING_AWAY


def _closed(session: SmtpSession | None) -> None:
    if session is not None:
        session.close()
