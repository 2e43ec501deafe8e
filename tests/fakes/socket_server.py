"""What the scripted servers have in common: real sockets, one thread each."""

import contextlib
import socket
import ssl
import struct
import threading
import time


class Dropped(Exception):
    """The script, or the other side, ended this connection."""


class Connection:
    """One client, seen from the server.

    :param drop_after: how many bytes the client gets before the line is cut.
    """

    def __init__(self, server, sock, drop_after=None):
        self.server = server
        self.sock = sock
        self.file = sock.makefile("rb")
        self.budget = drop_after
        self.sent = 0

    def start_tls(self, context):
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile("rb")

    def readline(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise Dropped
        return line.rstrip(b"\r\n")

    def read(self, size):
        data = self.file.read(size)
        if len(data) < size:
            raise Dropped
        return data

    def send(self, data):
        cut = self.budget is not None and self.sent + len(data) > self.budget
        if cut:
            data = data[: max(self.budget - self.sent, 0)]
        self.sock.sendall(data)
        self.sent += len(data)
        with self.server.lock:
            self.server.bytes_sent += len(data)
        if cut:
            self.drop()

    def wait(self, seconds):
        """Keep silent, but not beyond the end of the test."""
        if self.server.stopping.wait(seconds):
            raise Dropped

    def drop(self, *, reset=False):
        """Cut the line, politely or with a reset."""
        with contextlib.suppress(OSError):
            if reset:
                linger = struct.pack("ii", 1, 0)
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            else:
                self.sock.shutdown(socket.SHUT_RDWR)
        raise Dropped

    def close(self):
        with contextlib.suppress(OSError):
            self.file.close()
            self.sock.close()


class FakeServer:
    """Listens on a free port of 127.0.0.1 from ``with`` to its end.

    :param tls: a server-side ``ssl.SSLContext``; with it every connection begins
        in TLS.
    :param drop_after: see :class:`Connection`; may be changed while running.

    ``connections`` counts those ever made, ``peak`` the most at one time,
    ``bytes_sent`` all that clients got, and ``commands`` is what they asked.
    """

    host = "127.0.0.1"

    def __init__(self, *, tls=None, drop_after=None):
        self.tls = tls
        self.drop_after = drop_after
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.connections = self.open = self.peak = self.bytes_sent = 0
        self.commands = []
        # Called with each command; the client waits meanwhile.
        self.watcher = None
        self._living = set()

    def __enter__(self):
        self._listener = socket.create_server((self.host, 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self.stopping.set()
        self.stop_listening()
        self.cut_all()

    def stop_listening(self):
        """Refuse new connections; those there are go on."""
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def cut_all(self):
        """Cut every connection there is, as a server that restarts does."""
        for sock in list(self._living):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def note(self, command):
        """Keep what a client asked, and tell whoever watches, before it is obeyed."""
        with self.lock:
            self.commands.append(command)
        if self.watcher:
            self.watcher(command)

    def asked(self, word):
        """The commands that begin with ``word``."""
        return [c for c in self.commands if c.upper().startswith(word.upper())]

    def wait_until(self, condition, seconds=5.0):
        """Wait for something another thread brings about."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("It did not come about in time.")
            time.sleep(0.005)

    def _accept(self):
        while not self.stopping.is_set():
            try:
                sock, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        with self.lock:
            self.connections += 1
            self.open += 1
            self.peak = max(self.peak, self.open)
            self._living.add(sock)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(self, sock, self.drop_after)
        try:
            if self.tls:
                connection.start_tls(self.tls)
            self.handle(connection)
        except (Dropped, OSError, ssl.SSLError, ValueError):
            pass
        finally:
            connection.close()
            with self.lock:
                self.open -= 1
                self._living.discard(sock)

    def handle(self, connection):
        """Speak to one client."""
        raise NotImplementedError
