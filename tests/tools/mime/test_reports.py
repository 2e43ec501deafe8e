from datetime import datetime, timezone

from ....tools.mime import Bounce, CalendarEvent, Kind
from .common import MimeCase

BEN = ("ben@y.example",)
SENT = "sent-1@x.example"

CASES = {
    "dsn_failed": {
        "kind": Kind.BOUNCE,
        "bounce": Bounce(
            True, BEN, "5.2.2", "552 5.2.2 Mailbox full", SENT, False, "Offer"
        ),
    },
    "dsn_expired": {
        "bounce": Bounce(False, BEN, "4.4.7", "451 try later", SENT, False, "Offer")
    },
    "dsn_delayed": {"bounce": Bounce(False, BEN, "4.4.1", "", SENT, True, "Offer")},
    "dsn_no_status": {
        "bounce": Bounce(True, BEN, "", "550 no such user", SENT, False, "Offer")
    },
    "dsn_success": {"kind": Kind.AUTO_REPLY, "bounce": None},
    "bounce_qmail": {
        "kind": Kind.BOUNCE,
        "bounce": Bounce(
            True,
            BEN,
            "5.1.1",
            "550 5.1.1 No such user here",
            "sent-2@x.example",
            False,
            "Offer",
        ),
    },
    "bounce_exim": {
        "kind": Kind.BOUNCE,
        "bounce": Bounce(True, BEN, "", "", "sent-3@x.example"),
    },
    "bounce_without_names": {"kind": Kind.BOUNCE, "bounce": Bounce(None, ())},
    "postmaster_writes": {"kind": Kind.NORMAL, "bounce": None},
    "mdn": {"kind": Kind.MDN, "in_reply_to": ("sent-4@x.example",)},
    "arf": {"kind": Kind.ARF, "bounce": None},
    "invitation": {
        "kind": Kind.NORMAL,
        "calendar": CalendarEvent(
            summary="Lunch, long",
            start=datetime(2025, 7, 7, 10, tzinfo=timezone.utc),
            end=datetime(2025, 7, 7, 11, tzinfo=timezone.utc),
            location="Room 1",
            organizer="Ann Author <ann@x.example>",
            method="REQUEST",
            uid="event-1",
        ),
    },
    "invitation_all_day": {
        "calendar": CalendarEvent(
            summary="Holiday",
            start=datetime(2025, 7, 7, tzinfo=timezone.utc),
            end=datetime(2025, 7, 8, tzinfo=timezone.utc),
            location="",
            organizer="",
            method="CANCEL",
            all_day=True,
            uid="e2",
        ),
    },
    "invitation_broken": {"calendar": None, "defects": ("calendar",)},
    "alternative": {"calendar": None, "bounce": None},
}


class TestReports(MimeCase):
    def test_cases(self):
        self.check(CASES)
