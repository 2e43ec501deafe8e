"""Delivery reports, machines' mail, and machines that answer each other."""

from email.utils import formatdate

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import const
from . import mails
from .test_mail_content import ContentCase


@tagged("post_install", "-at_install")
class TestBounces(ContentCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()

    def post(self, user=None, **kwargs):
        message = self.channel.with_user(user or self.ben).message_post(
            body=Markup("<p>Our offer</p>"), **kwargs
        )
        return message.sudo().switchboard_message_ids

    def report(self, row, status="5.2.2", words="552 5.2.2 Mailbox full", **kwargs):
        self.server.deliver(
            self.box,
            mails.delivery_report(
                self.address,
                row.message_id_header,
                kwargs.pop("recipient", self.customer_address),
                status,
                words,
                **kwargs,
            ),
        )
        self.mailbox._sync()
        row.invalidate_recordset()

    def values(self, row):
        return row.mail_message_id._switchboard_values()

    def test_bounce_is_tied_to_its_message(self):
        row = self.post()
        self.env["switchboard.outgoing"]._process()
        self.assertFalse(self.values(row)["bounce"])
        self.report(row)
        self.assertEqual(
            self.values(row)["bounce"], "Not delivered: the mailbox is full."
        )
        bounce = self.rows().filtered(lambda r: r.kind == "bounce")
        self.assertEqual(bounce.channel_id, self.channel)
        self.assertEqual(bounce.thread_reason, "bounce")
        self.assertEqual(self.channel.switchboard_last_direction, "out")
        emails = [p["email"] for p in self.channel.switchboard_counterparts]
        self.assertEqual(emails, [self.customer_address])

    def test_delay_never_hides_a_failure(self):
        row = self.post()
        self.report(row, "4.4.1", "no answer", action="delayed")
        self.assertIn("still being tried", self.values(row)["bounce"])
        self.report(row)
        self.report(row, "4.4.1", "no answer", action="delayed")
        self.assertIn("the mailbox is full", self.values(row)["bounce"])

    def test_full_mailbox_is_no_dead_address(self):
        self.report(self.post())
        partner = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )
        self.assertFalse(partner.switchboard_dead_address_id)

    def test_hard_bounce_marks_the_contact_and_holds_what_waits(self):
        partner = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )
        row = self.post()
        self.env["switchboard.outgoing"]._process()
        self.line.undo_seconds = 60
        waiting = self.post(self.sara).outgoing_ids
        self.report(row, "5.1.1", "550 5.1.1 no such user")
        partner.invalidate_recordset()
        self.assertEqual(partner.switchboard_dead_address_id.reason, "no_address")
        self.assertEqual(partner.message_bounce, 1)
        waiting.invalidate_recordset()
        self.assertEqual((waiting.state, waiting.paused_reason), ("queued", "bounced"))
        waiting.send_at = "2020-01-01 00:00:00"
        sent = len(self.server.inbox(self.customer))
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(waiting.state, "queued")
        self.assertEqual(len(self.server.inbox(self.customer)), sent)
        # A person may send it all the same.
        self.assertTrue(waiting.with_user(self.sara).action_confirm())
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(waiting.state, "sent")
        partner.action_switchboard_works_again()
        partner.invalidate_recordset()
        self.assertFalse(partner.switchboard_dead_address_id)

    def test_report_naming_others_marks_nobody(self):
        victim = "victim@other.example"
        self.report(self.post(), "5.1.1", "550 no such user", recipient=victim)
        dead = self.env["switchboard.dead.address"].search([("email", "=", victim)])
        self.assertFalse(dead)

    def test_tied_by_recipient_and_subject(self):
        """Some servers send back neither the Message-ID nor the mail."""
        self.post(subject="Another offer")
        row = self.post(subject="Our offer 7")
        self.post(subject="Our offer 8")
        self.env["switchboard.outgoing"]._process()
        customer, now = self.customer_address, formatdate().encode()
        for raw in (
            mails.delivery_report(
                self.address, "", customer, "5.1.1", "550 no", subject="Our offer 7"
            ),
            mails.text_mail(
                "postmaster@mx.example",
                self.address,
                f"<{customer}>: 552 5.2.2 mailbox full",
                Subject="Undeliverable: Our offer 7",
                Return_Path="<>",
                X_Failed_Recipients=customer,
            ),
        ):
            row.bounce_state = False
            raw = raw.replace(b"Mon, 07 Jul 2025 10:00:00 +0200", now)
            self.server.deliver(self.box, raw)
            self.mailbox._sync()
            row.invalidate_recordset()
            self.assertEqual(row.bounce_state, "failed")
            self.assertEqual(
                self.rows().filtered("bounce_state"), row, "and no other message"
            )
        # Anybody can guess a subject: the address is not taken for dead.
        self.assertFalse(
            self.env["switchboard.dead.address"].search([("email", "=", customer)])
        )

    def test_another_recipient_ties_nothing(self):
        row = self.post(subject="Our offer 7")
        self.server.deliver(
            self.box,
            mails.delivery_report(
                self.address, "", "x@y.example", "5.1.1", "550", subject="Our offer 7"
            ),
        )
        self.mailbox._sync()
        row.invalidate_recordset()
        self.assertFalse(row.bounce_state)

    def test_unknown_message_id_ties_nothing(self):
        row = self.post()
        self.server.deliver(
            self.box,
            mails.delivery_report(
                self.address, "unknown@x.example", "a@x.example", "5.1.1", "550 no"
            ),
        )
        self.mailbox._sync()
        self.assertFalse(self.values(row)["bounce"])
        bounce = self.rows().filtered(lambda r: r.kind == "bounce")
        self.assertNotEqual(bounce.channel_id, self.channel)

    def test_report_before_its_message(self):
        other = self.make_mailbox(f"re{self.address}")
        raw = mails.text_mail(
            other.email, "gone@x.example", "Hello", Message_ID="<first-1@ours.example>"
        )
        report = mails.delivery_report(
            other.email, "first-1@ours.example", "gone@x.example", "5.1.1", "550 no"
        )
        login = other.email.partition("@")[0]
        self.server.deliver(login, report)
        other.action_connect()
        other._sync()
        self.server.deliver(login, raw, "Sent")
        other._sync()
        row = self.env["switchboard.message"].search(
            [("line_id", "=", other.line_id.id), ("direction", "=", "out")]
        )
        self.assertEqual(row.bounce_state, "failed")


