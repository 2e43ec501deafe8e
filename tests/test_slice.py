"""The slice of the product, step by step, against the real servers."""

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestSlice(SwitchboardCase):
    def test_connected(self):
        self.assertEqual(self.mailbox.state, "connected")
        selected = self.mailbox.folder_ids.filtered("selected")
        self.assertEqual(set(selected.mapped("role")), {"inbox", "sent"})

    def test_sync_makes_conversations_in_order(self):
        first = self.send_mail(subject="Roof", body="First question")
        self.send_mail(
            subject="Re: Roof",
            body="Second question",
            html="<p>Second <b>question</b></p><script>alert(1)</script>",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
            In_Reply_To=first,
            References=first,
        )
        self.assertTrue(self.mailbox._sync())
        channel = self.conversation()
        self.assertEqual(channel.channel_type, "email")
        self.assertEqual(channel.name, "Maria Silva")
        self.assertFalse(channel.channel_member_ids)
        newest, oldest = self.shown(channel)
        self.assertEqual(oldest.subject, "Roof")
        self.assertIn("First question", oldest.body)
        self.assertIn("Second <b>question</b>", newest.body)
        self.assertNotIn("script", newest.body)
        self.assertEqual(newest.attachment_ids.raw, b"%PDF-1.4 plan")
        inbox = self.mailbox.folder_ids.filtered(lambda f: f.role == "inbox")
        self.assertEqual((inbox.on_server, inbox.stored, inbox.missing), (2, 2, 0))

    def test_syncing_again_changes_nothing(self):
        self.send_mail()
        self.mailbox._sync()
        domain = [("line_id", "=", self.line.id)]
        before = self.env["switchboard.message"].search(domain)
        self.assertTrue(self.mailbox._sync())
        self.assertEqual(self.env["switchboard.message"].search(domain), before)

    def test_reading_leaves_no_flag_on_the_server(self):
        self.send_mail()
        self.mailbox._sync()
        self.shown(self.conversation())
        message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)], limit=1
        )
        self.mailbox._sync()
        self.assertNotIn("Seen", message.location_ids.flags or "")

    def test_answer_leaves_with_signature_and_threading(self):
        self.env["switchboard.signature"].create(
            [
                {"line_id": self.line.id, "body": "<p>The Sales Team</p>"},
                {
                    "line_id": self.line.id,
                    "user_id": self.ben.id,
                    "body": "<p>Ben, Roofs</p>",
                },
            ]
        )
        asked = self.send_mail(subject="Roof")
        self.mailbox._sync()
        channel = self.conversation()
        message = channel.with_user(self.ben).message_post(body=Markup("<p>Sure</p>"))
        outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        self.assertEqual(outgoing.state, "queued")
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(outgoing.state, "sent", outgoing.error)
        [raw] = self.server.inbox(self.customer)
        mail = self.parse(raw)
        self.assertEqual(mail["From"], f"Ben Ortiz · Ours Sales <{self.address}>")
        self.assertEqual(mail["Subject"], "Re: Roof")
        self.assertEqual(mail["In-Reply-To"], asked)
        self.assertEqual(mail["References"], asked)
        self.assertEqual(
            mail["Message-ID"], f"<{outgoing.message_id.message_id_header}>"
        )
        text = mail.get_body(("html",)).get_content()
        self.assertIn("Ben, Roofs", text)
        self.assertNotIn("The Sales Team", text)

    def test_fallback_signature(self):
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>The Sales Team</p>"}
        )
        self.send_mail()
        self.mailbox._sync()
        self.conversation().with_user(self.ben).message_post(body=Markup("<p>Hi</p>"))
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox(self.customer)
        self.assertIn(b"The Sales Team", raw)

    def test_stopped_message_never_leaves(self):
        self.line.undo_seconds = 10
        self.send_mail()
        self.mailbox._sync()
        message = (
            self.conversation()
            .with_user(self.ben)
            .message_post(body=Markup("<p>No</p>"))
        )
        outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        self.assertTrue(outgoing.with_user(self.ben).action_stop())
        self.assertEqual(outgoing.state, "stopped")
        outgoing.send_at = "2020-01-01 00:00:00"
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(outgoing.state, "stopped")
        self.assertEqual(self.server.inbox(self.customer), [])
        self.assertFalse(outgoing.with_user(self.ben).action_stop())

    def test_sent_copy_is_stored_once(self):
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        channel.with_user(self.ben).message_post(body=Markup("<p>Sure</p>"))
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(len(self.server.inbox(self.box, "Sent")), 1)
        self.mailbox._sync()
        sent = self.env["switchboard.message"].search(
            [("channel_id", "=", channel.id), ("direction", "=", "out")]
        )
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent.location_ids.folder_id.role, "sent")

    def test_customers_answer_comes_back_into_the_conversation(self):
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        channel.with_user(self.ben).message_post(body=Markup("<p>Sure</p>"))
        self.env["switchboard.outgoing"]._process()
        reference = self.parse(self.server.inbox(self.customer)[0])["Message-ID"]
        self.send_mail(
            subject="Another subject", In_Reply_To=reference, References=reference
        )
        self.mailbox._sync()
        answer = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", "Another subject")]
        )
        self.assertEqual(answer.channel_id, channel)
        self.assertEqual(answer.thread_reason, "references")
        self.assertTrue(answer.mail_message_id, "live mail is made at once")
        self.assertEqual(channel.with_user(self.ben).switchboard_unread, 1)

    def test_receive_all_reads_and_cannot_write(self):
        self.send_mail(body="For your eyes")
        self.mailbox._sync()
        channel = self.conversation().with_user(self.carla)
        self.assertIn("For your eyes", self.shown(channel, self.carla).body)
        self.assertFalse(channel.switchboard_can_send)
        self.assertIn("Anna Kovalenko", channel.switchboard_no_send_reason)
        with self.assertRaises(AccessError):
            channel.message_post(body="I may not")
        self.assertFalse(
            self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])
        )

    def test_user_without_grant_sees_nothing(self):
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        self.shown(channel)
        for user in (self.nobody, self.admin):
            with self.subTest(user=user.login):
                Channel = self.env["discuss.channel"].with_user(user)
                found = Channel.search([("switchboard_line_id", "=", self.line.id)])
                self.assertFalse(found)
                with self.assertRaises(AccessError):
                    channel.with_user(user).read(["name"])
                Message = self.env["switchboard.message"].with_user(user)
                self.assertFalse(Message.search([("line_id", "=", self.line.id)]))
                with self.assertRaises(AccessError):
                    self.shown(channel, user)

    def test_write_first_creates_only(self):
        Channel = self.env["discuss.channel"].with_user(self.ben)
        line = self.line.with_user(self.ben)
        channel = Channel._switchboard_write_first(line, ["Joao <joao@x.example>"])
        self.assertEqual(channel.name, "Joao")
        self.assertFalse(
            self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])
        )

    def test_write_first_sends_to_two(self):
        other = f"other{self.customer}"
        Channel = self.env["discuss.channel"].with_user(self.ben)
        line = self.line.with_user(self.ben)
        addresses = [self.customer_address, f"{other}@cliente.example"]
        channel = Channel._switchboard_write_first(
            line, addresses, subject="Offer", body=Markup("<p>Hello</p>")
        )
        again = Channel._switchboard_write_first(line, addresses[::-1])
        self.assertEqual(again, channel, "the same counterparts, the same conversation")
        self.env["switchboard.outgoing"]._process()
        for user in (self.customer, other):
            [raw] = self.server.inbox(user)
            self.assertEqual(self.parse(raw)["Subject"], "Offer")
