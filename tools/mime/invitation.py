"""Calendar invitations (RFC 5545, RFC 5546, RFC 6047)."""

from .body import Collector
from .values import CalendarEvent


def read_invitation(collector: Collector, defects: set[str]) -> CalendarEvent | None:
    """Read the event of an invitation.

    :param collector: what was found in the mail
    :param defects: takes "calendar" when there is one that cannot be read
    :return: None when there is none
    """
    return None
