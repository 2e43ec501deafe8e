"""The same to a real server, and out of a real mailbox again."""

from odoo.tests import BaseCase

from ....tools.errors import TlsFailed
from ....tools.smtp import SmtpSession, SmtpSettings
from ...servers import mail_server
from .common import ME, RAW


class TestRealServer(BaseCase):
    def setUp(self):
        super().setUp()
        self.server = mail_server()

    def open(self, security, **values):
        port = self.server.smtps_port if security == "ssl" else self.server.smtp_port
        given = {"ca_file": self.server.ca_file, **values}
        session = SmtpSession.open(
            SmtpSettings(self.server.host, port, security, **given)
        )
        self.addCleanup(session.close)
        return session

    def test_it_arrives_by_every_way(self):
        user = self.server.new_user()
        for security in ("none", "starttls", "ssl"):
            with self.subTest(security):
                session = self.open(security)
                self.assertTrue(session.send(ME, [f"{user}@x.example"], RAW).accepted)
        found = self.server.inbox(user)
        self.assertEqual(len(found), 3)
        for raw in found:
            self.assertIn(b"\r\nHello", raw)

    def test_unknown_certificate(self):
        with self.assertRaises(TlsFailed):
            self.open("ssl", ca_file=None)
