"""Calendar invitations (RFC 5545, RFC 5546, RFC 6047)."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from . import limits
from .body import Collector
from .encoded import one_line
from .values import CalendarEvent

_END = b"END:VEVENT"


def read_invitation(collector: Collector, defects: set[str]) -> CalendarEvent | None:
    """Read the event of an invitation.

    :param collector: what was found in the mail
    :param defects: takes "calendar" when there is one that cannot be read
    :return: None when there is none
    """
    if not collector.calendar:
        return None
    try:
        return _first_event(collector.calendar, collector.calendar_method)
    except Exception:  # the library has many ways to refuse a broken calendar
        defects.add("calendar")
        return None


def _first_event(data: bytes, method: str) -> CalendarEvent | None:
    # Imported when needed: most mails are no invitations, and it takes a while.
    import icalendar

    # One event is shown; a calendar of thousands need not be read for it.
    end = data.upper().find(_END)
    if end == -1:
        return None
    data = data[: end + len(_END)] + b"\r\nEND:VCALENDAR\r\n"
    calendar = icalendar.Calendar.from_ical(data)
    method = str(calendar.get("method", method)).upper()[:20]
    for event in calendar.walk("VEVENT"):
        start = _decoded(event, "dtstart")
        stop = _decoded(event, "dtend")
        duration = _decoded(event, "duration")
        if stop is None and start is not None and isinstance(duration, timedelta):
            stop = start + duration
        return CalendarEvent(
            summary=one_line(str(event.get("summary", "")), limits.LINE),
            start=_moment(start),
            end=_moment(stop),
            location=one_line(str(event.get("location", "")), limits.LINE),
            organizer=_person(event.get("organizer")),
            method=method,
            all_day=isinstance(start, date) and not isinstance(start, datetime),
            uid=one_line(str(event.get("uid", "")), limits.LINE),
        )
    return None


def _decoded(event: Any, name: str) -> Any:
    return event.decoded(name) if name in event else None


def _moment(value: object) -> datetime | None:
    """Give a date or a time as an aware time; floating times count as UTC."""
    if isinstance(value, datetime):
        return (
            value.astimezone(timezone.utc)
            if value.tzinfo
            else value.replace(tzinfo=timezone.utc)
        )
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=timezone.utc)
    return None


def _person(value: Any) -> str:
    if value is None:
        return ""
    address = str(value)
    if address.lower().startswith("mailto:"):
        address = address[7:]
    name = str(value.params.get("cn", ""))
    return one_line(f"{name} <{address}>" if name else address, limits.LINE)
