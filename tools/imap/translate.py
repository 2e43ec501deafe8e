"""The one place where a server's behaviour becomes one of our errors."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import (
    ConsentGone,
    CredentialsRefused,
    FolderRefused,
    LineError,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
    TlsFailed,
    retry_after,
)
from ..net import tls_failure
from .wire import CommandRefused, SaidBye, WireBroken

# RFC 5530 codes and what Gmail, Yahoo, Exchange, Dovecot and Courier say instead.
_LATER = re.compile(
    r"\[(?:UNAVAILABLE|OVERQUOTA|LIMIT|INUSE|SERVERBUG|THROTTLED)\b|try again|"
    r"temporar|too many|rate.?limit|throttl|exceeded|bandwidth|server busy|"
    r"simultaneous|maximum number|not connected|overloaded|backend unavailable",
    re.I,
)
_REFUSED = re.compile(
    r"\[(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|ALERT|WEBALERT)\b|"
    r"invalid (?:credential|login|user|password)|(?:log[io]n|authenticat\w+|auth) "
    r"(?:has )?(?:failed|failure|error|rejected|denied)|password|incorrect|bad user",
    re.I,
)
_NO_PLAIN = re.compile(
    r"\[PRIVACYREQUIRED\b|(?:TLS|SSL|encrypt)\w* (?:is )?requir", re.I
)


def refused(
    error: CommandRefused, stage: str, *, oauth: bool, otherwise: type[LineError]
) -> LineError:
    """Map a NO or BAD.

    :param stage: ``login`` or anything else.
    :param oauth: the login was made with a token.
    :param otherwise: what it means when the words say nothing more.
    """
    text = error.text
    if _NO_PLAIN.search(text):
        return TlsFailed(text)
    if _LATER.search(text):
        return Throttled(text, retry_after(text))
    if stage == "login" and (error.status == "NO" or _REFUSED.search(text)):
        return ConsentGone(text) if oauth else CredentialsRefused(text)
    return otherwise(text)


def translate(
    error: Exception,
    stage: str = "",
    *,
    oauth: bool = False,
    otherwise: type[LineError] = ProtocolFailed,
) -> LineError:
    """Turn what a socket, TLS or the conversation raised into a LineError.

    :param error: the exception caught.
    :param stage: ``login`` while credentials are being given.
    :param oauth: the login is made with a token.
    :param otherwise: the class for a NO or BAD whose words say nothing more.
    """
    if isinstance(error, CommandRefused):
        return refused(error, stage, oauth=oauth, otherwise=otherwise)
    if isinstance(error, SaidBye):
        words = str(error)
        later = Throttled(words, retry_after(words))
        return later if _LATER.search(words) else ProtocolFailed(words)
    if isinstance(error, ssl.SSLError):
        return tls_failure(error)
    if isinstance(error, TimeoutError):
        return ServerUnreachable(str(error) or "The server did not answer in time")
    if isinstance(error, OSError):
        return ServerUnreachable(error.strerror or str(error) or type(error).__name__)
    return ProtocolFailed(str(error) or type(error).__name__)


# RecursionError and the like: what a parser does with a hostile answer.
_KNOWN = (
    CommandRefused,
    SaidBye,
    WireBroken,
    OSError,
    ValueError,
    RecursionError,
    MemoryError,
)


@contextmanager
def translating(
    stage: str = "",
    *,
    oauth: bool = False,
    folder: bool = False,
    broken: Callable[[], None] | None = None,
) -> Iterator[None]:
    """Let only LineErrors out.

    :param folder: a refusal concerns one folder only.
    :param broken: called when the connection can no longer be used.
    """
    try:
        yield
    except LineError:
        raise
    except _KNOWN as error:
        if broken and not isinstance(error, CommandRefused):
            broken()
        otherwise = FolderRefused if folder else ProtocolFailed
        raise translate(error, stage, oauth=oauth, otherwise=otherwise) from error
