"""smtplib's conversation, on our sockets and with an end to every wait."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from typing import NoReturn

from ..buffer import PatientReader, buffered
from ..net import await_greeting, connect, tls_context
from .settings import SmtpSettings

MAX_LINE = 8192
# More lines than any reply has; a server that goes on and on is broken.
MAX_LINES = 500


class Dialog(smtplib.SMTP):
    """One conversation.

    Raises ``smtplib.SMTPServerDisconnected`` for every broken connection, with the
    cause in ``__cause__`` where there is one.

    :param settings: where to connect; :meth:`begin` does it.
    """

    def __init__(self, settings: SmtpSettings) -> None:
        self.settings = settings
        self._raw: PatientReader | None = None
        # Asking the DNS for our own name, as smtplib would, may take minutes.
        name = settings.local_hostname or _own_name()
        super().__init__(local_hostname=name, timeout=settings.timeout)

    def begin(self) -> tuple[int, bytes]:
        """Connect and read the greeting.

        :return: reply code and words.
        """
        self._host = self.settings.host
        return self.connect(self.settings.host, self.settings.port)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        settings = self.settings
        sock = connect(
            host, port, connect_host=settings.connect_host, timeout=settings.timeout
        )
        try:
            if settings.security == "ssl":
                return self.tls().wrap_socket(sock, server_hostname=host)
            await_greeting(sock, host, port, connect_host=settings.connect_host)
            return sock
        except BaseException:
            sock.close()
            raise

    def tls(self) -> ssl.SSLContext:
        """Make the TLS settings."""
        settings = self.settings
        return tls_context(verify=settings.verify_tls, ca_file=settings.ca_file)

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply (RFC 5321 4.2), all its lines.

        :return: reply code, -1 when it is none; the words, one line each.
        """
        if self._raw is None or self.file is None:
            self._raw = PatientReader(self._socket())
            self.file = buffered(self._raw)
        # The socket's timeout begins anew with every byte that drips in.
        self._raw.deadline = time.monotonic() + (self._socket().gettimeout() or 60.0)
        words: list[bytes] = []
        while len(words) < MAX_LINES:
            line = self._reply_line()
            words.append(line[4:].strip(b" \t\r\n"))
            if not line[:3].isdigit():
                return -1, line.strip()
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(words)
        self._lost("The server's reply does not come to an end.")

    def _reply_line(self) -> bytes:
        try:
            line: bytes = self.file.readline(MAX_LINE)  # type: ignore[union-attr]
        except OSError as error:
            self._lost(str(error) or "The server did not answer in time.", error)
        if not line.endswith(b"\n"):
            self._lost("The server closed the connection.")
        return line

    def _socket(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("This connection is closed.")
        return self.sock

    def _lost(self, words: str, cause: Exception | None = None) -> NoReturn:
        self.close()
        raise smtplib.SMTPServerDisconnected(words) from cause

    @property
    def in_tls(self) -> bool:
        """Whether the conversation is encrypted."""
        return isinstance(self.sock, ssl.SSLSocket)

    def hand_over(self, data: bytes) -> None:
        """Give bytes to the system as they are.

        :raises OSError: when they could not all be given; then the last one was not,
            at least outside TLS: a ``send`` that fails has taken nothing.
        """
        sock = self._socket()
        view = memoryview(data)
        # The time limit holds for each piece: large mails on slow lines take longer.
        while view:
            view = view[sock.send(view[:MAX_PIECE]) :]

    def patience(self, seconds: float) -> None:
        """Set the limit for every wait from here on, in seconds."""
        self._socket().settimeout(seconds)

    def close(self) -> None:
        """Let the socket go."""
        self._raw = None
        super().close()


MAX_PIECE = 256 * 1024


def _own_name() -> str:
    name = socket.gethostname()
    # A bare name is refused by some servers; a literal address never (RFC 5321 4.1.3).
    return name if "." in name and name.isascii() else "[127.0.0.1]"
