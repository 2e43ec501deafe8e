"""States of a line: what fails it, what waits, who is told."""

from odoo.tests import tagged

from ..tools import errors
from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestHealth(SwitchboardCase):
    def _notes(self):
        return self.env["mail.message"].search_count(
            [
                ("partner_ids", "in", self.manager.partner_id.ids),
                ("subject", "like", "is back"),
            ]
        )

    def test_one_activity_and_one_note(self):
        for _again in range(3):
            self.mailbox._sync_failed(errors.CredentialsRefused("no"))
        self.assertEqual(self.mailbox.state, "failed")
        self.assertEqual(len(self.line.failure_activity_id), 1)
        self.assertEqual(self.line.failure_activity_id.user_id, self.manager)
        self.assertEqual(self._notes(), 0)
        self.assertTrue(self.mailbox.action_connect())
        self.assertTrue(self.mailbox._sync())
        self.assertTrue(self.mailbox._sync())
        self.assertFalse(self.line.failure_activity_id)
        self.assertEqual(self._notes(), 1)

    def test_what_fails_a_line_and_what_backs_off(self):
        for error, state, words in (
            (errors.CredentialsRefused("535 no"), "failed", "refused the user name"),
            (errors.ConsentGone("gone"), "failed", "Sign in again"),
            (errors.ServerUnreachable("refused"), "connected", "Retrying at"),
            (errors.TlsFailed("expired"), "connected", "Retrying at"),
            (errors.Throttled("later", 120), "connected", "Retrying at"),
            (errors.ProtocolFailed("what?"), "connected", "Retrying at"),
            (ValueError("boom"), "connected", "Retrying at"),
        ):
            with self.subTest(error=error):
                self.line._set_state("connected")
                self.mailbox._sync_failed(error)
                self.assertEqual(self.line.state, state)
                self.assertIn(words, self.line.state_message)
        self.assertEqual(len(self.line.failure_activity_id), 0)

    def test_retry_after_wins(self):
        self.assertGreaterEqual(
            self.mailbox._sync_failed(errors.Throttled("later", 7200)), 7200
        )
