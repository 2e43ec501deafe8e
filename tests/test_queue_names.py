"""What stands on the wire and in our copy: names, Bcc, ceilings of people, hours."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged

from .common import SwitchboardCase
from .fakes.imap_server import FakeImapServer
from .fakes.smtp_server import FakeSmtpServer


@tagged("post_install", "-at_install")
class TestQueueNames(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.smtp = self.enterContext(FakeSmtpServer())
        self.mailbox.write({"smtp_host": self.smtp.host, "smtp_port": self.smtp.port})

    def write(self, to="maria@cliente.example", user=None, **post):
        channel = self.env["discuss.channel"].with_user(user or self.ben)
        channel = channel._switchboard_write_first(self.line, to.split(","))
        message = channel.message_post(body=Markup("<p>Hi</p>"), **post)
        return message.sudo().switchboard_message_ids.outgoing_ids

    def process(self):
        self.env["switchboard.outgoing"]._process()

    def sent_folder(self):
        return self.server.inbox(self.box, "Sent")

    def test_two_operators_over_one_kept_connection(self):
        self.line.max_sessions = 1
        self.write("a@x.example", self.ben)
        self.write("b@x.example", self.sara)
        self.process()
        self.assertEqual({mail.session for mail in self.smtp.mails}, {1})
        names = {
            mail.recipients[0]: self.parse(mail.raw)["From"] for mail in self.smtp.mails
        }
        self.assertEqual(
            names,
            {
                "a@x.example": f"Ben Ortiz · Ours Sales <{self.address}>",
                "b@x.example": f"Sara Lind · Ours Sales <{self.address}>",
            },
        )

    def test_bcc_stands_in_our_copy_only(self):
        outgoing = self.write(
            switchboard_to=["maria@cliente.example"],
            switchboard_cc=["joao@cliente.example"],
            switchboard_bcc=["boss@ours.example"],
        )
        self.process()
        self.assertEqual(outgoing.state, "sent", outgoing.error)
        [mail] = self.smtp.mails
        self.assertEqual(
            sorted(mail.recipients),
            ["boss@ours.example", "joao@cliente.example", "maria@cliente.example"],
        )
        self.assertNotIn(b"boss@", mail.raw)
        [copy] = self.sent_folder()
        self.assertIn("boss@ours.example", self.parse(copy)["Bcc"])
        self.assertEqual(outgoing.message_id.email_bcc, "boss@ours.example")

    def test_a_sent_folder_is_made_at_the_top_and_subscribed(self):
        fake = self.enterContext(FakeImapServer({"INBOX": []}))
        self.mailbox.folder_ids.filtered(lambda f: f.role == "sent").unlink()
        self.mailbox.imap_port = fake.port
        outgoing = self.write()
        self.process()
        self.assertEqual(outgoing.sent_copy_state, "done", outgoing.sent_copy_error)
        self.assertEqual(len(fake.folders["Sent"].mails), 1)
        self.assertTrue(fake.asked('SUBSCRIBE "Sent"') or fake.asked("SUBSCRIBE Sent"))
        made = self.mailbox.folder_ids.filtered(lambda f: f.role == "sent")
        self.assertEqual(made.path, "Sent")

    def test_the_sync_knows_the_copy(self):
        outgoing = self.write()
        self.process()
        self.mailbox.folder_ids.selected = True
        self.mailbox._sync()
        self.mailbox._sync()
        index = self.env["switchboard.message"].search([("line_id", "=", self.line.id)])
        self.assertEqual(index, outgoing.message_id, "no double")
        self.assertEqual(index.location_ids.folder_id.role, "sent")

    def test_recipients_in_24_hours(self):
        self.line.max_recipients_per_day = 3
        first = self.write("a@x.example,b@x.example")
        second = self.write("c@x.example,d@x.example")
        self.process()
        self.assertEqual((first.state, second.state), ("sent", "queued"))
        self.assertFalse(second.attempts, "it was not tried")
        first.claimed_at = fields.Datetime.now() - timedelta(hours=25)
        self.env.flush_all()
        self.process()
        self.assertEqual(second.state, "sent", "a rolling day")

    def test_the_outlook_counts_recipients_too(self):
        self.line.max_recipients_per_day = 2
        self.write("a@x.example,b@x.example")
        self.process()
        outlook = self.line.with_user(self.ben).get_sending_outlook()
        hours = fields.Datetime.to_datetime(outlook["leaves_at"])
        hours = (hours - fields.Datetime.now()).total_seconds() / 3600
        self.assertAlmostEqual(hours, 24, delta=0.2)
        self.assertEqual(outlook["sent_last_day"], 1)

    def test_the_signature_stands_above_what_is_quoted(self):
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>The Team</p>"}
        )
        self.mailbox.quote_history = True
        self.send_mail(subject="Roof", body="What does it cost?")
        self.mailbox._sync()
        channel = self.conversation().with_user(self.ben)
        channel.message_post(body=Markup("<p>Ten thousand</p>"))
        self.process()
        [mail] = self.smtp.mails
        html = self.parse(mail.raw).get_body(("html",)).get_content()
        places = [
            html.index(words)
            for words in ("Ten thousand", "The Team", "What does it cost?")
        ]
        self.assertEqual(places, sorted(places))
        self.assertEqual(html.count("The Team"), 1)

    def test_a_stopped_and_edited_draft_is_signed_once(self):
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>The Team</p>"}
        )
        self.line.undo_seconds = 60
        outgoing = self.write().with_user(self.ben)
        self.assertTrue(outgoing.action_stop())
        draft = outgoing.get_card()["body"]
        self.line.undo_seconds = 0
        outgoing.channel_id.message_post(body=Markup(draft) + Markup("<p>Edited</p>"))
        self.process()
        [mail] = self.smtp.mails
        html = self.parse(mail.raw).get_body(("html",)).get_content()
        self.assertIn("Edited", html)
        self.assertEqual(html.count("The Team"), 1)
