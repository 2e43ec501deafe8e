"""Seeded mails and mailboxes to measure with; no odoo import.

The mix of ``usual``: replies as mail programs write them (text and HTML, quoted
history), every tenth with a file of 100 kB, in threads of four between 400 people.
"""

import os
import random
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from imapclient import IMAPClient

PASSWORD = "secret"
START = datetime(2026, 1, 5, 8, 0, tzinfo=timezone.utc)
WORDS = (
    "roof tiles order delivery invoice meeting tomorrow thanks price list quote window"
    " garden contract sample colour metre finish team address customer visit question"
    " answer number schedule material wood steel paint floor wall door key photo plan"
).split()


def usual(count, box, seed=19):
    """Yield mails of the mix, as bytes with CRLF."""
    rng = random.Random(seed)
    files = [rng.randbytes(100_000) for _n in range(8)]
    for number in range(count):
        thread = number // 4
        person = thread % 400
        message = EmailMessage()
        message["From"] = f"Person {person} <person{person}@firm{person % 90}.example>"
        message["To"] = f"{box}@ours.example"
        message["Subject"] = f"{'Re: ' if number % 4 else ''}{_words(rng, 4)} {thread}"
        message["Message-ID"] = f"<{seed}.{number}@firm.example>"
        message["Date"] = format_datetime(START + timedelta(minutes=number))
        if number % 4:
            message["In-Reply-To"] = f"<{seed}.{number - 1}@firm.example>"
            message["References"] = f"<{seed}.{number - 1}@firm.example>"
        text = "\n".join(_words(rng, 12) for _line in range(rng.randint(4, 20)))
        quoted = "\n".join("> " + _words(rng, 10) for _line in range(6))
        message.set_content(f"Hello,\n\n{text}\n\nKind regards\n\n{quoted}\n")
        paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
        message.add_alternative(
            f"<html><body style='font: 14px Arial'>{paragraphs}"
            f"<blockquote>{quoted}</blockquote></body></html>",
            subtype="html",
        )
        if number % 10 == 9:
            message.add_attachment(
                files[number // 10 % 8],
                maintype="application",
                subtype="pdf",
                filename=f"plan-{number}.pdf",
            )
        yield message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def small(count, box, first=0, seed=7):
    """Yield mails of about 1 kB, for large folders."""
    rng = random.Random(seed + first)
    for number in range(first, first + count):
        person = number // 5 % 2000
        when = format_datetime(START + timedelta(seconds=number))
        text = "\r\n".join(_words(rng, 10) for _line in range(8))
        yield (
            f"From: Person {person} <person{person}@small.example>\r\n"
            f"To: {box}@ours.example\r\nSubject: {_words(rng, 3)} {number // 5}\r\n"
            f"Message-ID: <{seed}.{number}@small.example>\r\nDate: {when}\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"{text}\r\n"
        ).encode()


def _words(rng, count):
    return " ".join(rng.choices(WORDS, k=count))


class Server:
    """The Dovecot of this run.

    :param folder: where ``dev/mail`` keeps its state.
    """

    def __init__(self, folder, host, imap_port):
        self.folder, self.host, self.imap_port = Path(folder), host, imap_port

    def login(self, box):
        client = IMAPClient(self.host, port=self.imap_port, ssl=False, timeout=120)
        client.login(box, PASSWORD)
        return client

    def fill(self, box, mails):
        """Put mails into the inbox, past IMAP: a file each, as Dovecot stores them."""
        with self.login(box) as client:
            client.select_folder("INBOX")
        maildir = self.folder / "mail" / box / "Maildir"
        owner = maildir.stat()
        for number, raw in enumerate(mails):
            name = f"{1_700_000_000 + number}.M{number}P{os.getpid()}.bench"
            path = maildir / "new" / name
            path.write_bytes(raw)
            os.chown(path, owner.st_uid, owner.st_gid)
        with self.login(box) as client:
            # The first look makes Dovecot's index, which is not what is measured.
            return client.select_folder("INBOX")[b"EXISTS"]
