"""A number from connecting to STOP, as people see it: Chromium and real webhooks."""

from odoo.tests import HttpCase, tagged

from ..tools import twilio
from .phone_common import OURS, THEIRS, PhoneMixin

_DISCUSS = "/odoo/discuss"


@tagged("post_install", "-at_install")
class TestPhoneTour(PhoneMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_twilio()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self.account = self.twilio.add_account()
        self.account.auth_token = "the-right-token"
        self.account.add_number(OURS, mms=True)

    def _connect(self):
        self.phone = self.make_phone()
        self.line = self.phone.line_id
        self.phone.action_connect()
        self._set_up_grants()

    def _webhook(self, body, **values):
        """Call the server as Twilio does, and have it worked off as by the cron."""
        payload = self.incoming(body, **values)
        signature = self.sign("sms", payload)
        path = self.phone._callback_url("sms").removeprefix(self.phone.public_url)
        answer = self.url_open(
            path, data=payload, headers={twilio.SIGNATURE_HEADER: signature}
        )
        self.assertEqual((answer.status_code, answer.text), (200, "<Response/>"))
        self.env["switchboard.webhook"]._work()

    def _leave(self):
        outgoing = self.env["switchboard.outgoing"].search(
            [("line_id", "=", self.line.id), ("state", "=", "queued")]
        )
        outgoing.send_at = "2020-01-01"
        self.process()
        self.assertEqual(outgoing.mapped("state"), ["sent"])

    def test_connect_receive_answer_stop(self):
        # What the manager would type; the account is this run's.
        self.env["ir.default"].set(
            "switchboard.connect.phone", "account_sid", self.account.sid
        )
        self.env["ir.default"].set(
            "switchboard.connect.phone", "public_url", "https://ours.example"
        )
        self.start_tour(
            "/odoo/action-mail_switchboard.phone_line_action",
            "mail_switchboard_phone_connect",
            login="sb_manager",
        )
        self.phone = self.env["switchboard.phone"].search([("number", "=", OURS)])
        self.line = self.phone.line_id
        self.assertEqual(self.phone.owner_id, self.manager)
        self._set_up_grants()
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>Ours Sales</p>"}
        )
        self._webhook("Is the roof ready?")
        self.start_tour(_DISCUSS, "mail_switchboard_phone_answer", login="sb_ben")
        self._leave()
        self.assertEqual(len(self.account.messages), 1)
        self._webhook("STOP")
        self.start_tour(_DISCUSS, "mail_switchboard_phone_stopped", login="sb_ben")
        self.start_tour(
            f"/odoo/switchboard.phone/{self.phone.id}",
            "mail_switchboard_phone_opt_outs",
            login="sb_manager",
        )
        self._webhook("START")
        self.start_tour(_DISCUSS, "mail_switchboard_phone_started", login="sb_ben")

    def test_chatter(self):
        self._connect()
        # Long enough to see the clock.
        self.phone.undo_seconds = 30
        self.ben.group_ids += self.env.ref("base.group_partner_manager")
        contact = self.env["res.partner"].create({"name": "Maria", "phone": THEIRS})
        url = f"/odoo/contacts/{contact.id}"
        self.start_tour(url, "mail_switchboard_phone_chatter", login="sb_ben")
        self._leave()
        self._webhook("Thanks a lot")
        self._webhook("STOP")
        self.start_tour(url, "mail_switchboard_phone_chatter_answered", login="sb_ben")
        self.assertEqual(len(self.account.messages), 1)

    def test_write_first(self):
        self._connect()
        self.start_tour(
            "/odoo/action-mail_switchboard.write_first_action",
            "mail_switchboard_phone_write_first",
            login="sb_ben",
        )

    def _connect_both(self):
        """A mailbox and a phone; Maria has written to both."""
        self._set_up_server()
        self._set_up_mailbox()
        self._set_up_grants()
        self.mailbox.action_connect()
        self.env["res.partner"].create(
            {"name": "Maria Silva", "phone": THEIRS, "email": self.customer_address}
        )
        self._connect()
        # Long enough to see the clock.
        self.phone.undo_seconds = self.mailbox.undo_seconds = 30
        self._webhook("By SMS")

    def _open(self, channel, tour):
        url = f"{_DISCUSS}?active_id=discuss.channel_{channel.id}"
        self.start_tour(url, f"mail_switchboard_phone_{tour}", login="sb_ben")

    def _queued(self, line):
        return self.env["switchboard.outgoing"].search(
            [("line_id", "=", line.id), ("state", "=", "queued")]
        )

    def test_other_kind(self):
        self._connect_both()
        self.start_tour(_DISCUSS, "mail_switchboard_phone_other", login="sb_ben")

    def test_stop(self):
        self._connect()
        self.phone.undo_seconds = 30
        self._webhook("Hello")
        self.start_tour(_DISCUSS, "mail_switchboard_phone_stop", login="sb_ben")
        self.assertFalse(self._queued(self.line))
        self.process()
        self.assertEqual(self.account.messages, [])

    def test_failed_goes_the_other_way(self):
        self._connect_both()
        self.phone.undo_seconds = 0
        self.post("Come at ten")
        self.twilio.script((400, 21614, "Not a mobile number"))
        self.process()
        self._open(self.talk(), "failed_sms")
        mail = self._queued(self.mailbox.line_id)
        self.assertEqual(mail.recipients, self.customer_address)
        mail.action_stop()
        channel = self.conversation()
        message = channel.with_user(self.ben).message_post(body="At eleven")
        failed = message.sudo().switchboard_message_ids.outgoing_ids
        failed.write({"state": "failed", "error": "No such mailbox"})
        self._open(channel, "failed_email")
        self.assertEqual(self._queued(self.line).recipients, THEIRS)

    def test_one_timeline_and_writing_first_to_a_contact(self):
        self._connect_both()
        self.send_mail(subject="By mail")
        self.mailbox._sync()
        contact = self.env["res.partner"].search([("name", "=", "Maria Silva")])
        url = f"/odoo/res.partner/{contact.id}"
        self.start_tour(url, "mail_switchboard_phone_timeline", login="sb_ben")
        self.start_tour(
            "/odoo/action-mail_switchboard.write_first_action",
            "mail_switchboard_phone_write_first_contact",
            login="sb_ben",
        )
        self.assertEqual(self._queued(self.line).recipients, THEIRS)
