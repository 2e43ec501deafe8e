"""Sending by SMTP (RFC 5321), so that nothing is ever sent twice.

::

    settings ─ connect ─ dialog ─ login     from nothing to a conversation
    session                                 what callers use
      payload                               bytes and addresses for the wire
      result                                it left, it did not, or it is in doubt
    crew                                    several sessions at once, in threads
    explain, throttle                       refusals for people and for the pace
"""

from .crew import Crew, Done, Job
from .explain import explain
from .result import Refusal, SendInDoubt, SendRefused, SendResult, SendUnreached
from .session import SmtpSession
from .settings import Security, SmtpSettings
from .throttle import throttled

__all__ = [
    "Crew",
    "Done",
    "Job",
    "Refusal",
    "Security",
    "SendInDoubt",
    "SendRefused",
    "SendResult",
    "SendUnreached",
    "SmtpSession",
    "SmtpSettings",
    "explain",
    "throttled",
]
