"""Sockets and TLS, the same for every protocol."""

from __future__ import annotations

import re
import socket
import ssl

from .errors import TlsFailed

NOT_TLS = (
    "This port does not speak TLS from the start: choose STARTTLS or no encryption, "
    "or the port for TLS (993 for IMAP, 465 for SMTP)"
)
# A server that greets has done so by then (many hold strangers up for 5 or 6 seconds).
SILENT_SECONDS = 8.0
ONLY_TLS = "This port speaks TLS from the start: choose SSL/TLS for it"


def tls_context(*, verify: bool = True, ca_file: str | None = None) -> ssl.SSLContext:
    """Make the TLS settings for one connection.

    :param verify: check the certificate and its name.
    :param ca_file: a PEM file to trust instead of the system's authorities.
    :raises OSError: when ``ca_file`` cannot be read.
    """
    context = ssl.create_default_context(cafile=ca_file)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def connect(
    host: str, port: int, *, connect_host: str | None, timeout: float
) -> socket.socket:
    """Open a TCP connection.

    :param host: the server's name.
    :param port: TCP port.
    :param connect_host: the address to use instead of asking the DNS for ``host``
        once more: whoever checked the address wants that very address.
    :param timeout: seconds, for connecting and for every later read and write.
    :raises OSError: as the system reports it.
    """
    sock = socket.create_connection((connect_host or host, port), timeout)
    # Small commands follow each other: waiting for more to send would cost 40 ms each.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return sock


def await_greeting(
    sock: socket.socket, host: str, port: int, *, connect_host: str | None
) -> None:
    """Wait for the first byte; after a while, ask the port whether it waits for TLS.

    A port for TLS is silent, as we are, and a person who has chosen the wrong port
    need not wait as long as a slow server may take. Such a server is waited for.

    :param sock: just connected, nothing was read from it.
    :param connect_host: as for :func:`connect`.
    :raises TlsFailed: it does.
    """
    timeout = sock.gettimeout() or SILENT_SECONDS
    patience = min(SILENT_SECONDS, timeout)
    sock.settimeout(patience)
    try:
        sock.recv(1, socket.MSG_PEEK)
    except TimeoutError:
        if speaks_tls(host, port, connect_host=connect_host, timeout=patience):
            raise TlsFailed(ONLY_TLS) from None
    except OSError:
        pass  # whoever reads the greeting meets it again, and says it better
    finally:
        sock.settimeout(timeout)


def speaks_tls(
    host: str, port: int, *, connect_host: str | None, timeout: float = 5.0
) -> bool:
    """Tell whether a port that kept silent answers to a TLS greeting.

    Only asked after a silence or a failure, to tell a person which setting to change.

    :param timeout: seconds for connecting and for each answer.
    """
    try:
        with connect(host, port, connect_host=connect_host, timeout=timeout) as sock:
            tls_context(verify=False).wrap_socket(sock, server_hostname=host).close()
    except (OSError, ValueError):
        return False
    return True


def tls_failure(error: ssl.SSLError) -> TlsFailed:
    """Say what went wrong with TLS, and where possible what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return TlsFailed(f"The certificate is not trusted: {error.verify_message}")
    reason = str(getattr(error, "reason", None) or error)
    if re.search("WRONG_VERSION|RECORD_LAYER|PACKET_LENGTH|UNKNOWN_PROTOCOL", reason):
        return TlsFailed(NOT_TLS)
    if isinstance(error, ssl.SSLEOFError):
        return TlsFailed("The server broke off in the middle of TLS")
    if "TLS only" in reason:
        return TlsFailed(ONLY_TLS)
    return TlsFailed(reason)
