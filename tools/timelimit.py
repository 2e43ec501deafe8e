"""A time limit for work that cannot be trusted to end: reading strangers' mails.

    with Watch(20.0) as watch:
        for mail in mails:
            try:
                with watch.one():
                    read(mail)
            except TimeLimit:
                ...

Signals reach the main thread only, and Odoo's workers are other threads, so a helper
thread raises the exception inside the watched one. It arrives between two steps of
Python code: a single long call into C ends first.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class TimeLimit(BaseException):
    """The work took too long. Not an Exception: nothing on the way may swallow it."""


class Watch:
    """Watches one thread's pieces of work; starting one costs next to nothing.

    :param seconds: how long one piece may take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._target = threading.get_ident()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._ends = 0.0
        self._fired = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Watch one piece of work.

        :raises TimeLimit: it took too long.
        """
        with self._lock:
            self._ends = time.monotonic() + self.seconds
        try:
            yield
        finally:
            with self._lock:
                self._ends, fired, self._fired = 0.0, self._fired, False
            if fired:
                # It may still be on its way: wait for it here, where it is expected.
                for _step in range(1000):
                    time.sleep(0)

    def _run(self) -> None:
        while not self._over.wait(min(0.25, self.seconds / 4)):
            with self._lock:
                if self._ends and time.monotonic() > self._ends:
                    self._ends, self._fired = 0.0, True
                    _raise_in(self._target)


def _raise_in(thread_id: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread_id), ctypes.py_object(TimeLimit)
    )
