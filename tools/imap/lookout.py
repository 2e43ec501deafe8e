"""Waiting for news of one folder over a kept connection."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .session import ImapSession

# A connection that died in silence is noticed after so long; RFC 2177 asks for a new
# IDLE within 29 minutes, and routers forget a silent connection much sooner.
IDLE_SECONDS = 120.0
# A server without IDLE is asked this often.
ASK_SECONDS = 20.0


class Lookout:
    """Tells of news in a folder until it is stopped or the connection breaks.

    :param path: the folder.
    :param seen_uid: the highest UID known; what lies above it is news at once.
    :param tell: called without parameters when something changed.
    """

    def __init__(self, path: str, seen_uid: int, tell: Callable[[], None]) -> None:
        self._path = path
        self._next_uid = seen_uid + 1
        self._tell = tell
        self._stop = threading.Event()

    def stop(self) -> None:
        """Have :meth:`watch` return after its next wait."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether nobody wants to be told any more."""
        return self._stop.is_set()

    def pause(self, seconds: float) -> None:
        """Wait before the next try, unless it is stopped."""
        self._stop.wait(seconds)

    def watch(self, session: ImapSession) -> None:
        """Watch over an open session.

        :raises LineError: the connection broke, or the folder cannot be opened.
        """
        found = session.select(self._path)
        if found.uidnext is None or found.uidnext > self._next_uid:
            self._tell()
        self._next_uid = max(found.uidnext or 0, self._next_uid)
        pushes = "IDLE" in session.capabilities
        while not self._stop.is_set():
            if session.idle(IDLE_SECONDS):
                self._tell()
            elif not pushes:
                self._stop.wait(ASK_SECONDS)
