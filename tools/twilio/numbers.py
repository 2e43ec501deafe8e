"""Numbers as people write them, as Twilio wants them and as people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..plain import PlainError, _

# Regional indicator symbols: two of them make a flag.
_FLAG_A = 0x1F1E6
_SHORT_CODE = re.compile(r"\d{3,8}")


class BadNumber(PlainError, ValueError):
    """What was typed is no phone number."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number.

    :param e164: such as ``+4930123456``.
    :param national: as it is written in its country.
    :param region: two letters, empty for numbers of no country.
    """

    e164: str
    national: str
    region: str

    @property
    def flag(self) -> str:
        """The country's flag, empty without a country."""
        if len(self.region) != 2 or not self.region.isalpha():
            return ""
        return "".join(chr(_FLAG_A + ord(c) - ord("A")) for c in self.region.upper())

    @property
    def display(self) -> str:
        """Flag and national format."""
        return f"{self.flag} {self.national}".strip()


def read_number(text: str, region: str = "") -> Number:
    """Read what somebody typed, or what Twilio sends.

    :param text: with or without country code, spaces, brackets; ``tel:`` is cut off.
    :param region: two letters of the country meant when none is given.
    :raises BadNumber: it is none that can exist.
    """
    import phonenumbers

    typed = text.strip().removeprefix("tel:").strip()
    if _SHORT_CODE.fullmatch(typed):
        return Number(typed, typed, region.upper())
    try:
        parsed = phonenumbers.parse(typed, region.upper() or None)
    except phonenumbers.NumberParseException:
        raise _bad(typed) from None
    if not phonenumbers.is_possible_number(parsed):
        raise _bad(typed)
    return Number(
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL),
        phonenumbers.region_code_for_number(parsed) or "",
    )


def shown(number: str) -> str:
    """Write a number as people read it; a sender's name stays as it is.

    :param number: E.164, a short code, or a name in place of a number.
    """
    try:
        return read_number(number).display
    except BadNumber:
        return number


def region_of(number: str) -> str:
    """Name the country of a number by two letters; empty when it has none.

    :param number: E.164, a short code, or a name in place of a number.
    """
    try:
        return read_number(number).region
    except BadNumber:
        return ""


def _bad(typed: str) -> BadNumber:
    return BadNumber(
        _(
            "“%(number)s” is not a phone number. Write it with its country code, like "
            "+49 30 123456."
        ),
        number=typed,
    )
