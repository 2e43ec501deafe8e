"""Builds the demo's mails from the readable files below demo/mails.

A file holds mails separated by lines of eight dashes: headers, an empty line, the
text. These headers are instructions and do not get into the mail:

    Id: roof-1                     names the mail, for others to answer it
    Answers: roof-1                gives In-Reply-To and References
    Sent: 3 days ago, 09:14        or "50 minutes ago", "3 hours ago"; UTC
    Html: sizes.html               a second body, from demo/mails/html
    Attach: plan.pdf, house.png    files of demo/mails/files
    Inline: house.png              shown where the HTML says cid:house.png, or
                                   where the text says [house.png]
    Bounce: wrong@there.example    makes it a delivery report about this address
"""

import html
import mimetypes
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime, parseaddr
from pathlib import Path

DOMAIN = "demo.switchboard.example"
INSTRUCTIONS = ("Id", "Answers", "Sent", "Html", "Attach", "Inline", "Bounce")
_AGO = re.compile(r"(\d+) (minute|hour|day)s? ago(?:, (\d+):(\d+))?")


@dataclass(frozen=True)
class DemoMail:
    """One mail, ready to be put into a folder."""

    name: str
    ours: bool  # written from the mailbox itself: it belongs into Sent
    date: datetime
    raw: bytes


def message_id(name):
    return f"<{name}@{DOMAIN}>"


def read_mails(root, box, address, now):
    """Return the mails of a mailbox, oldest first.

    :param Path root: the folder demo/mails
    :param str box: name of the folder below, such as "sales"
    :param str address: the mailbox's address, the recipient when none is given
    :param datetime now: aware; the dates count back from it
    :rtype: list[DemoMail]
    """
    parents, mails = {}, []
    for path in sorted((root / box).glob("*.txt")):
        for part in path.read_text("utf-8").split("\n--------\n"):
            source = message_from_string(part, policy=policy.default)
            name = source["Id"]
            parents[name] = source["Answers"]
            date = read_date(source["Sent"], now)
            mail = build(source, root, date)
            if "To" not in mail:
                mail["To"] = address
            add_references(mail, name, parents)
            ours = parseaddr(mail["From"])[1] == address
            mails.append(DemoMail(name, ours, date, mail.as_bytes(policy=policy.SMTP)))
    return sorted(mails, key=lambda mail: mail.date)


def read_date(text, now):
    number, unit, hour, minute = _AGO.fullmatch(text).groups()
    date = now - timedelta(**{f"{unit}s": int(number)})
    if hour:
        date = date.replace(hour=int(hour), minute=int(minute), second=12)
    return date.astimezone(UTC).replace(microsecond=0)


def add_references(mail, name, parents):
    mail["Message-ID"] = message_id(name)
    chain, parent = [], parents[name]
    while parent:
        chain.insert(0, message_id(parent))
        parent = parents.get(parent)
    if chain:
        mail["In-Reply-To"] = chain[-1]
        mail["References"] = " ".join(chain)


def build(source, root, date):
    """Make the mail that ``source`` describes, without To and Message-ID."""
    mail = EmailMessage()
    for header, value in source.items():
        if header not in INSTRUCTIONS:
            mail[header] = str(value)
    mail["Date"] = format_datetime(date)
    text = source.get_payload().strip() + "\n"
    if source["Bounce"]:
        return make_bounce(mail, text, source["Bounce"])
    mail.set_content(text)
    page = read_page(source, root, text)
    if page:
        mail.add_alternative(page, subtype="html")
        for path in read_files(source["Inline"], root):
            mail.get_payload()[1].add_related(
                path.read_bytes(), *file_type(path), cid=f"<{path.name}>"
            )
    for path in read_files(source["Attach"], root):
        maintype, subtype = file_type(path)
        mail.add_attachment(
            path.read_bytes(), maintype=maintype, subtype=subtype, filename=path.name
        )
    return mail


def read_page(source, root, text):
    if source["Html"]:
        return (root / "html" / source["Html"]).read_text("utf-8")
    if not source["Inline"]:
        return ""
    page = html.escape(text).replace("\n", "<br>\n")
    return re.sub(r"\[([\w-]+\.png)\]", r'<img src="cid:\1" alt="\1">', page)


def read_files(names, root):
    return [root / "files" / name.strip() for name in (names or "").split(",") if name]


def file_type(path: Path):
    return mimetypes.guess_type(path.name)[0].split("/")


def make_bounce(mail, text, recipient):
    """A delivery report (RFC 3464) about ``recipient``."""
    mail.make_mixed()
    mail.replace_header("Content-Type", "multipart/report; report-type=delivery-status")
    notice = MIMEPart()
    notice.set_content(text)
    mail.attach(notice)
    status = message_from_string(
        "Content-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.ours.example\n\n"
        f"Final-Recipient: rfc822; {recipient}\n"
        "Action: failed\n"
        "Status: 5.4.4\n"
        "Diagnostic-Code: X-Postfix; Host or domain name not found\n",
        policy=policy.default,
    )
    mail.attach(status)
    return mail
