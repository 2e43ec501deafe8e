"""Twilio's error codes in words (twilio.com/docs/api/errors), and what to do next."""

from __future__ import annotations

from ..plain import _

OPT_OUT = 21610

# code: (sentence, whether trying again is useless)
_CODES: dict[int, tuple[str, bool]] = {
    20003: (_("Twilio refused the account's sign-in."), True),
    20005: (_("The Twilio account is not active."), True),
    20429: (_("Twilio asks us to slow down."), False),
    21211: (_("The recipient's number does not exist."), True),
    21212: (_("Twilio does not take this sender number."), True),
    21408: (
        _(
            "The Twilio account may not send to this country yet: an administrator "
            "allows it in Twilio's Geo permissions."
        ),
        True,
    ),
    21602: (_("The message has no text."), True),
    21606: (_("This number cannot send to that recipient."), True),
    21608: (_("A trial account of Twilio sends to verified numbers only."), True),
    21610: (
        _(
            "The recipient has answered STOP: nothing may be sent until START "
            "comes from there."
        ),
        True,
    ),
    21611: (_("Too many messages wait at Twilio for this number."), False),
    21612: (_("Twilio knows no way from this number to the recipient."), True),
    21614: (_("The recipient's number cannot receive SMS."), True),
    21617: (_("The message is longer than Twilio takes."), True),
    21620: (_("Twilio could not load a file of the message."), True),
    12300: (_("Twilio does not take a file of this type."), True),
    30001: (_("Twilio's waiting line was full."), False),
    30002: (_("The Twilio account is suspended."), True),
    30003: (_("The phone is switched off or out of reach."), True),
    30004: (_("The recipient's phone or carrier blocks these messages."), True),
    30005: (_("The number is not in use."), True),
    30006: (_("The number is a landline or cannot be reached by SMS."), True),
    30007: (_("The carrier filtered the message as unwanted."), True),
    30008: (_("The carrier did not deliver it and gave no reason."), True),
    30009: (_("A part of the message was lost on the way."), True),
    30010: (_("The message costs more than the account allows."), True),
    30032: (_("The toll-free number is not verified at Twilio yet."), True),
    30034: (_("The number is not registered for business messages (A2P 10DLC)."), True),
    30410: (_("The carrier did not answer in time."), False),
}
# The account's fault, not the message's: the line fails and the message waits.
ACCOUNT_CODES = frozenset({20003, 20005, 20006, 30002})


def explain(code: int, words: str = "") -> str:
    """Say a code in a sentence.

    :param code: Twilio's.
    :param words: Twilio's own, for codes that are not in the table.
    """
    known = _CODES.get(code)
    if known:
        return known[0]
    return f"{words or 'Twilio gave no reason.'} ({code})" if code else words


def is_permanent(code: int, status: int = 400) -> bool:
    """Whether trying again is useless.

    :param code: Twilio's; unknown ones go by the HTTP status.
    :param status: of HTTP.
    """
    known = _CODES.get(code)
    return known[1] if known else status < 500 and status != 429


def is_opt_out(code: int) -> bool:
    """Whether the recipient has answered STOP, as far as Twilio knows."""
    return code == OPT_OUT
