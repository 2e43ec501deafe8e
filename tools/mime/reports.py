"""Delivery, read and abuse reports (RFC 6522 and those that build on it)."""

import email
import re
from dataclasses import replace

import flufl.bounce

from . import limits
from .addresses import parse_addresses
from .body import Collector
from .encoded import one_line
from .envelope import Envelope
from .headers import Headers, message_id, read_headers, subject
from .structure import Part
from .values import Bounce, Kind

_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"\b([45])\d\d\b")
_REASON = re.compile(r"(?:\b[45]\d\d[ -])?#?\b[45]\.\d{1,3}\.\d{1,3}\b[^\n]{0,300}")
_ORIGINAL_ID = re.compile(r"\bMessage-ID:\s{0,100}<([^<>\s]{1,990})>", re.I)
_ORIGINAL_SUBJECT = re.compile(
    r"^\W{0,5}Subject:[ \t]{0,20}(\S[^\n]{0,500})$", re.I | re.M
)
_DAEMON = re.compile(r"^(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon)@", re.I)
_RETURNED = re.compile(
    r"undeliver|not delivered|delivery (?:status|failure|has failed|problem)|"
    r"returned (?:mail|to sender)|failure notice|mail (?:delivery|failure|error)|"
    r"delivery (?:report|incomplete|delayed)|unzustellbar|non remis|no entregado",
    re.I,
)
_DELAYED = re.compile(r"delay|warning|incomplete|verzöger", re.I)
_GROUPS = 500


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
    reports = collector.reports
    if "message/feedback-report" in reports:
        return Kind.ARF, None
    if "message/disposition-notification" in reports:
        _tie_receipt(envelope, reports["message/disposition-notification"])
        return Kind.MDN, None
    for name in _DELIVERY:
        if name in reports:
            found = _delivery_status(reports[name])
            if found is None:
                # A report of success: nothing bounced, no human wrote it.
                return Kind.AUTO_REPLY, None
            original = _original(part, envelope, collector, text)
            return Kind.BOUNCE, replace(
                found,
                original_message_id=original,
                original_subject=_original_subject(collector),
            )
    if _suspect(part, envelope):
        return _guess(part, envelope, collector, text)
    return envelope.kind, None


def _tie_receipt(envelope: Envelope, report: bytes) -> None:
    """Take Original-Message-ID for the parent (RFC 8098 section 3.2.5)."""
    if not envelope.fields["in_reply_to"]:
        fields = read_headers(report, 0, len(report), set())[0]
        original = message_id(fields, "original-message-id")
        envelope.fields["in_reply_to"] = (original,) if original else ()


def _delivery_status(
    report: bytes,
) -> Bounce | None:
    """Read the fields of a delivery report (RFC 3464 section 2.3).

    :return: what it says; None for a success
    """
    by_action: dict[str, list[Headers]] = {}
    for group in _BLANK_LINE.split(report)[:_GROUPS]:
        group = group.lstrip(b"\r\n")
        headers = read_headers(group, 0, len(group), set())[0]
        if "final-recipient" in headers.fields or "action" in headers.fields:
            action = headers.value("action", 100).lower().partition(" ")[0]
            by_action.setdefault(action or "failed", []).append(headers)
    groups = by_action.get("failed") or by_action.get("delayed")
    if groups is None:
        return None if by_action else Bounce(None, ())
    recipients = dict.fromkeys(filter(None, map(_recipient, groups)))
    diagnostic = one_line(groups[0].value("diagnostic-code", 4_000), 500)
    diagnostic = diagnostic.partition(";")[2].strip() or diagnostic
    found = _STATUS.search(groups[0].value("status", 100))
    found = found or _STATUS.search(diagnostic)
    status = found[1] if found else ""
    failed = "failed" in by_action
    permanent = _permanent(status, diagnostic) if failed else False
    people = tuple(recipients)
    return Bounce(permanent, people, status, diagnostic, delayed=not failed)


def _recipient(group: Headers) -> str:
    """Prefer the address we wrote to over the one it was forwarded to."""
    for name in ("original-recipient", "final-recipient"):
        value = group.value(name, 1_000)
        found = parse_addresses(value.partition(";")[2] or value)
        if found:
            return found[0].normalized
    return ""


def _permanent(status: str, diagnostic: str) -> bool | None:
    """RFC 3463 section 2: class 5 stays so, class 4 may work later."""
    if status:
        return status[0] == "5"
    code = _REPLY_CODE.search(diagnostic)
    return code[1] == "5" if code else None


def _suspect(part: Part, envelope: Envelope) -> bool:
    headers = part.headers
    if "x-failed-recipients" in headers.fields:
        return True
    if part.parameters.get("report-type", "").lower() == "delivery-status":
        return True
    from_ = envelope.fields["from_"]
    daemon = from_ is not None and _DAEMON.match(from_.email) is not None
    empty_path = headers.value("return-path", 500) == "<>"
    returned = _RETURNED.search(envelope.fields["subject"]) is not None
    return returned and (daemon or empty_path)


def _guess(
    part: Part, envelope: Envelope, collector: Collector, text: str
) -> tuple[Kind, Bounce | None]:
    """Read a bounce that is no standard report."""
    temporary, permanent = _failures(part.raw[: limits.REPORT])
    header = parse_addresses(part.headers.joined("x-failed-recipients"))
    named = tuple(one.normalized for one in header)
    found = permanent or temporary or named
    reason = _REASON.search(text)
    diagnostic = one_line(reason[0], 500) if reason else ""
    status = _STATUS.search(diagnostic)
    lasting: bool | None = None
    delayed = _DELAYED.search(envelope.fields["subject"]) is not None
    if delayed or (temporary and not permanent):
        lasting = False
    elif status:
        lasting = status[1][0] == "5"
    elif found:
        lasting = True
    original = _original(part, envelope, collector, text)
    code = status[1] if status else ""
    about = _original_subject(collector) or _subject_in_text(text)
    bounce = Bounce(lasting, found, code, diagnostic, original, delayed, about)
    return Kind.BOUNCE, bounce


def _failures(raw: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ask ``flufl.bounce``, which knows the forms of many old servers."""
    try:
        message = email.message_from_bytes(raw)
        temporary, permanent = flufl.bounce.all_failures(message)
    except Exception:  # its detectors trust the mail to be well-formed
        return (), ()
    return _decoded(temporary), _decoded(permanent)


def _decoded(found: object) -> tuple[str, ...]:
    texts = (
        one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)
        for one in (found if isinstance(found, (set, frozenset)) else ())
    )
    return tuple(sorted({a.normalized for t in texts for a in parse_addresses(t)}))


def _original(part: Part, envelope: Envelope, collector: Collector, text: str) -> str:
    """Find the Message-ID of the mail the report is about."""
    headers = read_headers(collector.original, 0, len(collector.original), set())[0]
    found = message_id(headers) or message_id(part.headers, "x-original-message-id")
    if found:
        return found
    in_text = _ORIGINAL_ID.search(text)
    if in_text:
        return in_text[1]
    parents = envelope.fields["in_reply_to"] or envelope.fields["references"][-1:]
    return parents[0] if parents else ""


def _original_subject(collector: Collector) -> str:
    """Give the subject of the mail the report is about, empty when unknown."""
    original = collector.original
    return subject(read_headers(original, 0, len(original), set())[0])


def _subject_in_text(text: str) -> str:
    """The same where the headers stand in the words of the report (qmail, Exim)."""
    found = _ORIGINAL_SUBJECT.search(text)
    return found[1].strip() if found else ""
