"""Nothing is missing: journal, completeness, outages, limits."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_sync_proof import ProofCase
from .fakes.script import Rule
from .sync_common import mail


@tagged("post_install", "-at_install")
class TestSyncProof(ProofCase):
    # Journal

    def test_skipped_mail_is_in_the_journal_and_can_be_imported(self):
        self.skip_bulk()
        self.connect({"INBOX": [mail(1), mail(2, List_Id="<news.example>")]})
        row = self.journal()
        self.assertEqual((row.reason, row.detail, row.uid), ("list", "List-Id", 2))
        self.assert_complete(stored=1)
        row.with_user(self.manager).action_import()
        self.assertTrue(row.imported)
        self.assertTrue(self.message(2))
        self.assert_complete(stored=2)

    def test_importing_what_is_gone_says_so(self):
        self.skip_bulk()
        self.connect({"INBOX": [mail(2, List_Id="<news.example>")]})
        self.inbox.expunge(1)
        with self.assertRaisesRegex(UserError, "no longer on the server"):
            self.journal().with_user(self.manager).action_import()

    def test_exception_brings_in_all_of_a_sender_and_holds(self):
        self.skip_bulk()
        news = {"sender": "news@shop.example", "List_Id": "<news.example>"}
        self.connect({"INBOX": [mail(1, **news), mail(2, **news)]})
        self.journal()[0].with_user(self.manager).action_make_exception()
        self.assertEqual(len(self.messages()), 2)
        self.inbox.add(mail(3, **news))
        self.sync()
        self.assertTrue(self.message(3))
        self.assert_complete(stored=3)

    def test_journal_is_the_managers_alone(self):
        self.skip_bulk()
        self.connect({"INBOX": [mail(2, List_Id="<news.example>")]})
        for user in (self.nobody, self.ben):
            with self.assertRaises(AccessError):
                self.journal().with_user(user).action_import()

    def test_deleted_message_comes_back_when_it_is_asked_for(self):
        self.connect({"INBOX": [mail(1)]})
        self.message(1).unlink()
        self.sync()
        self.journal().with_user(self.manager).action_import()
        self.assertTrue(self.message(1))
        self.sync()
        self.assert_complete(stored=1)

    # Completeness

    def test_planted_losses_are_found_and_fetched(self):
        self.connect({"INBOX": [mail(n) for n in range(1, 8)]})
        for number in (2, 5):
            self.message(number)._erase()
        self.assertEqual(self.mailbox.completeness, 100, "not noticed yet")
        self.mailbox.with_user(self.manager).action_check()
        self.assertEqual((self.folder().missing, self.mailbox.missing), (2, 2))
        self.assertLess(self.mailbox.completeness, 100)
        self.mailbox.with_user(self.manager).action_repair()
        self.assertEqual(self.mailbox.missing, 0)
        self.assert_complete(stored=7)
        self.assertIn("2 messages were missing", self.line.log_ids[0].text)

    def test_nightly_count_finds_losses(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        self.message(1)._erase()
        self.env["switchboard.mailbox"]._cron_check()
        self.sync()
        self.assertEqual(self.folder().missing, 1)

    def test_waiting_mail_is_no_loss(self):
        self.connect({"INBOX": [mail(1)]})
        self.inbox.add(mail(2))
        self.mailbox.with_user(self.manager).action_check()
        self.assertEqual((self.folder().waiting, self.folder().missing), (1, 0))

    # Outage

    def test_outage_is_made_up_for_and_noted(self):
        self.connect({"INBOX": [mail(1)]})
        self.message(1)._erase()  # lost while the line was away
        runtime = self.line.runtime_ids
        runtime.write(
            {
                "last_sync_at": fields.Datetime.now() - timedelta(hours=3, minutes=12),
                "failures": 4,
            }
        )
        for number in range(2, 15):
            self.inbox.add(mail(number))
        self.sync()
        text = self.line.log_ids[0].text
        self.assertEqual(text, "3 h 12 min offline, 14 messages recovered.")
        self.assert_complete(stored=14)

    def test_error_backs_off_and_names_the_time(self):
        self.connect({"INBOX": [mail(1)]})
        self.fake.rules.append(Rule("EXAMINE", bye="maintenance", times=1))
        self.assertFalse(self.mailbox._sync())
        self.assertEqual(self.mailbox.state, "connected")
        self.assertIn("Retrying at", self.mailbox.state_message)
        self.sync()
        self.assertFalse(self.mailbox.state_message)

    # Limits

    def test_daily_volume_stops_history_and_not_new_mail(self):
        self.connect({"INBOX": [mail(1)]}, sync=False, values={"provider": "gmail"})
        limit = self.mailbox._budget_left()
        self.assertLess(limit, 2500 * 1024 * 1024)
        runtime = self.line.runtime_ids
        runtime.write({"budget_day": fields.Date.today(), "budget_bytes": limit + 1})
        self.sync()
        self.assertFalse(self.messages())
        self.assertEqual(self.folder().waiting, 1)
        self.assertEqual(self.line.log_ids[0].kind, "limit")
        self.inbox.add(mail(2))
        self.sync()
        self.assertTrue(self.message(2))
        runtime.budget_day = fields.Date.today() - timedelta(days=1)
        self.sync()
        self.assert_complete(stored=2)

    def test_form_shows_the_bar_and_the_log(self):
        self.connect({"INBOX": [mail(1)]})
        with Form(self.mailbox.with_user(self.manager)) as form:
            self.assertEqual(form.completeness, 100)
