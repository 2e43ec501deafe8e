"""The page of the queue and the tab with the ceilings in Chromium."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin


@tagged("post_install", "-at_install")
class TestOutgoingTour(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.line._set_state("connected")
        self.now = fields.Datetime.now()

    def write(self, name, **values):
        channel = self.env["discuss.channel"]._switchboard_write_first(
            self.line, [f"{name}@x.example"]
        )
        message = channel.with_user(self.ben).message_post(body=Markup("<p>Hi</p>"))
        outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        outgoing.write(values)
        return outgoing

    def write_one_of_each(self):
        hour = self.now - timedelta(hours=1)
        self.write("late", send_at=self.now - timedelta(minutes=20))
        self.write("failed", state="failed", error="No such user.", finished_at=hour)
        self.write("refused", state="failed", error="Later.", finished_at=hour)
        self.write("doubt", state="in_doubt", finished_at=hour)
        self.write("lost", state="in_doubt", finished_at=hour)
        self.write("sent", state="sent", sent_at=hour, finished_at=hour)

    def states(self):
        rows = self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])
        return {row.recipients.partition("@")[0]: row.state for row in rows}

    def test_the_page(self):
        self.write_one_of_each()
        self.start_tour(
            "/odoo/action-mail_switchboard.outgoing_action",
            "mail_switchboard_outgoing_page",
            login="sb_manager",
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.states(),
            {
                **{"late": "stopped", "failed": "stopped", "refused": "queued"},
                **{"doubt": "sent", "lost": "sent", "sent": "sent"},
            },
        )

    def test_sent_per_hour(self):
        self.write_one_of_each()
        self.start_tour(
            "/odoo/action-mail_switchboard.outgoing_hours_action",
            "mail_switchboard_outgoing_hours",
            login="sb_manager",
        )

    def test_the_gauge(self):
        self.line.max_per_day = 4
        self.write_one_of_each()
        self.env["switchboard.outgoing"].search([("state", "=", "sent")]).write(
            {"claimed_at": self.now}
        )
        self.start_tour(
            f"/odoo/switchboard.mailbox/{self.mailbox.id}",
            "mail_switchboard_sending_gauge",
            login="sb_manager",
        )

    def test_late_sentences(self):
        Outgoing = self.env["switchboard.outgoing"]
        self.write_one_of_each()
        [sentence] = Outgoing.with_user(self.carla).get_late_sentences()
        self.assertIn("20 minutes", sentence)
        self.assertIn("scheduled action", sentence)
        self.assertEqual(Outgoing.with_user(self.nobody).get_late_sentences(), [])
        changes = [
            (lambda: self.line._set_state("failed", "Bad password."), "Bad password."),
            (lambda: self.line._set_state("connected"), "scheduled action"),
            (lambda: self.hold("Too much mail."), "Too much mail."),
        ]
        for change, words in changes:
            with self.subTest(words):
                change()
                [sentence] = Outgoing.with_user(self.carla).get_late_sentences()
                self.assertIn(words, sentence)

    def hold(self, reason):
        self.env["switchboard.line"]._hold_sending(self.line.id, 60, reason)
