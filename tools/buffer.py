"""Reading from a socket with an end to every wait."""

from __future__ import annotations

import io
import select
import socket
import ssl
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Mails come in hundreds of kilobytes: the usual 8 kB would mean a system call each.
BUFFER = 1024 * 1024


class PatientReader(io.RawIOBase):
    """The bytes of a socket.

    :ivar deadline: ``time.monotonic()`` after which nothing is read any more: the
        socket's own timeout begins anew with every byte that drips in.
    :ivar patience: when set, how many seconds to wait before saying "nothing yet".
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        self.deadline = float("inf")
        self.patience: float | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        if self.patience is not None and not self._ready(self.patience):
            return None
        if time.monotonic() > self.deadline:
            raise TimeoutError("The server's answer does not come to an end.")
        return self._sock.recv_into(buffer)

    def _ready(self, seconds: float) -> bool:
        if isinstance(self._sock, ssl.SSLSocket) and self._sock.pending():
            return True
        poller = select.poll()
        poller.register(self._sock, select.POLLIN)
        return bool(poller.poll(seconds * 1000))


def buffered(raw: PatientReader) -> io.BufferedReader:
    """Read ahead of ``raw`` in large pieces."""
    return io.BufferedReader(raw, BUFFER)
