"""How a message fared: it left, it did not, or nobody can know.

::

    SmsSent      Twilio has taken it; never send it again
    SmsRefused   nothing left; ``permanent`` says whether to try again
    SmsInDoubt   it may have left: look it up before anybody sends it again

As for SMTP, the last two are no LineErrors: whoever retries after a LineError must
not retry these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SmsSent:
    """Twilio took the message.

    :param sid: its name at Twilio.
    :param status: what has become of it so far.
    :param parts: what Twilio counts; 0 when it does not say yet.
    """

    sid: str
    status: str
    parts: int = 0


class SmsRefused(Exception):
    """Twilio took nothing.

    :param code: Twilio's own, or the HTTP status.
    :param message: Twilio's words.
    :param permanent: trying again will not help.
    """

    def __init__(self, code: int, message: str, permanent: bool) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.permanent = permanent


class SmsInDoubt(Exception):
    """The answer to a whole request was lost.

    :param message: what broke it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