@tagged("post_install", "-at_install")
class TestMachines(ContentCase):
    def test_machines_are_labelled_and_never_unread(self):
        cases = {
            "auto_reply": {"Auto_Submitted": "auto-replied"},
            "list": {"List_Id": "<news.x.example>"},
            "bulk": {"Precedence": "bulk"},
        }
        self.receive_html("<p>A person</p>", Subject="first")
        channel = self.conversation()
        unread = channel.with_user(self.ben).switchboard_unread
        for kind, headers in cases.items():
            with self.subTest(kind):
                message = self.receive_html("<p>Hi</p>", Subject=kind, **headers)
                row = message.switchboard_message_ids
                self.assertEqual(row.kind, kind)
                self.assertFalse(row.live)
                self.assertEqual(message._switchboard_values()["label"], kind)
                channel.invalidate_recordset()
                self.assertEqual(channel.with_user(self.ben).switchboard_unread, unread)
        self.receive_html("<p>A person again</p>", Subject="again")
        channel.invalidate_recordset()
        self.assertEqual(channel.with_user(self.ben).switchboard_unread, unread + 1)

    def post(self, **kwargs):
        message = self.conversation().message_post(
            body=Markup("<p>Thanks</p>"), **kwargs
        )
        return message.switchboard_message_ids.outgoing_ids

    def test_automatic_mail_says_so(self):
        self.receive_html("<p>Hi</p>")
        self.post(switchboard_automatic=True)
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox(self.customer)
        self.assertEqual(self.parse(raw)["Auto-Submitted"], "auto-generated")
        self.post()
        self.env["switchboard.outgoing"]._process()
        self.assertIsNone(
            self.parse(self.server.inbox(self.customer)[-1])["Auto-Submitted"]
        )

    def test_no_machine_is_answered_by_a_machine(self):
        self.receive_html("<p>Away</p>", Auto_Submitted="auto-replied")
        held = self.post(switchboard_automatic=True)
        self.assertEqual(held.paused_reason, "automatic")
        self.assertFalse(self.post().paused_reason)
        self.env["switchboard.outgoing"]._process()
        self.assertEqual(len(self.server.inbox(self.customer)), 1)

    def test_breaker_trips_and_resumes(self):
        self.receive_html("<p>Hi</p>")
        for _round in range(const.AUTOMATIC_ROUNDS):
            self.assertFalse(self.post(switchboard_automatic=True).paused_reason)
        held = self.post(switchboard_automatic=True)
        self.assertEqual(held.paused_reason, "rounds")
        breaker = self.env["switchboard.breaker"].search(
            [("line_id", "=", self.line.id)]
        )
        self.assertEqual(breaker.email, self.customer_address)
        self.assertIn("10 automatic messages", breaker.reason)
        # People may always write.
        self.assertFalse(self.post().paused_reason)
        with self.assertRaises(AccessError):
            breaker.with_user(self.carla).action_resume()
        breaker.with_user(self.ben).action_resume()
        self.assertFalse(held.paused_reason)
        self.assertFalse(breaker.exists())
        self.assertFalse(self.post(switchboard_automatic=True).paused_reason)
