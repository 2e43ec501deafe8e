"""Delivery, read and abuse reports."""

from .body import Collector
from .envelope import Envelope
from .structure import Part
from .values import Bounce, Kind


def read_report(
    part: Part, envelope: Envelope, collector: Collector, text: str
) -> tuple[Kind, Bounce | None]:
    """Tell a report from other mail, and read what it says.

    :param part: the mail
    :param envelope: its headers
    :param collector: what was found in it
    :param text: its words
    :return: its kind, and the bounce when it is one
    """
    return envelope.kind, None
