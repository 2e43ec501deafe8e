import time

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .phone_common import OURS, THEIRS, PhoneCase


@tagged("post_install", "-at_install")
class TestPhoneOut(PhoneCase):
    def test_answer(self):
        self.receive("Is the roof ready?")
        outgoing = self.post(Markup("<p>Yes, <b>today</b></p><p>See you</p>"))
        self.assertEqual((outgoing.state, outgoing.sms_parts), ("queued", 1))
        self.process()
        self.assertEqual(outgoing.state, "sent", outgoing.error)
        [row] = self.account.messages
        self.assertEqual((row["from"], row["to"]), (OURS, THEIRS))
        self.assertEqual(row["body"], "Yes, *today*\nSee you")
        self.assertEqual(outgoing.provider_sid, row["sid"])
        message = outgoing.message_id.mail_message_id
        self.assertEqual(message.message_type, "sms")
        self.assertFalse(message.subject)

    def test_processed_again_sends_nothing(self):
        self.post()
        self.process()
        self.process()
        self.assertEqual(len(self.account.messages), 1)

    def test_one_that_cannot_be_prepared_holds_up_no_other(self):
        broken = self.post("Broken")
        self.start("+49 1512 3456780", body="Well")
        Outgoing = self.registry["switchboard.outgoing"]
        prepare = Outgoing._sms_request

        def fail(outgoing):
            if outgoing.id == broken.id:
                raise ValueError("A file of it is odd")
            return prepare(outgoing)

        self.patch(Outgoing, "_sms_request", fail)
        with self.assertLogs("odoo.addons.mail_switchboard", "ERROR"):
            self.process()
        self.assertEqual(self.sent_texts(), ["Well"])
        self.assertEqual(
            (broken.state, broken.error), ("queued", "A file of it is odd")
        )
        self.assertGreater(broken.send_at, fields.Datetime.now())

    def test_write_first(self):
        channel = self.start("+49 1512 3456789", body="Good morning")
        self.assertEqual(channel, self.talk())
        self.process()
        self.assertEqual(self.sent_texts(), ["Good morning"])
        self.assertEqual(self.start(), channel)

    def test_write_first_goes_to_one_number(self):
        Channel = self.env["discuss.channel"].with_user(self.manager)
        for numbers, words in (
            ([THEIRS, "+351912345678"], "one person"),
            ([], "one person"),
            (["maria@cliente.example"], "is not a phone number"),
        ):
            with self.subTest(numbers=numbers), self.assertRaises(UserError) as caught:
                Channel._switchboard_write_first(self.line, numbers, body="Hi")
            self.assertIn(words, str(caught.exception))

    def test_signature_only_when_there_is_one(self):
        self.post("Plain")
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>The <b>Sales</b> Team</p>"}
        )
        self.post("Signed")
        self.process()
        plain, signed = self.sent_texts()
        self.assertEqual(plain, "Plain")
        self.assertRegex(signed, r"^Signed\s+The \*Sales\* Team$")

    def test_stop(self):
        self.phone.undo_seconds = 30
        outgoing = self.post("Wait")
        self.process()
        self.assertEqual(outgoing.state, "queued")
        self.assertTrue(outgoing.with_user(self.ben).action_stop())
        outgoing.send_at = "2020-01-01"
        self.process()
        self.assertEqual((outgoing.state, self.account.messages), ("stopped", []))

    def test_rights(self):
        self.receive()
        for user in (self.carla, self.nobody, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.post(user=user)
        self.assertEqual(self.post(user=self.sara).user_id, self.sara)

    def test_stopped_number_is_refused(self):
        self.receive("STOP")
        with self.assertRaises(UserError) as caught:
            self.post("One more thing")
        self.assertIn("STOP", str(caught.exception))
        channel = self.talk().with_user(self.ben)
        self.assertFalse(channel.switchboard_can_send)
        self.assertIn(
            "🇩🇪 01512 3456789 has answered STOP", channel.switchboard_no_send_reason
        )
        self.receive("START")
        channel.invalidate_recordset()
        self.assertTrue(channel.switchboard_can_send)
        self.post("Welcome back")

    def test_stop_within_the_undo_window(self):
        self.receive("Hello")
        outgoing = self.post("On my way")
        self.receive("STOP")
        outgoing.paused_reason = False  # what came in has paused it as well
        self.process()
        self.assertEqual((outgoing.state, self.account.messages), ("failed", []))
        self.assertIn("STOP", outgoing.error)

    def test_twilio_knows_of_a_stop(self):
        outgoing = self.post()
        self.twilio.script((400, 21610, "Attempt to send to unsubscribed recipient"))
        self.process()
        self.assertEqual(outgoing.state, "failed")
        self.assertTrue(self.env["switchboard.opt.out"]._of(self.line, [THEIRS]))

    def test_errors(self):
        for step, state, words in (
            ((400, 21211, "x"), "failed", "does not exist"),
            ((400, 21614, "x"), "failed", "cannot receive SMS"),
            ((400, 30034, "x"), "failed", "A2P 10DLC"),
            ((400, 21611, "x"), "queued", "Too many messages wait"),
        ):
            with self.subTest(step=step):
                outgoing = self.post()
                self.twilio.script(step)
                self.process()
                self.assertEqual(outgoing.state, state)
                self.assertIn(words, outgoing.error)
                outgoing.unlink()
        self.assertEqual(self.account.messages, [])

    def test_told_to_wait(self):
        outgoing = self.post()
        self.twilio.script((429, 20429, "Too many requests", {"Retry-After": "40"}))
        self.process()
        self.assertEqual((outgoing.state, outgoing.attempts), ("queued", 0))
        runtime = self.line.sudo().runtime_ids
        self.assertTrue(runtime.send_hold_until)
        self.process()
        self.assertEqual(self.account.messages, [])
        runtime.send_hold_until = False
        self.process()
        self.assertEqual(outgoing.state, "sent")

    def test_refused_account_fails_the_line(self):
        outgoing = self.post()
        self.account.auth_token = "changed"
        self.process()
        self.assertEqual(outgoing.state, "queued")
        self.assertEqual(self.phone.state, "failed")
        self.assertIn("refused the account", self.phone.state_message)
        self.phone.auth_token = "changed"
        self.phone.action_connect()
        self.process()
        self.assertEqual(outgoing.state, "sent")

    def test_pace_by_parts(self):
        """Ten parts a second: three parts keep the number busy for 0.3 s."""
        self.post("a" * 400)
        self.post("Second")
        began = time.monotonic()
        self.process()
        self.assertGreaterEqual(time.monotonic() - began, 0.3)
        self.assertEqual(len(self.account.messages), 2)
        self.post("Third")
        self.phone.number_type = "long_code"
        began = time.monotonic()
        Outgoing = self.env["switchboard.outgoing"].sudo()
        self.env.cr.execute(Outgoing._occupy_sql(self.line, 5))
        self.env["switchboard.outgoing"]._process(seconds=1)
        self.assertLess(time.monotonic() - began, 2)
        self.assertEqual(len(self.account.messages), 2)

    def test_order_within_a_conversation(self):
        for text in ("One", "Two", "Three"):
            self.post(text)
        self.process()
        self.assertEqual(self.sent_texts(), ["One", "Two", "Three"])

    def test_too_long_and_empty(self):
        for body in ("a" * 1601, "", "<p><br></p>"):
            with self.subTest(length=len(body)), self.assertRaises(UserError):
                self.post(Markup(body))

    def test_files(self):
        file = self.env["ir.attachment"].create(
            {"name": "a.png", "raw": b"\x89PNG", "mimetype": "image/png"}
        )
        file.write({"res_model": "discuss.channel", "res_id": self.start().id})
        self.post("Look", user=self.manager, attachment_ids=file.ids)
        self.process()
        [url] = self.twilio.sent_values[-1]["MediaUrl"]
        self.assertIn("/media/", url)
        self.phone.sudo().can_mms = False
        with self.assertRaises(UserError) as caught:
            self.post("Look", user=self.manager, attachment_ids=file.ids)
        self.assertIn("text only", str(caught.exception))

    def test_dialog(self):
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        wizard = Wizard.create(
            {"messenger": "sms", "line_id": self.line.id, "number": "+49 1512 3456789"}
        )
        self.assertFalse(wizard.existing_channel_id)
        with self.assertRaises(UserError):
            wizard.action_send()
        wizard.sms_text = "Good morning\nwhere are you?"
        wizard.action_send()
        self.process()
        self.assertEqual(self.sent_texts(), ["Good morning\nwhere are you?"])
        again = Wizard.create(
            {"messenger": "sms", "line_id": self.line.id, "number": THEIRS}
        )
        self.assertEqual(again.existing_channel_id, self.talk())
        self.assertEqual(Wizard.create({}).messenger, "sms")

    def test_dialog_for_a_contact_and_a_record(self):
        maria = self.env["res.partner"].create(
            {"name": "Maria", "phone": "+49 1512 3456789"}
        )
        team = self.env["crm.team"].create({"name": "Roofers"})
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        form = Form(
            Wizard.with_context(
                default_messenger="sms", default_record_ref=f"crm.team,{team.id}"
            )
        )
        self.assertEqual(form.line_id, self.line)
        form.number, form.sms_text = "nobody", "Hi"
        with self.assertRaisesRegex(UserError, "is not a phone number"):
            form.save().action_send()
        form.sms_partner_id = maria
        self.assertEqual(form.number, THEIRS)
        wizard = form.save()
        for _pressed in range(2):
            wizard.action_send()
        self.process()
        self.assertEqual(self.sent_texts(), ["Hi"])
        Shared = self.env["switchboard.shared.message"].with_user(self.ben)
        self.assertEqual(Shared.search(Shared._about(team)).kind, "sms")
        self.assertEqual(Shared.search(Shared._about(maria)).kind, "sms")
