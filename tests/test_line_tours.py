"""Members and disconnecting, as people click it."""

from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin


@tagged("post_install", "-at_install")
class TestLineTours(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self.mailbox.action_connect()
        self.mailbox._sync()
        self.url = f"/odoo/switchboard.mailbox/{self.mailbox.id}"

    def test_members(self):
        self.start_tour(
            self.url, "mail_switchboard_line_members", login="sb_manager", timeout=120
        )
        self.assertEqual(self.line.grant_ids.user_id, self.nobody)
        self.assertEqual(self.line.grant_ids.level, "send_own")

    def test_disconnecting(self):
        self.send_mail(subject="One")
        self.send_mail(subject="Two")
        self.mailbox._sync()
        self.start_tour(
            self.url,
            "mail_switchboard_line_disconnect",
            login="sb_manager",
            timeout=120,
        )
        self.assertFalse(self.conversation())
        self.assertEqual(self.mailbox.state, "syncing")
        self.mailbox._sync()
        self.assertTrue(self.conversation())
