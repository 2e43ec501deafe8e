"""Sending by SMTP (RFC 5321), so that nothing is ever sent twice.

::

    settings ─ connect ─ dialog ─ login     from nothing to a conversation
    session                                 what callers use
      payload                               bytes and addresses for the wire
      result                                it left, it did not, or it is in doubt
    explain                                 refusals for people
"""

from .explain import explain
from .result import Refusal, SendInDoubt, SendRefused, SendResult, SendUnreached
from .session import SmtpSession
from .settings import Security, SmtpSettings

__all__ = [
    "Refusal",
    "Security",
    "SendInDoubt",
    "SendRefused",
    "SendResult",
    "SendUnreached",
    "SmtpSession",
    "SmtpSettings",
    "explain",
]
