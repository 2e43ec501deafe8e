"""What the IMAP tests share."""

from odoo.tests import BaseCase

from ....tools.imap import ImapSession, ImapSettings
from ...fakes.imap_server import FakeImapServer

MB = 1024 * 1024


def mail(number=1, *, body=b"Hello\r\n", extra=b""):
    """A small mail whose Message-ID is ``<number@x.example>``."""
    return (
        b"From: Anna <anna@x.example>\r\nSubject: Mail %d\r\n"
        b"Message-ID: <%d@x.example>\r\n%s\r\n" % (number, number, extra)
    ) + body


def settings(server, **values):
    """Settings for a scripted server; waits are short."""
    given = {
        "host": server.host,
        "port": server.port,
        "security": "none",
        "login": "anna",
        "password": "secret",
        "timeout": 2.0,
    }
    return ImapSettings(**{**given, **values})


class ImapCase(BaseCase):
    """Tests with one scripted server and one session."""

    def serve(self, folders=None, **script):
        """Start a server that ends with the test."""
        server = FakeImapServer(folders, **script)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    def open(self, server, folder="INBOX", **values):
        """Log in and open a folder; an empty name opens none."""
        session = ImapSession.open(settings(server, **values))
        self.addCleanup(session.close)
        if folder:
            session.select(folder)
        return session

    def fetch(self, session, uids=None, *, max_bytes=8 * MB, max_mail_bytes=8 * MB):
        """Fetch in one list."""
        uids = session.all_uids() if uids is None else uids
        limits = {"max_bytes": max_bytes, "max_mail_bytes": max_mail_bytes}
        return [found for batch in session.fetch(uids, **limits) for found in batch]
