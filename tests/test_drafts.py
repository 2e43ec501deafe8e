"""What cannot be sent, what is told before sending, and drafts that come back."""

import smtplib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_writing import WritingCase


@tagged("post_install", "-at_install")
class TestBadPosts(WritingCase):
    def test_nobody_in_to(self):
        for kwargs in (
            {"switchboard_to": "", "switchboard_cc": "joe@cliente.example"},
            {"switchboard_to": [], "switchboard_bcc": "joe@cliente.example"},
        ):
            with (
                self.subTest(kwargs),
                self.assertRaisesRegex(UserError, "Nobody stands in “To”"),
            ):
                self.post(**kwargs)

    def test_an_empty_subject_is_sent_as_it_is(self):
        self.post()
        self.assertEqual(self.leave(self.customer)[0]["Subject"], "Re: Roof")
        self.post(subject="")
        self.assertFalse(self.leave(self.customer)[0]["Subject"])

    def test_a_file_over_the_size_of_the_server(self):
        """What the server said when it was connected is known; nothing is queued."""
        limit = self.mailbox.smtp_size_limit
        with self.server_smtp() as smtp:
            smtp.ehlo()
            self.assertEqual(limit, int(smtp.esmtp_features["size"]))
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertEqual(notes["size_limit"], limit)
        size = 40 * 1024 * 1024
        self.assertLess(limit, size * 4 // 3, "base64 makes a file a third longer")
        file = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "film.bin", "raw": b"\0" * size})
        )
        with (
            self.assertRaisesRegex(UserError, r"takes [\d.]+ MB at most"),
            self.cr.savepoint(),
        ):
            self.post(attachment_ids=file.ids, switchboard_key="big")
        domain = [("line_id", "=", self.line.id)]
        self.assertFalse(self.env["switchboard.outgoing"].search(domain))
        # The same draft without the file is free to go.
        self.assertTrue(self.post(switchboard_key="big"))

    def server_smtp(self):
        return smtplib.SMTP(self.server.host, self.server.smtp_port, timeout=10)

    def test_line_disconnected_while_writing(self):
        self.line.sudo()._set_state("disconnected")
        with self.assertRaisesRegex(UserError, "is not connected.*kept here"):
            self.post(switchboard_key="k1")
        self.line.sudo()._set_state("connected")
        self.assertTrue(self.post(switchboard_key="k1"))


@tagged("post_install", "-at_install")
class TestWritingNotes(WritingCase):
    def test_notes_of_a_line(self):
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "user_id": self.ben.id, "body": "<p>Ben</p>"}
        )
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertIn("Ben", notes["signature"])
        self.assertEqual(notes["signature_rule"], "operator")
        self.assertEqual(notes["from"], f"Ben Ortiz · Ours Sales <{self.address}>")
        self.assertFalse(notes["leaves_at"])
        for user in (self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.line.with_user(user).get_writing_notes()

    def test_when_it_leaves_about(self):
        self.line.max_per_minute = 1
        for _number in range(4):
            self.post()
        self.env["switchboard.outgoing"]._process()
        self.line.invalidate_recordset()
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertTrue(notes["leaves_at"])


@tagged("post_install", "-at_install")
class TestDraftAgain(WritingCase):
    def test_everything_comes_back_after_a_stop(self):
        self.mailbox.undo_seconds = 30
        file = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "plan.txt", "raw": b"Plan"})
        )
        first = self.rows()
        row = self.post(
            body="<p>Tomorrow <b>at nine</b></p>",
            subject="Roof and gutter",
            attachment_ids=file.ids,
            switchboard_to=self.customer_address,
            switchboard_cc="Joe <joe@cliente.example>",
            switchboard_bcc="sue@else.example",
            switchboard_answers=first.id,
            switchboard_send_at="2090-01-01 09:00:00",
        )
        outgoing = row.outgoing_ids.with_user(self.ben)
        with self.assertRaisesRegex(UserError, "on its way"):
            outgoing.get_draft()
        self.assertTrue(outgoing.action_stop())
        draft = outgoing.get_draft()
        self.assertEqual(draft["subject"], "Roof and gutter")
        self.assertIn("<b>at nine</b>", draft["body"])
        self.assertIn(self.customer_address, draft["to"])
        self.assertIn("joe@cliente.example", draft["cc"])
        self.assertEqual(draft["bcc"], "sue@else.example")
        self.assertEqual(draft["answers"], first.id)
        self.assertEqual(draft["send_at"], "2090-01-01 09:00:00")
        [copy_id] = draft["attachment_ids"]
        self.assertNotEqual(copy_id, file.id)
        copy = self.env["ir.attachment"].browse(copy_id)
        self.assertEqual((copy.name, copy.raw), ("plan.txt", b"Plan"))
        [stored] = draft["store_data"]["ir.attachment"]
        self.assertTrue(stored["ownership_token"])
        # It can be sent with it.
        again = self.post(attachment_ids=[copy_id])
        self.assertEqual(again.mail_message_id.attachment_ids, copy)

    def test_an_untouched_answer_goes_to_everybody_again(self):
        self.mailbox.undo_seconds = 30
        outgoing = self.post().outgoing_ids.with_user(self.ben)
        outgoing.action_stop()
        draft = outgoing.get_draft()
        self.assertFalse(draft["to"])
        self.assertFalse(draft["send_at"])
        self.assertEqual(draft["attachment_ids"], [])
        for user in (self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                outgoing.with_user(user).get_draft()


@tagged("post_install", "-at_install")
class TestAnotherLine(WritingCase):
    def setUp(self):
        super().setUp()
        self.support = self.make_mailbox("support@ours.example").line_id
        self.support._set_state("connected")
        self.env["switchboard.grant"].create(
            {
                "line_id": self.support.id,
                "user_id": self.ben.id,
                "level": "send_own",
            }
        )

    def go_on(self, user=None, **kwargs):
        channel = self.channel.with_user(user or self.ben)
        return channel.switchboard_continue(self.support.id, **kwargs)

    def test_goes_on_in_the_lines_own_conversation(self):
        self.assertFalse(self.go_on()["channel_id"])
        found = self.go_on(create=True)
        channel = self.env["discuss.channel"].browse(found["channel_id"])
        self.assertEqual(channel.switchboard_line_id, self.support)
        self.assertEqual(found["people"], "Maria Silva")
        self.assertEqual(self.go_on()["channel_id"], channel.id)
        other = self.go_on(cc="joe@cliente.example")
        self.assertFalse(other["channel_id"], "other people, another conversation")

    def test_only_lines_the_user_may_send_from(self):
        for user in (self.sara, self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.go_on(user, create=True)
        self.support.write_first = False
        with self.assertRaisesRegex(UserError, "does not start conversations"):
            self.go_on(create=True)
