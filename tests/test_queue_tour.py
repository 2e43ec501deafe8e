"""Send later, pause and the signatures' matrix in Chromium."""

import os
from datetime import timedelta
from unittest.mock import patch

from markupsafe import Markup

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin


@tagged("post_install", "-at_install")
class TestQueueTour(SwitchboardMixin, HttpCase):
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
        self.mailbox.action_connect()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()
        self.url = f"/odoo/discuss?active_id=discuss.channel_{self.channel.id}"

    def outgoing(self):
        return self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])

    def test_send_later_in_the_users_zone(self):
        zone = "Pacific/Auckland"
        # The web client shows and reads times in the browser's own zone.
        self.enterContext(patch.dict(os.environ, {"TZ": zone}))
        self.start_tour(self.url, "mail_switchboard_queue_send_later", login="sb_ben")
        outgoing = self.outgoing().with_context(tz=zone)
        at = fields.Datetime.context_timestamp(outgoing, outgoing.shown_send_at)
        tomorrow = fields.Date.context_today(outgoing) + timedelta(days=1)
        self.assertEqual((at.date(), at.hour, at.minute), (tomorrow, 9, 0))

    def test_pause(self):
        self.line.undo_seconds = 120
        self.channel.with_user(self.ben).message_post(body=Markup("<p>Hm</p>"))
        self.send_mail(subject="Re: Roof", body="Wait")
        self.mailbox._sync()
        self.assertEqual(self.outgoing().paused_reason, "incoming")
        self.start_tour(self.url, "mail_switchboard_queue_paused", login="sb_ben")
        self.assertFalse(self.outgoing().paused_reason)

    def test_pause_shows_both_and_the_author_stops(self):
        self.line.undo_seconds = 120
        body = Markup("<p>We come on Monday</p>")
        self.channel.with_user(self.ben).message_post(body=body)
        self.send_mail(subject="Re: Roof", body="Do not come")
        self.mailbox._sync()
        self.start_tour(self.url, "mail_switchboard_queue_paused_stop", login="sb_ben")
        self.env.invalidate_all()
        self.assertEqual(self.outgoing().state, "stopped")

    def test_signature_matrix(self):
        self.env["switchboard.signature"].create(
            [
                {"line_id": self.line.id, "body": "<p>Ours</p>"},
                {
                    "line_id": self.line.id,
                    "user_id": self.ben.id,
                    "body": "<p>{{name}}</p>",
                },
            ]
        )
        self.start_tour(
            "/odoo/action-mail_switchboard.signature_preview_action",
            "mail_switchboard_signature_matrix",
            login="sb_manager",
        )
