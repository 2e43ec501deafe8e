"""What the SMTP tests share."""

from odoo.tests import BaseCase

from ....tools.smtp import SmtpSession, SmtpSettings
from ...fakes.smtp_server import FakeSmtpServer

RAW = b"Subject: x\r\nMessage-ID: <1@ours.example>\r\n\r\nHello\r\n"
ME = "me@ours.example"
YOU = "you@x.example"


def settings(server, **values):
    """Settings for a scripted server; waits are short."""
    given = {
        "host": server.host,
        "port": server.port,
        "security": "none",
        "timeout": 2.0,
        "data_timeout": 2.0,
    }
    return SmtpSettings(**{**given, **values})


class SmtpCase(BaseCase):
    """Tests with one scripted server and one session."""

    def serve(self, **script):
        """Start a server that ends with the test."""
        server = FakeSmtpServer(**script)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    def open(self, server, **values):
        session = SmtpSession.open(settings(server, **values))
        self.addCleanup(session.close)
        return session
