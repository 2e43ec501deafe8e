"""Dry run, progress, journal and completeness bar in Chromium."""

from odoo.tests import HttpCase, tagged

from ..tools import mime
from .sync_common import SyncMixin, mail


@tagged("post_install", "-at_install")
class TestSyncTour(SyncMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_assets()

    def test_proof_of_completeness(self):
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._skip_reason

        def skip_reason(mailbox, arrival, rules):
            if arrival.parsed.kind == mime.Kind.LIST:
                return "list", "List-Id"
            return original(mailbox, arrival, rules)

        Mailbox._skip_reason = skip_reason
        self.addCleanup(setattr, Mailbox, "_skip_reason", original)
        news = mail(3, subject="Newsletter", List_Id="<news.example>")
        self.connect({"INBOX": [mail(1), mail(2), news]})
        # Lost without a trace, and a first import that is still running.
        self.message(1)._erase()
        self.line.runtime_ids.write({"done": 3, "total": 10})
        self.line._set_state("syncing")
        self.start_tour(
            f"/odoo/m-switchboard.mailbox/{self.mailbox.id}",
            "mail_switchboard_sync_proof",
            login="sb_manager",
        )
        self.assertTrue(self.message(1), "the difference was fetched")
        self.assertTrue(self.message(3), "the skipped mail was imported")
