"""From nothing to a conversation that may send."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import (
    LineError,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
    TlsFailed,
    retry_after,
)
from ..net import ONLY_TLS, speaks_tls, tls_failure
from .dialog import Dialog
from .login import log_in
from .settings import SmtpSettings


def open_dialog(settings: SmtpSettings) -> Dialog:
    """Connect, say EHLO, secure, log in.

    :raises LineError: a subclass that says what to do.
    """
    dialog = Dialog(settings)
    try:
        with translating():
            _greet(dialog)
            if settings.security == "starttls":
                _secure(dialog)
            if settings.login or settings.oauth_token:
                log_in(dialog)
        return dialog
    except BaseException:
        dialog.close()
        raise


def _greet(dialog: Dialog) -> None:
    try:
        with translating():
            _expect(dialog.begin(), 220)
    except (ServerUnreachable, ProtocolFailed) as error:
        if dialog.settings.security != "ssl" and _is_tls_port(dialog.settings):
            raise TlsFailed(ONLY_TLS) from error
        raise
    _hello(dialog)


def _is_tls_port(settings: SmtpSettings) -> bool:
    """A TLS port waits for us in silence, as we wait for its greeting."""
    return speaks_tls(
        settings.host,
        settings.port,
        connect_host=settings.connect_host,
        timeout=min(settings.timeout, 5.0),
    )


def _hello(dialog: Dialog) -> None:
    code, reply = dialog.ehlo()
    if code in (500, 502):  # a server from before 1995 (RFC 5321 3.2)
        code, reply = dialog.helo()
    _expect((code, reply), 250)


def _secure(dialog: Dialog) -> None:
    if not dialog.has_extn("starttls"):
        raise TlsFailed("The server offers no STARTTLS on this port")
    try:
        dialog.starttls(context=dialog.tls())
    except smtplib.SMTPResponseException as error:
        raise TlsFailed(f"{error.smtp_code} {_words(error.smtp_error)}") from error
    # What was offered before TLS may have been written by anybody (RFC 3207 4.2);
    # smtplib has forgotten it.
    _hello(dialog)


def _expect(answer: tuple[int, bytes], code: int) -> None:
    got, reply = answer
    if got == code:
        return
    words = f"{got} {_words(reply)}" if got > 0 else repr(reply)
    if 400 <= got < 500:
        raise Throttled(words, retry_after(words))
    raise ProtocolFailed(words)


def _words(reply: bytes | str) -> str:
    return reply if isinstance(reply, str) else reply.decode("utf-8", "replace")


def unreached(error: Exception) -> LineError:
    """Map a broken connection."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLError):
        return tls_failure(cause)
    if isinstance(error, OSError) and error.strerror:
        return ServerUnreachable(error.strerror)
    return ServerUnreachable(str(error) or "The server did not answer in time")


@contextmanager
def translating() -> Iterator[None]:
    """Let only LineErrors out."""
    try:
        yield
    except LineError:
        raise
    # A certificate's error is a ValueError too, hence first.
    except ssl.SSLError as error:
        raise tls_failure(error) from error
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as error:
        raise unreached(error) from error
    # smtplib's own errors are OSErrors too, and these are about what was said.
    except (smtplib.SMTPException, ValueError) as error:
        raise ProtocolFailed(str(error)) from error
    except OSError as error:
        raise unreached(error) from error
