"""What can go wrong on a line, by what the caller should do about it.

::

    LineError                 base: keep the line, say what happened
    ├── CredentialsRefused    permanent: fails the line at once
    ├── ConsentGone           permanent: fails the line at once (OAuth)
    ├── SenderRefused         permanent: the account may not send as this address
    ├── ServerUnreachable     back off and try again
    ├── TlsFailed             back off and try again; a setting may be wrong
    ├── Throttled             back off; ``retry_after`` beats our own back-off
    ├── ProtocolFailed        back off and try again
    └── FolderRefused         leave this folder out of this pass, go on with the next
"""

from __future__ import annotations

import re

_AFTER = re.compile(r"(?:try again in|retry.after|wait)\D{0,12}(\d+)\s*(s|m|h)?", re.I)
_UNIT = {"m": 60.0, "h": 3600.0}


class LineError(Exception):
    """Something a line's server did. ``message`` holds its words, plain.

    :param message: the server's words, or ours where it said nothing.
    """

    permanent = False
    sentence = "The mail server could not be used: {words}"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class CredentialsRefused(LineError):
    """The server knows us and says no. Trying again may lock the account."""

    permanent = True
    sentence = "The server refused the login name or the password: {words}"


class ConsentGone(LineError):
    """The OAuth consent was withdrawn or has run out: a person must give it again."""

    permanent = True
    sentence = "The permission given at sign-in is no longer valid: {words}"


class SenderRefused(LineError):
    """The account works but may not send as this address."""

    permanent = True
    sentence = "The server does not let this account send as this address: {words}"


class ServerUnreachable(LineError):
    """No name, no route, no answer, or the connection broke: back off."""

    sentence = "The server cannot be reached: {words}"


class TlsFailed(LineError):
    """A bad certificate, or TLS spoken to a plain port or the other way round."""

    sentence = "No secure connection could be made: {words}"


class Throttled(LineError):
    """The server asks us to come back later.

    :param retry_after: seconds the server asked for, None when it named none.
    """

    sentence = "The server asks us to slow down and come back later: {words}"

    def __init__(self, message: str = "", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ProtocolFailed(LineError):
    """The server broke off, or said something that is not its protocol."""

    sentence = "The server gave an answer that makes no sense: {words}"


class FolderRefused(LineError):
    """The server would not open this one folder; the others are not touched by it."""

    sentence = "The server would not open this folder: {words}"


def describe(error: BaseException) -> str:
    """Say in one whole plain English sentence what happened.

    :param error: any exception; those outside the tree are named by their class.
    :return: a sentence for a person, ending in a full stop.
    """
    message = str(getattr(error, "message", "") or error).strip()
    template = getattr(error, "sentence", "Something unexpected happened: {words}")
    words = message or type(error).__name__
    if words[-1] not in ".!?":
        words += "."
    return str(template).format(words=words)


def retry_after(text: str) -> float | None:
    """Find the delay a server names in its words.

    :return: seconds, or None.
    """
    found = _AFTER.search(text)
    if not found:
        return None
    return float(found[1]) * _UNIT.get((found[2] or "s").lower(), 1.0)
