"""A lean SMTP server in a process of its own: it takes everything and keeps nothing.

It counts what it took, so that a benchmark knows nothing was lost or doubled.
"""

import contextlib
import multiprocessing
import socket
import threading
import time

_REPLIES = {
    b"EHLO": b"250-sink\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


def _talk(sock, count, delay):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    data = sock.makefile("rb", buffering=65536)

    def say(reply):
        if delay.value:
            time.sleep(delay.value)
        sock.sendall(reply)

    say(b"220 sink ESMTP\r\n")
    while line := data.readline():
        word = line[:4].upper()
        say(_REPLIES.get(word, b"250 ok\r\n"))
        if word == b"DATA":
            while (part := data.readline()) not in (b".\r\n", b""):
                pass
            if not part:
                return
            with count.get_lock():
                count.value += 1
            say(b"250 taken\r\n")
        elif word == b"QUIT":
            return


def _serve(listener, count, delay):
    while True:
        sock, _address = listener.accept()
        threading.Thread(
            target=_quietly, args=(sock, count, delay), daemon=True
        ).start()


def _quietly(sock, count, delay):
    with contextlib.suppress(OSError), sock:
        _talk(sock, count, delay)


class Sink:
    """The server; use it as a context manager.

    :ivar count: a shared value: mails taken.
    :ivar delay: a shared value: seconds before every reply.
    """

    host = "127.0.0.1"

    def __enter__(self):
        self.count = multiprocessing.Value("i", 0)
        self.delay = multiprocessing.Value("d", 0.0)
        listener = socket.create_server((self.host, 0), backlog=64)
        self.port = listener.getsockname()[1]
        self._process = multiprocessing.get_context("fork").Process(
            target=_serve, args=(listener, self.count, self.delay), daemon=True
        )
        self._process.start()
        listener.close()
        return self

    def __exit__(self, *_exception):
        self._process.kill()
        self._process.join()
