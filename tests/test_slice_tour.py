"""The slice as its users see it: Chromium, two users and more, real servers."""

import time

from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin

_DISCUSS = "/odoo/discuss"
_CONVERSATIONS = "/odoo/action-mail_switchboard.conversation_action"


@tagged("post_install", "-at_install")
class TestSliceTour(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self.address = "sales@ours.example"
        self.customer_address = "maria.tour@cliente.example"
        for user in ("sales", "maria.tour", "joao.tour", "rita.tour"):
            self.server.wipe(user)
        # What the manager would type; the ports are this run's.
        for name, value in {
            "imap_host": self.server.host,
            "imap_port": self.server.imap_port,
            "imap_security": "none",
            "smtp_host": self.server.host,
            "smtp_port": self.server.smtp_port,
            "smtp_security": "none",
            "smtp_auth": "none",
            "login": "sales",
        }.items():
            self.env["ir.default"].set("switchboard.connect.mailbox", name, value)

    def test_slice(self):
        first = self.send_mail(subject="Roof", body="Roof question")
        self.send_mail(
            subject="Re: Roof",
            body="One more thing",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
            In_Reply_To=first,
            References=first,
        )
        # 1. A manager connects the mailbox.
        self.start_tour(
            "/odoo/action-mail_switchboard.email_line_action",
            "mail_switchboard_slice_connect",
            login="sb_manager",
        )
        self.mailbox = self.env["switchboard.mailbox"].search(
            [("email", "=", self.address)]
        )
        self.assertEqual(self.mailbox.state, "syncing")
        self.line = self.mailbox.line_id
        self._set_up_grants()
        self.env["switchboard.signature"].create(
            {
                "line_id": self.line.id,
                "user_id": self.ben.id,
                "body": "<p>Ben, Roofs</p>",
            }
        )
        # 2. Its mail becomes conversations.
        self.assertTrue(self.mailbox._sync())
        self.assertEqual(self.mailbox.state, "connected")
        # 3. An operator answers, stops it, answers again.
        self.start_tour(_DISCUSS, "mail_switchboard_slice_answer", login="sb_ben")
        self._let_leave()
        [raw] = self.server.inbox("maria.tour")
        answer = self.parse(raw)
        body = answer.get_body(("plain",)).get_content()
        self.assertIn("A careful answer", body)
        self.assertIn("Ben, Roofs", body)
        self.assertIn(first, answer["References"])
        self.assertIn(self.address, answer["From"])
        # 4. The customer's answer comes back into the same conversation.
        self.send_mail(
            subject="Re: Roof",
            body="Thank you, Ben",
            In_Reply_To=answer["Message-ID"],
            References=f"{answer['References']} {answer['Message-ID']}",
        )
        self.mailbox._sync()
        self.start_tour(_DISCUSS, "mail_switchboard_slice_answered", login="sb_ben")
        for login, tour in (
            ("sb_carla", "mail_switchboard_slice_receive_only"),
            ("sb_nobody", "mail_switchboard_slice_no_grant"),
        ):
            self.start_tour(_DISCUSS, tour, login=login)
        # 5. Writing first.
        for tour in (
            "mail_switchboard_slice_write_first",
            "mail_switchboard_slice_create_only",
        ):
            self.start_tour(_CONVERSATIONS, tour, login="sb_ben")
        self._let_leave()
        for user in ("joao.tour", "rita.tour"):
            [raw] = self.server.inbox(user)
            self.assertEqual(self.parse(raw)["Subject"], "Offer for two")
        self.assertFalse(self.server.inbox("later.tour"))

    def _let_leave(self):
        """Work the queue off until nothing waits, as the cron does."""
        Outgoing = self.env["switchboard.outgoing"]
        waiting = [("line_id", "=", self.line.id), ("state", "=", "queued")]
        limit = time.monotonic() + 30
        while Outgoing.search_count(waiting) and time.monotonic() < limit:
            Outgoing._process()
            time.sleep(0.5)
        self.assertFalse(Outgoing.search(waiting))
