"""Forwarding as people click it."""

from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin


@tagged("post_install", "-at_install")
class TestForwardTour(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def test_forward_with_the_file(self):
        self._set_up_mailbox()
        self._set_up_grants()
        self.server.wipe("joe.forward")
        self.mailbox.action_connect()
        self.mailbox._sync()
        self.line.undo_seconds = 60
        self.send_mail(
            subject="Plan", attachment=("plan.pdf", b"%PDF-1.4", "application", "pdf")
        )
        self.mailbox._sync()
        channel = self.conversation()
        self.start_tour(
            f"/odoo/discuss?active_id=discuss.channel_{channel.id}",
            "mail_switchboard_forward",
            login="sb_ben",
            timeout=120,
        )
        outgoing = self.env["switchboard.outgoing"].search(
            [("line_id", "=", self.line.id)]
        )
        self.assertEqual(outgoing.user_id, self.ben)
        outgoing.send_at = "2020-01-01 00:00:00"
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox("joe.forward")
        [file] = self.parse(raw).iter_attachments()
        self.assertEqual(file.get_content(), b"%PDF-1.4")
