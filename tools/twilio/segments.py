"""How many parts a text takes, and which character makes it dear.

GSM 03.38: 160 septets, or 153 in each of several parts; UCS-2: 70 UTF-16 units, or
67. Characters of the extension table take two septets and are not split over two
parts, nor are surrogate pairs (3GPP TS 23.038 6.2.1, 23.040 9.2.3.24.1).
``static/src/sms/segments.js`` counts the same way; the two share their test vectors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")

GSM = "GSM-7"
UCS2 = "UCS-2"
_SIZES = {GSM: (160, 153), UCS2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs.

    :param encoding: ``GSM-7`` or ``UCS-2``.
    :param parts: messages that are paid for; 0 for no text.
    :param units: septets or UTF-16 units.
    :param left: units free in the last part.
    :param offending: the first character outside GSM 03.38; empty when all fit.
    :param position: its index in the text, -1 without one.
    """

    encoding: str
    parts: int
    units: int
    left: int
    offending: str = ""
    position: int = -1


def count(text: str) -> Segments:
    """Count the parts of a text as Twilio does without smart encoding."""
    for position, char in enumerate(text):
        if char not in _BASIC and char not in _EXTENSION:
            sizes = [1 if ord(c) < 0x10000 else 2 for c in text]
            return _segments(UCS2, sizes, char, position)
    return _segments(GSM, [2 if char in _EXTENSION else 1 for char in text])


def _segments(
    encoding: str, sizes: list[int], offending: str = "", position: int = -1
) -> Segments:
    single, several = _SIZES[encoding]
    units = sum(sizes)
    if units <= single:
        parts = 1 if units else 0
        return Segments(encoding, parts, units, single - units, offending, position)
    parts, left = _fill(sizes, several)
    return Segments(encoding, parts, units, left, offending, position)


def _fill(sizes: Iterable[int], room: int) -> tuple[int, int]:
    """Lay characters into parts of ``room`` units; none is split."""
    parts, left = 1, room
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts, left
