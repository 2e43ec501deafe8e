"""Mail on records: shown as in a conversation, bounced and counted as there."""

from markupsafe import Markup

from odoo.tests import tagged

from .. import const
from . import mails
from .common_chatter import ChatterMixin
from .test_mail_content import ContentCase


@tagged("post_install", "-at_install")
class TestChatterContent(ChatterMixin, ContentCase):
    def setUp(self):
        super().setUp()
        self.make_records()

    def process(self):
        self.env["switchboard.outgoing"]._process()

    def answer(self, message, raw_of, **headers):
        """Deliver an answer to a record's mail; return what stands in the chatter."""
        before = self.lead.message_ids
        raw = raw_of(In_Reply_To=message.message_id, **headers)
        self.server.deliver(self.box, raw)
        self.mailbox._sync()
        return self.lead.message_ids - before

    def test_an_answer_is_folded_and_safe(self):
        message = self.post(self.lead)
        self.process()

        def raw(**headers):
            return mails.picture_mail(
                self.customer_address,
                self.address,
                '<p onclick="x()">Yes. <img src="cid:a@x"></p><script>x()</script>'
                '<img src="https://evil.example/1.png" alt="A" width="600">'
                '<div class="gmail_quote">On Mon, Jul 7, 2025 at 10:00 Ben &lt;b@x.ex'
                "ample&gt; wrote:<blockquote>Your offer</blockquote></div>",
                {"a@x": "roof.png", "b@x": "plan.png"},
                **headers,
            )

        new = self.answer(message, raw)
        self.assertEqual(len(new), 1)
        own, fold, quoted = new.body.partition("data-o-mail-quote")
        self.assertTrue(fold, new.body)
        self.assertIn("Yes.", own)
        self.assertIn("Your offer", quoted)
        self.assertNotIn("Your offer", own)
        for word in ("evil.example", "script", "onclick", "cid:"):
            self.assertNotIn(word, new.body)
        self.assertIn("/web/image/", own)
        self.assertIn("plan.png", new.attachment_ids.mapped("name"))

    def test_a_monster_shows_its_text(self):
        message = self.post(self.lead)
        self.process()

        def raw(**headers):
            html = "<div>" * 3_000 + "Hello"
            return mails.html_mail(self.customer_address, self.address, html, **headers)

        new = self.answer(message, raw)
        self.assertIn("Hello", new.body)
        self.assertIn("Show original", new.body)

    def test_an_answer_written_elsewhere(self):
        """In the Sent folder, from another mail program, with its picture."""
        message = self.post(self.lead)
        self.process()
        before = self.lead.message_ids
        raw = mails.picture_mail(
            self.address,
            self.customer_address,
            '<p>From my phone <img src="cid:a@x"></p>',
            {"a@x": "roof.png"},
            In_Reply_To=message.message_id,
        )
        self.server.deliver(self.box, raw, "Sent")
        self.mailbox._sync()
        new = self.lead.message_ids - before
        self.assertEqual(new.message_type, "email_outgoing")
        self.assertIn("From my phone", new.body)
        self.assertIn(f"/web/image/{new.attachment_ids.id}", new.body)

    def test_bounce_of_a_records_mail(self):
        message = self.post(self.lead)
        self.process()
        row = message.sudo().switchboard_message_ids
        self.server.deliver(
            self.box,
            mails.delivery_report(
                self.address,
                row.message_id_header,
                self.customer_address,
                "5.1.1",
                "550 5.1.1 no such user",
            ),
        )
        self.mailbox._sync()
        row.invalidate_recordset()
        self.assertEqual(row.bounce_state, "failed")
        notification = message.sudo().notification_ids.filtered(
            lambda n: n.res_partner_id == self.partner
        )
        notification.invalidate_recordset()
        self.assertEqual(notification.notification_status, "bounce")
        self.assertIn("there is no such address", notification.failure_reason)
        self.partner.invalidate_recordset()
        self.assertTrue(self.partner.switchboard_dead_address_id)
        # What is written there from now on waits for a word of its author.
        held = self.outgoing(self.post(self.lead))
        self.assertEqual((held.state, held.paused_reason), ("queued", "bounced"))
        self.process()
        self.assertEqual(held.state, "queued")
        self.assertTrue(held.with_user(self.ben).action_confirm())
        self.process()
        self.assertEqual(held.state, "sent")

    def test_automatic_mail_of_records_counts(self):
        """An automation that answers a machine's answer ends after some rounds."""
        Superuser = self.env.ref("base.user_root")
        for _round in range(const.AUTOMATIC_ROUNDS):
            outgoing = self.outgoing(self.post(self.lead, user=Superuser))
            self.assertTrue(outgoing.automatic)
            self.assertFalse(outgoing.paused_reason)
            self.process()
        held = self.outgoing(self.post(self.lead, switchboard_automatic=True))
        self.assertEqual(held.paused_reason, "rounds")
        self.assertTrue(
            self.env["switchboard.breaker"].search(
                [("line_id", "=", self.line.id), ("email", "=", self.customer_address)]
            )
        )
        # People may always write.
        person = self.outgoing(self.post(self.lead))
        self.assertFalse(person.automatic or person.paused_reason)
        self.process()
        found = [self.parse(raw) for raw in self.server.inbox(self.customer)]
        self.assertEqual(len(found), const.AUTOMATIC_ROUNDS + 1)
        marks = [mail["Auto-Submitted"] for mail in found]
        self.assertEqual(marks.count("auto-generated"), const.AUTOMATIC_ROUNDS)

    def test_no_record_answers_a_machine(self):
        message = self.post(self.lead)
        self.process()

        def raw(**headers):
            return mails.text_mail(
                self.customer_address, self.address, "I am away", **headers
            )

        self.answer(message, raw, Auto_Submitted="auto-replied")
        held = self.outgoing(self.post(self.lead, switchboard_automatic=True))
        self.assertEqual(held.paused_reason, "automatic")

    def test_one_empty_line_above_the_signature(self):
        self.env["switchboard.signature"].create(
            {
                "line_id": self.line.id,
                "user_id": self.ben.id,
                "body": "<p>Ben · Sales</p>",
            }
        )
        for body in ("<p>Hi</p>", "<p>Hi</p><p><br></p>", "Hi", "<div>Hi</div><br>"):
            self.send_mail()
            self.mailbox._sync()
            channel = self.conversation()
            channel.with_user(self.ben).message_post(body=Markup(body))
            self.post(self.lead, body=Markup(body))
            self.process()
            for raw in self.server.inbox(self.customer)[-2:]:
                mail = self.parse(raw)
                text = mail.get_body(("plain",)).get_content()
                with self.subTest(body=body):
                    self.assertEqual(
                        text.strip().replace("\r", ""), "Hi\n\nBen · Sales"
                    )
                    html = mail.get_body(("html",)).get_content()
                    self.assertNotRegex(html, r"</p>\s*(<div[^>]*>)?\s*<br")

    def test_a_mail_that_was_cut_says_so(self):
        self.env["ir.config_parameter"].set_param("mail_switchboard.max_mail_mb", 1)
        raw = mails.text_mail(self.customer_address, self.address, "Hello")
        boundary = b"Content-Type: multipart/mixed; boundary=cut\r\n"
        head = raw.partition(b"Content-Type:")[0]
        big = b"A" * 2_000_000
        lines = b"\r\n".join(big[at : at + 76] for at in range(0, len(big), 76))
        message = self.receive(
            head
            + boundary
            + b"\r\n--cut\r\nContent-Type: text/plain\r\n\r\nHello\r\n--cut\r\n"
            + b"Content-Type: application/pdf; name=a.pdf\r\n"
            + b"Content-Transfer-Encoding: base64\r\n\r\n"
            + lines
            + b"\r\n--cut--\r\n"
        )
        self.assertTrue(message.switchboard_message_ids.truncated)
        self.assertIn("larger than the limit", message.body)
        self.assertIn("Hello", message.body)
