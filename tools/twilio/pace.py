"""How many parts a second a number may send.

Twilio's "Rate limits" page: what is sent faster waits in Twilio's own queue, and is
dropped when that is longer than four hours; so we hold it back and can still stop it.
"""

from __future__ import annotations

LONG_CODE = "long_code"
TOLL_FREE = "toll_free"
SHORT_CODE = "short_code"
OTHER = "other"

PARTS_PER_SECOND: dict[str, float] = {
    LONG_CODE: 1.0,  # United States and Canada
    TOLL_FREE: 3.0,
    SHORT_CODE: 100.0,
    OTHER: 10.0,  # numbers of all other countries
}
_LONGEST_SHORT_CODE = 8


def number_type(e164: str) -> str:
    """Tell which pace a number has.

    :param e164: the number, or a short code's digits.
    """
    import phonenumbers

    digits = e164.lstrip("+")
    if not e164.startswith("+") and len(digits) <= _LONGEST_SHORT_CODE:
        return SHORT_CODE
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return OTHER
    if number.country_code != 1:
        return OTHER
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE:
        return TOLL_FREE
    return LONG_CODE


def parts_per_second(kind: str) -> float:
    """Return the pace of a type of number; that of the slowest for an unknown one."""
    return PARTS_PER_SECOND.get(kind, min(PARTS_PER_SECOND.values()))
