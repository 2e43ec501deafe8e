"""What people type wrong when they connect a mailbox, against the real servers."""

import socket
import uuid
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..tools import net
from .common import SwitchboardMixin

_COUNTED = (
    "switchboard.line",
    "switchboard.mailbox",
    "switchboard.grant",
    "switchboard.folder",
    "fetchmail.server",
    "ir.mail_server",
)


@tagged("post_install", "-at_install")
class TestBadInput(SwitchboardMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        with socket.create_server((cls.server.host, 0)) as listener:
            cls.closed_port = listener.getsockname()[1]

    def setUp(self):
        super().setUp()
        self.box = f"info{uuid.uuid4().hex[:10]}"
        self.address = f"{self.box}@ours.example"

    def make_wizard(self, **values):
        """The dialog as the manager has filled it in, right but for ``values``."""
        return (
            self.env["switchboard.connect.mailbox"]
            .with_user(self.manager)
            .create(
                {
                    "email": self.address,
                    "password": "secret",
                    "login": self.box,
                    "imap_host": self.server.host,
                    "imap_port": self.server.imap_port,
                    "imap_security": "none",
                    "smtp_host": self.server.host,
                    "smtp_port": self.server.smtp_port,
                    "smtp_security": "none",
                    "smtp_auth": "none",
                    **values,
                }
            )
        )

    def count(self):
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in _COUNTED
        }

    def check_refused(self, field, words, **values):
        """``values`` are refused at ``field``, with ``words`` in the sentence."""
        before = self.count()
        wizard = self.make_wizard(**values)
        action = wizard.action_check()
        self.assertEqual(action["res_id"], wizard.id, "the dialog stays open")
        self.assertEqual(wizard.step, "servers")
        errors = {name: wizard[name] for name in self.error_fields() if wizard[name]}
        self.assertEqual(list(errors), [field])
        for word in words:
            self.assertIn(word.lower(), errors[field].lower())
        for noise in ("Traceback", "Errno", "b'", "Exception", "secret"):
            self.assertNotIn(noise, errors[field])
        self.assertEqual(self.count(), before)
        return wizard

    @staticmethod
    def error_fields():
        return ("email_error", "imap_error", "smtp_error")

    def test_right_input_connects(self):
        wizard = self.make_wizard(access="shared")
        wizard.member_ids = [(0, 0, {"user_id": self.ben.id, "level": "send_own"})]
        wizard.action_check()
        self.assertEqual([wizard[name] for name in self.error_fields()], [False] * 3)
        self.assertEqual(wizard.step, "details")
        before = self.count()
        action = wizard.action_connect()
        mailbox = self.env["switchboard.mailbox"].browse(action["res_id"])
        self.assertEqual((mailbox.state, mailbox.state_message), ("syncing", False))
        self.assertEqual(mailbox.grant_ids.user_id, self.ben)
        after = self.count()
        self.assertEqual(
            after["switchboard.mailbox"], before["switchboard.mailbox"] + 1
        )
        self.assertEqual(after["switchboard.line"], before["switchboard.line"] + 1)

    def test_no_address(self):
        for email, words in (
            ("not an address", ["not an address", "@"]),
            ("@ours.example", ["@ours.example"]),
            ("sales@", ["sales@"]),
            ("a@b@ours.example", ["@"]),
            ("sales@localhost", ["localhost"]),
        ):
            with self.subTest(email=email):
                self.check_refused("email_error", words, email=email)

    def test_connected_twice(self):
        self.make_mailbox(self.address)
        for email in (self.address, self.address.upper(), f" {self.address} "):
            with self.subTest(email=email):
                self.check_refused(
                    "email_error",
                    ["connected already", "Anna Kovalenko", self.address],
                    email=email,
                )

    def test_wrong_password(self):
        self.check_refused("imap_error", ["refused", "password"], password="wrong")

    def test_wrong_smtp_password(self):
        """The IMAP server is asked first, so that one sentence says it all."""
        wizard = self.check_refused(
            "imap_error", ["refused", "password"], password="wrong", smtp_auth="same"
        )
        wizard.password = "secret"
        wizard.action_check()
        self.assertEqual(wizard.step, "details")

    def test_wrong_host(self):
        name = "no-such-host.example"
        for kind in ("imap", "smtp"):
            with self.subTest(kind=kind):
                self.check_refused(
                    f"{kind}_error",
                    ["cannot be reached", name],
                    **{f"{kind}_host": name},
                )

    def test_closed_port(self):
        for kind in ("imap", "smtp"):
            with self.subTest(kind=kind):
                self.check_refused(
                    f"{kind}_error",
                    ["cannot be reached", "refused"],
                    **{f"{kind}_port": self.closed_port},
                )

    def test_impossible_port(self):
        for port in (0, -1, 70000):
            with self.subTest(port=port):
                self.check_refused("imap_error", ["port"], imap_port=port)

    def test_tls_where_plain_is_spoken(self):
        for kind in ("imap", "smtp"):
            with self.subTest(kind=kind):
                self.check_refused(
                    f"{kind}_error",
                    ["secure", "TLS"],
                    **{f"{kind}_security": "ssl"},
                )

    def test_plain_where_tls_is_spoken(self):
        self.enterContext(patch.object(net, "SILENT_SECONDS", 1.0))
        for kind in ("imap", "smtp"):
            with self.subTest(kind=kind):
                port = getattr(self.server, f"{kind}s_port")
                self.check_refused(
                    f"{kind}_error", ["choose SSL/TLS"], **{f"{kind}_port": port}
                )

    def test_certificate_of_nobody_known(self):
        for kind, port in (
            ("imap", self.server.imaps_port),
            ("smtp", self.server.smtps_port),
        ):
            with self.subTest(kind=kind):
                self.check_refused(
                    f"{kind}_error",
                    ["certificate"],
                    **{f"{kind}_security": "ssl", f"{kind}_port": port},
                )

    def test_host_of_our_own_network(self):
        self.env["ir.config_parameter"].set_param("mail_switchboard.allowed_hosts", "")
        self.check_refused("imap_error", ["may not be connected to"])

    def test_a_mail_that_is_none_stops_no_other(self):
        mailbox = self.make_mailbox(self.address)
        hostile = (
            b"\x00\xff\xfe not a header at all\r\n\r\n\x80\x81",
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 400,
            b"From: =?utf-8?b?broken?=\r\nDate: yesterday\r\nSubject: "
            b"=?x-unknown?q?=FF?=\r\nContent-Type: text/plain; charset=none\r\n\r\nHi",
        )
        self.server.deliver(self.box, b"From: a@x.example\r\nSubject: First\r\n\r\n1")
        for raw in hostile:
            self.server.deliver(self.box, raw)
        self.server.deliver(self.box, b"From: b@x.example\r\nSubject: Last\r\n\r\n2")
        mailbox.action_connect()
        self.assertTrue(mailbox._sync())
        inbox = mailbox.folder_ids.filtered(lambda folder: folder.role == "inbox")
        self.assertEqual(inbox.on_server, 5)
        self.assertEqual(inbox.stored + inbox.quarantined, 5)
        self.assertEqual(inbox.missing, 0)
        subjects = (
            self.env["switchboard.message"]
            .search([("line_id", "=", mailbox.line_id.id)])
            .mapped("subject")
        )
        self.assertLessEqual({"First", "Last"}, set(subjects))
