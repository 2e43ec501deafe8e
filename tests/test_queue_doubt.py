"""Messages in doubt and copies, with the real IMAP server."""

import imaplib
import smtplib

from odoo import fields
from odoo.tests import tagged

from .common_queue import QueueCase
from .fakes.imap_server import FakeImapServer
from .fakes.script import Rule


@tagged("post_install", "-at_install")
class TestQueueDoubt(QueueCase):
    """Messages in doubt and copies, with the real IMAP server."""

    def doubt(self):
        self.smtp.rules[:] = [Rule("REPLY", drop=True, times=1)]
        [outgoing_id] = self.write(1)
        self.process()
        self.assertEqual(self.states([outgoing_id]), ["in_doubt"])
        return outgoing_id

    def search_now(self, outgoing_id):
        with self.env() as env:
            row = env["switchboard.outgoing"].browse(outgoing_id)
            row.doubt_check_at = fields.Datetime.now()
        self.process()

    def deliver(self, recipient, raw):
        with smtplib.SMTP(self.mail.host, self.mail.smtp_port, timeout=10) as smtp:
            smtp.sendmail("daemon@x.example", [recipient], raw)

    def test_found_in_the_sent_folder(self):
        outgoing_id = self.doubt()
        self.append_sent(outgoing_id)
        self.search_now(outgoing_id)
        self.assertEqual(self.row(outgoing_id, "state", "error"), ("sent", False))
        self.assertEqual(len(self.smtp.mails), 1)

    def append_sent(self, outgoing_id):
        with self.env() as env:
            message = env["switchboard.outgoing"].browse(outgoing_id).message_id
            raw = message.raw_attachment_id.raw
        with imaplib.IMAP4(self.mail.host, self.mail.imap_port) as client:
            client.login(self.box, "secret")
            client.create("Sent")
            client.append("Sent", None, None, raw)

    def test_a_bounce_in_the_inbox_speaks_of_it(self):
        outgoing_id = self.doubt()
        with self.env() as env:
            row = env["switchboard.outgoing"].browse(outgoing_id)
            header = row.message_id.message_id_header
        self.deliver(
            f"{self.box}@ours.example",
            f"From: daemon@x.example\r\nSubject: Undelivered\r\n\r\n"
            f"Message-ID: <{header}>\r\n".encode(),
        )
        self.search_now(outgoing_id)
        state, error = self.row(outgoing_id, "state", "error")
        self.assertEqual(state, "sent")
        self.assertIn("inbox", error)

    def test_found_nowhere_is_left_to_a_person(self):
        outgoing_id = self.doubt()
        for _search in range(4):
            self.search_now(outgoing_id)
        state, error = self.row(outgoing_id, "state", "error")
        self.assertEqual(state, "in_doubt")
        self.assertIn("Ask the recipient", error)
        self.assertEqual(len(self.smtp.mails), 1)
        with self.env() as env:
            env["switchboard.outgoing"].browse(outgoing_id).action_arrived()
        self.assertEqual(self.states([outgoing_id]), ["sent"])

    def test_the_sync_finds_it(self):
        outgoing_id = self.doubt()
        self.append_sent(outgoing_id)
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.folder_ids.selected = True
            mailbox._sync()
        self.assertEqual(self.states([outgoing_id]), ["sent"])

    def set_copy(self, **values):
        with self.env() as env:
            env["switchboard.mailbox"].browse(self.mailbox_id).write(values)

    def sent_folder(self):
        return self.mail.inbox(self.box, "Sent")

    def test_the_copy_is_tried_again_and_the_mail_is_not(self):
        with FakeImapServer(
            rules=[Rule("LOGIN", reply="NO [UNAVAILABLE] later")]
        ) as fake:
            self.set_copy(sent_copy="append", imap_port=fake.port)
            [outgoing_id] = self.write(1)
            self.process()
            self.process()
        state, copy, error = self.row(
            outgoing_id, "state", "sent_copy_state", "sent_copy_error"
        )
        self.assertEqual((state, copy), ("sent", "todo"))
        self.assertTrue(error)
        self.assertEqual(len(self.smtp.mails), 1)
        self.set_copy(imap_port=self.mail.imap_port)
        with self.env() as env:
            env["switchboard.outgoing"].browse(outgoing_id).copy_at = False
        self.process()
        self.assertEqual(self.row(outgoing_id, "sent_copy_state"), "done")
        self.assertEqual(len(self.sent_folder()), 1)
        self.assertEqual(len(self.smtp.mails), 1)

    def test_a_missing_sent_folder_is_made(self):
        self.set_copy(sent_copy="append")
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.folder_ids.filtered(lambda f: f.role == "sent").unlink()
        [outgoing_id] = self.write(1)
        self.process()
        self.assertEqual(self.row(outgoing_id, "sent_copy_state"), "done")
        self.assertEqual(len(self.sent_folder()), 1)

    def test_a_provider_that_files_it_itself(self):
        self.set_copy(sent_copy="auto", provider="gmail")
        [outgoing_id] = self.write(1)
        self.process()
        self.assertEqual(self.row(outgoing_id, "sent_copy_state"), "look")
        self.assertEqual(self.sent_folder(), [], "no second copy of ours")
        self.append_sent(outgoing_id)
        with self.env() as env:
            env["switchboard.outgoing"].browse(outgoing_id).copy_at = False
        self.process()
        self.assertEqual(self.row(outgoing_id, "sent_copy_state"), "done")
        self.assertEqual(len(self.sent_folder()), 1)
