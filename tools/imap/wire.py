"""One IMAP conversation on one socket: commands out, answers in (RFC 3501 7).

imaplib keeps whole answers in lists and looks at each byte several times; a mailbox
of 100,000 mails passes through here, so this reads answers one by one from a large
buffer, and puts an end to every wait and to every literal.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from ..buffer import PatientReader, buffered

# The longest line is a SEARCH answer: 32 MB hold four million UIDs.
MAX_LINE = 32 * 1024 * 1024
# A literal that nobody asked a size for: folder names, header lines.
MAX_LITERAL = 8 * 1024 * 1024
# Seconds one command may take although bytes keep dripping.
COMMAND_LIMIT = 600.0
CHUNK = 256 * 1024

_LITERAL = re.compile(rb"\{(\d+)\+?\}$")
# Dovecot tells how long it took; nobody needs to read that.
_TOOK = re.compile(r" \(\d+\.\d+ \+ [\d. +]+secs\)\.?$")
_TOLD = re.compile(rb"(?:(\d+) )?(EXISTS|EXPUNGE|VANISHED|BYE)\b ?(.*)", re.I | re.S)

# Text, literal, text, …: a literal over the limit is drained and stands as None.
Parts = list["bytes | None"]


class WireBroken(Exception):
    """What came is not IMAP."""


class WireClosed(ConnectionError):
    """The server closed the connection."""


class SaidBye(Exception):
    """The server said BYE with these words (RFC 3501 7.1.5)."""


class CommandRefused(Exception):
    """The server answered a command with NO or BAD; the connection is in order."""

    def __init__(self, status: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@dataclass(slots=True)
class Reply:
    """Everything said up to the tagged OK."""

    lines: list[Parts]
    text: bytes


class Wire:
    """Speaks commands and reads answers.

    :param sock: a connected socket with its timeout set.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._count = 0
        self.command_limit = COMMAND_LIMIT
        # What the server told unasked; the session reads and clears these.
        self.exists: int | None = None
        self.gone = False
        # Called before each command: the caller lets go of what must not wait.
        self.before_command: Callable[[], None] | None = None
        self._use(sock)

    def _use(self, sock: socket.socket) -> None:
        self.sock = sock
        self._raw = PatientReader(sock)
        self._file = buffered(self._raw)

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Go on in TLS. What was read ahead in plain text is thrown away, because
        anybody on the way could have put it there (RFC 8314, STARTTLS injection)."""
        self._use(context.wrap_socket(self.sock, server_hostname=host))

    def greeting(self) -> bytes:
        """Read the server's first line, e.g. ``OK [CAPABILITY …] ready``."""
        self._raw.deadline = time.monotonic() + self.command_limit
        line = self._line()
        if not line.startswith(b"* "):
            raise WireBroken(line[:200].decode("ascii", "backslashreplace"))
        self._note(line[2:])
        return line[2:]

    def run(
        self,
        command: bytes,
        *,
        answer: Callable[[bytes], bytes] | None = None,
        limit: int = MAX_LITERAL,
    ) -> Reply:
        """Send one command and collect the whole answer.

        :param command: without tag and line end.
        :param answer: gives what to send for a server's ``+`` (literals, SASL).
        :param limit: bytes; longer literals are dropped.
        :raises CommandRefused: NO or BAD.
        """
        lines: list[Parts] = []
        talk = self.stream(command, answer=answer, limit=limit)
        while True:
            try:
                lines.append(next(talk))
            except StopIteration as end:
                return Reply(lines, end.value)

    def stream(
        self,
        command: bytes,
        *,
        answer: Callable[[bytes], bytes] | None = None,
        limit: int = MAX_LITERAL,
    ) -> Generator[Parts, None, bytes]:
        """Like :meth:`run`, handing out each untagged answer as it comes in.

        The generator must be read to its end before the next command.
        """
        if self.before_command:
            self.before_command()
        self._count += 1
        tag = b"S%d " % self._count
        self._raw.deadline = time.monotonic() + self.command_limit
        self.sock.sendall(tag + command + b"\r\n")
        while True:
            parts = self._response(limit)
            head = parts[0] or b""
            if head.startswith(b"* "):
                parts[0] = head = head[2:]
                # Mails come with a literal; only short lines can be news.
                if len(parts) == 1:
                    self._note(head)
                yield parts
            elif head.startswith(b"+"):
                if answer is None:
                    raise WireBroken("The server waits for data nobody announced.")
                self.sock.sendall(answer(head[1:].strip()))
            elif head.startswith(tag):
                return self._finish(head[len(tag) :])
            else:
                raise WireBroken(head[:200].decode("ascii", "backslashreplace"))

    def _finish(self, line: bytes) -> bytes:
        status, _, text = line.partition(b" ")
        if status.upper() != b"OK":
            words = _TOOK.sub("", text.decode("utf-8", "replace"))
            raise CommandRefused(status.upper().decode("ascii", "replace"), words)
        return text

    def _response(self, limit: int) -> Parts:
        parts: Parts = []
        while True:
            line = self._line()
            parts.append(line)
            found = _LITERAL.search(line) if line.endswith(b"}") else None
            if not found:
                return parts
            parts.append(self._literal(int(found[1]), limit))

    def _line(self) -> bytes:
        line = self._file.readline(MAX_LINE)
        if line.endswith(b"\r\n"):
            return line[:-2]
        if line.endswith(b"\n"):  # some servers forget the carriage return
            return line[:-1]
        if len(line) >= MAX_LINE:
            raise WireBroken("The server sent a line without an end.")
        # A TLS alert is what a TLS port sends to somebody who speaks plain text.
        if line.startswith((b"\x15\x03", b"\x16\x03")):
            raise ssl.SSLError("The port speaks TLS only.")
        raise WireClosed("The server closed the connection.")

    def _literal(self, size: int, limit: int) -> bytes | None:
        if size <= limit:
            data = self._file.read(size)
            if len(data) < size:
                raise WireClosed("The server closed the connection within a mail.")
            return data
        while size:
            got = len(self._file.read(min(size, CHUNK)))
            if not got:
                raise WireClosed("The server closed the connection within a mail.")
            size -= got
        return None

    def _note(self, line: bytes) -> None:
        told = _TOLD.match(line) if len(line) < 1024 else None
        if not told:
            return
        number, word, rest = told[1], told[2].upper(), told[3]
        if word == b"BYE":
            raise SaidBye(rest.decode("utf-8", "replace"))
        if word == b"EXISTS" and number:
            self.exists = int(number)
        elif word == b"EXPUNGE" or not rest.upper().startswith(b"(EARLIER)"):
            self.gone = True

    def wait(self, seconds: float) -> bool:
        """Wait until the server says something, without taking it off the wire.

        :param seconds: how long at most.
        """
        self._raw.patience = seconds
        try:
            return bool(self._file.peek(1))
        finally:
            self._raw.patience = None

    def listen(self) -> bytes:
        """Read one line said unasked, and note its news."""
        self._raw.deadline = time.monotonic() + self.command_limit
        parts = self._response(MAX_LITERAL)
        line = (parts[0] or b"").removeprefix(b"* ")
        self._note(line)
        return line

    def close(self) -> None:
        """Let the socket go; never raises."""
        try:
            self._file.close()
            self.sock.close()
        except OSError:
            pass
