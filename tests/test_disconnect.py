"""Disconnecting, connecting again, deleting; the test email."""

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestDisconnect(SwitchboardCase):
    def _wizard(self, content):
        return (
            self.env["switchboard.disconnect.mailbox"]
            .with_user(self.manager)
            .create({"mailbox_id": self.mailbox.id, "content": content})
        )

    def _fill(self):
        self.send_mail(subject="One")
        self.send_mail(subject="Two")
        self.mailbox._sync()
        channel = self.conversation()
        self.line.undo_seconds = 100
        channel.with_user(self.ben).message_post(body=Markup("<p>Later</p>"))
        return channel

    def test_keep(self):
        channel = self._fill()
        wizard = self._wizard("keep")
        self.assertEqual(
            (wizard.messages, wizard.conversations, wizard.waiting), (3, 1, 1)
        )
        wizard.action_disconnect()
        self.assertEqual(self.mailbox.state, "disconnected")
        self.assertFalse(self.mailbox.password_secret)
        self.assertEqual(len(self.shown(channel, user=self.ben)), 3)
        with self.assertRaisesRegex(UserError, "not connected"):
            channel.with_user(self.ben).message_post(body=Markup("<p>Hi</p>"))
        with self.assertRaisesRegex(UserError, "Connect “Sales” first"):
            self.mailbox.action_sync_now()

    def test_erase_and_connect_again(self):
        self._fill()
        self._wizard("erase").action_disconnect()
        domain = [("line_id", "=", self.line.id)]
        self.assertFalse(self.env["switchboard.message"].search(domain))
        self.assertFalse(self.conversation())
        action = self.mailbox.with_user(self.manager).action_reconnect()
        self.assertEqual(action["res_model"], "switchboard.mailbox")
        self.mailbox.with_user(self.manager).password = "secret"
        self.assertEqual(
            self.mailbox.with_user(self.manager).action_connect_again()["type"],
            "ir.actions.act_window_close",
        )
        self.mailbox._sync()
        self.assertEqual(
            self.env["switchboard.message"].search_count(domain), 2, "all of it again"
        )

    def test_delete(self):
        self._fill()
        servers = self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id
        line, mailbox = self.line, self.mailbox
        self._wizard("delete").action_disconnect()
        for gone in (line, mailbox, *servers):
            self.assertFalse(gone.exists())

    def test_others_do_not_disconnect(self):
        for user in (self.ben, self.nobody):
            with self.assertRaises(AccessError):
                self.mailbox.with_user(user).action_disconnect()

    def test_test_email(self):
        self.manager.email = f"{self.customer}@cliente.example"
        mailbox = self.mailbox.with_user(self.manager)
        result = mailbox.action_send_test()["params"]
        self.assertEqual(result["type"], "success")
        [raw] = self.server.inbox(self.customer)
        self.assertIn(b"Test of", raw)
        mailbox.smtp_port = 1
        result = mailbox.action_send_test()["params"]
        self.assertEqual(result["type"], "danger")
        self.assertIn("cannot be reached", result["message"])
        with self.assertRaises(AccessError):
            self.mailbox.with_user(self.ben).action_send_test()

    def test_receive_only(self):
        self.send_mail()
        self.mailbox.smtp_host = ""
        self.assertTrue(self.mailbox.receive_only)
        self.assertTrue(self.mailbox.action_connect())
        self.assertTrue(self.mailbox._sync())
        channel = self.conversation().with_user(self.ben)
        self.assertIn("only receives", channel.switchboard_no_send_reason)
        with self.assertRaisesRegex(UserError, "only receives"):
            channel.message_post(body=Markup("<p>Hi</p>"))
        with self.assertRaisesRegex(UserError, "only receives"):
            self.mailbox.action_send_test()
