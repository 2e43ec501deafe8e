"""The same questions to a real server."""

from datetime import datetime, timezone

from odoo.tests import BaseCase

from ....tools.errors import CredentialsRefused, TlsFailed
from ....tools.imap import ImapSession, ImapSettings
from ...servers import mail_server
from .common import MB, mail


class TestDovecot(BaseCase):
    def setUp(self):
        super().setUp()
        self.server = mail_server()
        self.user = self.server.new_user()

    def open(self, security="none", **values):
        port = self.server.imaps_port if security == "ssl" else self.server.imap_port
        given = {"password": self.server.password, "ca_file": self.server.ca_file}
        session = ImapSession.open(
            ImapSettings(
                self.server.host, port, security, self.user, **{**given, **values}
            )
        )
        self.addCleanup(session.close)
        return session

    def test_every_way_in(self):
        for security in ("none", "starttls", "ssl"):
            with self.subTest(security):
                self.assertIn("IDLE", self.open(security).capabilities)

    def test_ways_that_lead_nowhere(self):
        with self.assertRaises(CredentialsRefused):
            self.open(password="wrong")
        with self.assertRaises(TlsFailed):
            self.open("ssl", ca_file=None)

    def test_append_and_read_back(self):
        session = self.open()
        moment = datetime(2024, 2, 29, 12, tzinfo=timezone.utc)
        uid = session.append("INBOX", mail(1), date=moment)
        session.select("INBOX")
        (batch,) = session.fetch([uid], max_bytes=MB, max_mail_bytes=MB)
        self.assertEqual(batch[0].raw, mail(1))
        self.assertEqual(batch[0].internaldate, moment)
        self.assertEqual(session.search_message_id("<1@x.example>"), [uid])
        self.assertEqual(session.uids_since(moment.date()), [uid])

    def test_by_address(self):
        session = self.open()
        uids = [
            session.append(
                "INBOX", f"{name}: J <joann@x.example>\r\n\r\nHi\r\n".encode()
            )
            for name in ("From", "To", "Cc", "Bcc", "Subject")
        ]
        session.select("INBOX")
        self.assertEqual(session.search_address("joann@x.example"), uids[:4])
        self.assertEqual(session.search_address("ann@x.example"), uids[:4])
        for odd in ('a"b@x.example', "žluť@x.example", "a\r\nS9 LOGOUT"):
            self.assertEqual(session.search_address(odd), [])

    def test_reading_leaves_no_trace(self):
        self.server.deliver(self.user, mail(1))
        session = self.open()
        for _time in range(2):
            session.select("INBOX")
            (batch,) = session.fetch([1], max_bytes=MB, max_mail_bytes=MB)
            self.assertNotIn("\\Seen", batch[0].flags)

    def test_a_mail_over_the_limit(self):
        parts = (
            b'Content-Type: multipart/mixed; boundary="b"\r\n',
            b"--b\r\nContent-Type: text/plain\r\n\r\nThe text\r\n--b\r\n"
            b"Content-Type: image/png\r\n\r\n" + b"x" * 50_000 + b"\r\n--b--\r\n",
        )
        self.server.deliver(self.user, mail(1, extra=parts[0], body=parts[1]))
        session = self.open()
        session.select("INBOX")
        (batch,) = session.fetch([1], max_bytes=MB, max_mail_bytes=10_000)
        self.assertTrue(batch[0].truncated)
        self.assertIn(b"The text", batch[0].raw)
        self.assertNotIn(b"xxx", batch[0].raw)

    def test_what_changed(self):
        self.server.deliver_many(self.user, [mail(1), mail(2)])
        session = self.open()
        before = session.select("INBOX").highestmodseq
        with self.server.imap(self.user) as other:
            other.select_folder("INBOX")
            other.add_flags([1], ["\\Seen"])
            other.delete_messages([2])
            other.expunge()
        self.assertIn("\\Seen", session.flags_changed_since(before)[1])
        self.assertEqual(session.vanished_since(before), [range(2, 3)])

    def test_idle_sees_new_mail(self):
        session = self.open()
        session.select("INBOX")
        self.server.deliver(self.user, mail(1))
        self.assertTrue(session.idle(5.0))
        self.assertEqual(session.uids_from(1), [1])

    def test_folders(self):
        session = self.open()
        session.create_folder("Übersicht & Co")
        roles = {folder.path: folder.role for folder in session.folders()}
        self.assertEqual(roles["INBOX"], "inbox")
        self.assertIn("sent", roles.values())
        self.assertEqual(session.select("Übersicht & Co").messages, 0)
