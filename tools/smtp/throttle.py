"""Whether a refusal means "too much mail", and for how long."""

from __future__ import annotations

import re

from ..errors import retry_after

MINUTE = 60.0
HOUR = 60 * MINUTE

# Temporary codes that speak of the account's pace or connections, not of one mail.
_PACE_CODES = frozenset({421, 432, 454})
_PACE_STATUS = frozenset({"4.7.28", "4.3.2", "4.4.5", "4.5.127", "4.7.500"})
# Providers say "your day's ceiling is reached" with permanent codes too: Gmail
# 550 5.4.5, Exchange Online 554 5.2.0 SubmissionQuotaExceeded and 550 5.7.705.
_DAY_STATUS = frozenset({"5.4.5", "5.7.705"})
_WORDS = re.compile(
    r"quota.?exceed|sending (?:limit|quota)|(?:rate|hourly|daily) limit"
    r"|too many (?:messages|mails|emails|connections|concurrent)|throttl|slow down"
    r"|limit exceeded",
    re.IGNORECASE,
)
_MAILBOX_FULL = frozenset({"2.2", "3.1"})


def throttled(code: int, enhanced: str, text: str) -> float | None:
    """Say how long the account shall send nothing.

    :param code: reply code.
    :param enhanced: status code such as ``4.7.28``, or empty.
    :param text: the server's words; a delay named there beats our own.
    :return: seconds, None when the refusal is about this one mail only.
    """
    _class, _, detail = enhanced.partition(".")
    if detail in _MAILBOX_FULL:
        return None
    worded = bool(_WORDS.search(text))
    if code >= 500:
        if enhanced in _DAY_STATUS or worded:
            return retry_after(text) or HOUR
        return None
    if code in _PACE_CODES or enhanced in _PACE_STATUS or worded:
        return retry_after(text) or MINUTE
    return None
