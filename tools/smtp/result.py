"""How a mail fared: it left, it did not, or nobody can know.

::

    SendResult       accepted by the server for these recipients; never send it again
    SendRefused      nothing left; ``permanent`` says whether to try again
    SendUnreached    nothing left; the connection broke: try again
    SendInDoubt      it may have left: never send it again without a person's word

SendRefused and SendInDoubt are no LineErrors on purpose: whoever retries after a
LineError must not retry these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import LineError

_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A 4xx or 5xx answer.

    :param code: the reply code (RFC 5321 4.2.3).
    :param enhanced: the status code of RFC 3463, e.g. ``5.1.1``; empty without one.
    :param text: the server's words.
    :param permanent: trying again will not help.
    """

    code: int
    enhanced: str
    text: str
    permanent: bool


def refusal(code: int, reply: bytes) -> Refusal:
    """Read an answer.

    :param code: the reply code.
    :param reply: the words of all lines, each of which may repeat the status code.
    """
    enhanced, words = "", []
    for line in reply.decode("utf-8", "replace").splitlines():
        found = _ENHANCED.match(line.strip())
        enhanced = enhanced or (found[1] if found else "")
        words.append(_ENHANCED.sub("", line.strip()))
    return Refusal(code, enhanced, " ".join(w for w in words if w), code >= 500)


@dataclass(frozen=True, slots=True)
class SendResult:
    """The server took the mail.

    :param accepted: for these recipients.
    :param refused: but not for those.
    :param reply: its last words, often with a queue id.
    """

    accepted: tuple[str, ...]
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    reply: str = ""


class SendRefused(Exception):
    """The server took nothing.

    :param code: reply code; 0 when we did not even ask.
    :param text: the server's words.
    :param permanent: trying again will not help.
    :param refused: what it said to single recipients.
    :param enhanced: status code, or empty.
    """

    sentence = "The server refused the message: {words}"

    def __init__(
        self,
        code: int,
        text: str,
        permanent: bool,
        refused: Mapping[str, Refusal] | None = None,
        *,
        enhanced: str = "",
    ) -> None:
        super().__init__(text)
        self.code = code
        self.text = self.message = text
        self.permanent = permanent
        self.refused: Mapping[str, Refusal] = refused or {}
        self.enhanced = enhanced


class SendUnreached(LineError):
    """The connection broke before the end of the mail could have been sent."""

    sentence = "The connection broke before the message was handed over: {words}"


class SendInDoubt(Exception):
    """The connection broke when the whole mail may have been sent.

    :param message: what broke it.
    """

    sentence = "Nobody knows whether the message left: {words}"
    permanent = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
