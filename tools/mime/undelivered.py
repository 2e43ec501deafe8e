"""Why a mail was not delivered, in one word of ours."""

import re

from .values import Bounce

# Enhanced status codes (RFC 3463), the first that fits.
_BY_STATUS = (
    (r"\.2\.2$", "mailbox_full"),
    (r"\.2\.1$", "disabled"),
    (r"\.1\.[1346]$|\.1\.0$", "no_address"),
    (r"\.1\.2$|\.1\.10$|\.4\.4$", "no_domain"),
    (r"\.3\.4$|\.2\.3$", "too_large"),
    (r"\.4\.7$", "expired"),
    (r"\.4\.\d+$|\.3\.[12]$", "unreachable"),
    (r"\.7\.\d+$", "refused"),
)
# What servers write; the first that fits.
_BY_WORDS = (
    (
        r"mailbox (?:is )?full|over ?quota|quota exceed|exceeded .{0,20}quota",
        "mailbox_full",
    ),
    (
        r"(?:user|recipient|mailbox|address|account).{0,40}"
        r"(?:unknown|not found|does ?n[o']t exist|unavailable|rejected|invalid)|"
        r"no such (?:user|recipient|mailbox|address)|unknown (?:user|recipient)|"
        r"unrouteable address|doesn't have a .{0,40}account",
        "no_address",
    ),
    (
        r"(?:domain|host).{0,20}(?:not found|unknown)|no such domain|NXDOMAIN",
        "no_domain",
    ),
    (r"disabled|suspended|inactive|deactivated", "disabled"),
    (r"too (?:large|big)|size (?:limit|exceed)|exceeds .{0,30}size", "too_large"),
    (r"spam|blocked|black ?list|policy|denied|reject|DMARC|SPF", "refused"),
    (r"timed? ?out|unreachable|refused|try (?:again )?later", "unreachable"),
)
# An address with one of these takes no mail, whoever writes.
_DEAD = frozenset(("no_address", "no_domain", "disabled"))


def bounce_reason(bounce: Bounce) -> str:
    """Name the reason of a bounce.

    :param bounce: as parsed
    :return: mailbox_full, no_address, no_domain, disabled, too_large, refused,
        unreachable, expired, or "other"
    """
    for pattern, reason in _BY_STATUS:
        if bounce.status and re.search(pattern, bounce.status):
            return reason
    for pattern, reason in _BY_WORDS:
        if re.search(pattern, bounce.diagnostic, re.I):
            return reason
    return "other"


def is_dead_address(bounce: Bounce) -> bool:
    """Tell whether the address itself takes no mail any more.

    A full mailbox, a mail too large or a refusal by policy says nothing about it.

    :param bounce: as parsed
    :return: whether waiting mails to it will not arrive either
    """
    if not bounce.permanent or bounce.delayed:
        return False
    reason = bounce_reason(bounce)
    return reason in _DEAD or (reason == "other" and not bounce.status)
