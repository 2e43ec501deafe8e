"""Nothing is missing: journal, quarantine, completeness, outages, changes, dry run."""

from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .. import const
from ..tools import mime
from .fakes.imap_store import FakeFolder
from .fakes.script import Rule
from .sync_common import SyncCase, mail


def ago(**delta):
    return datetime.now(timezone.utc) - timedelta(**delta)


@tagged("post_install", "-at_install")
class TestSyncProof(SyncCase):
    def skip_bulk(self):
        """Have a rule leave out newsletters, as an owner's setting does."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._skip_reason

        def skip_reason(mailbox, arrival):
            if arrival.parsed.kind == mime.Kind.LIST:
                return "list", "List-Id"
            return original(mailbox, arrival)

        Mailbox._skip_reason = skip_reason
        self.addCleanup(setattr, Mailbox, "_skip_reason", original)

    def break_reading(self, words):
        """Have the reading of mails with these words fail."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._read

        def read(mailbox, folder, fetched, own):
            if words in fetched.raw:
                raise ValueError("a bug in the reader")
            return original(mailbox, folder, fetched, own)

        Mailbox._read = read
        return lambda: setattr(Mailbox, "_read", original)

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

    # Quarantine

    def test_one_unreadable_mail_among_many(self):
        mend = self.break_reading(b"Poison")
        mails = [mail(n) for n in range(1, 30)]
        self.connect({"INBOX": [*mails, mail(30, body="Poison"), mail(31)]})
        row = self.journal()
        self.assertEqual(row.reason, "quarantined")
        self.assertIn("a bug in the reader", row.detail)
        self.assertEqual(row.raw_attachment_id.raw, mail(30, body="Poison"))
        self.assert_complete()
        self.assertEqual(self.folder().quarantined, 1)
        mend()
        self.mailbox.with_user(self.manager).action_retry_quarantine()
        self.assertTrue(row.imported)
        self.assertTrue(self.message(30))
        self.assert_complete(stored=31)

    def test_grey_line_stands_for_it_until_it_can_be_read(self):
        mend = self.break_reading(b"Poison")
        self.addCleanup(mend)
        self.connect({"INBOX": [mail(1), mail(2, body="Poison")]})
        channel = self.message(1).channel_id
        shown = self.shown(channel)
        self.assertEqual(len(shown), 2)
        self.assertTrue(any("could not be read" in m.body for m in shown))
        mend()
        self.mailbox.with_user(self.manager).action_retry_quarantine()
        shown = self.shown(channel)
        self.assertEqual(len(shown), 2)
        self.assertFalse(any("could not be read" in m.body for m in shown))

    def test_many_unreadable_mails_in_a_row(self):
        self.addCleanup(self.break_reading(b"Poison"))
        mails = [mail(n, body="Poison") for n in range(1, 41)]
        self.connect({"INBOX": [*mails, mail(41)]})
        self.assertEqual(self.folder().quarantined, 40)
        self.assertTrue(self.message(41))
        self.assert_complete()

    def test_mail_that_takes_too_long(self):
        self.addCleanup(setattr, const, "MAIL_SECONDS", const.MAIL_SECONDS)
        const.MAIL_SECONDS = 0.4
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._read

        def read(mailbox, folder, fetched, own):
            while b"Endless" in fetched.raw:
                pass
            return original(mailbox, folder, fetched, own)

        Mailbox._read = read
        self.addCleanup(setattr, Mailbox, "_read", original)
        self.connect({"INBOX": [mail(1), mail(2, body="Endless"), mail(3)]})
        self.assertEqual(self.journal().uid, 2)
        self.assertIn("takes longer", self.journal().detail)
        self.assert_complete()
        self.assertTrue(self.message(3))

    def test_mail_the_server_does_not_hand_over(self):
        self.connect()
        self.fake.quirks.add("forgetful")
        self.inbox.add(mail(1))
        self.sync()
        self.assertEqual(self.journal().reason, "quarantined")
        self.assert_complete()
        self.fake.quirks.clear()
        self.journal().with_user(self.manager).action_import()
        self.assert_complete(stored=1)

    def test_update_of_the_module_has_quarantine_retried(self):
        cron = self.env.ref("mail_switchboard.ir_cron_retry_quarantine")
        domain = [("cron_id", "=", cron.id)]
        self.env["ir.cron.trigger"].search(domain).unlink()
        self.env["switchboard.skipped"]._retry_after_update()
        self.assertTrue(self.env["ir.cron.trigger"].search(domain))
        mend = self.break_reading(b"Poison")
        self.connect({"INBOX": [mail(1, body="Poison")]})
        mend()
        self.env["switchboard.mailbox"]._cron_retry_quarantine()
        self.assertTrue(self.message(1))

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

    # Changes

    def dated(self):
        folder = FakeFolder()
        for number, days in enumerate((1, 20, 60, 400), 1):
            folder.add(mail(number), date=ago(days=days))
        return folder

    def test_period_widened_and_narrowed(self):
        self.connect({"INBOX": self.dated()}, values={"sync_period": "1m"})
        self.assertEqual(len(self.messages()), 2)
        self.mailbox.with_user(self.manager).sync_period = "3m"
        self.sync()
        self.assertEqual(len(self.messages()), 3)
        for message, days in zip(self.messages(), (1, 20, 60), strict=True):
            message.date = fields.Datetime.now() - timedelta(days=days)
        change = self.change("period", period="1m")
        self.assertTrue(change.narrower)
        self.assertEqual(change.affected, 1)
        change.action_apply()
        self.assertEqual(len(self.messages()), 3, "kept")
        self.change("period", period="7d", keep="remove").action_apply()
        self.assertEqual(len(self.messages()), 1)
        self.mailbox.with_user(self.manager).sync_period = "all"
        self.sync()
        self.assertEqual(len(self.messages()), 4, "what was removed may come back")

    def change(self, what, user=None, **values):
        Change = self.env["switchboard.sync.change"].with_user(user or self.manager)
        return Change.create({"mailbox_id": self.mailbox.id, "what": what, **values})

    def test_folder_deselected_and_selected_again(self):
        self.connect({"INBOX": [mail(1)], "Sent": FakeFolder([mail(1), mail(2)])})
        sent = self.folder("Sent")
        self.change("folder", folder_id=sent.id, keep="remove").action_apply()
        self.assertFalse(sent.selected)
        self.assertTrue(self.message(1), "it lies in the inbox too")
        self.assertFalse(self.message(2))
        sent.with_user(self.manager).action_select()
        self.sync()
        self.assertTrue(self.message(2), "no tombstone: it was not deleted")
        self.assert_complete(stored=2)
        self.change("folder", folder_id=sent.id).action_apply()
        self.sync()
        self.assertTrue(self.message(2), "kept")

    def test_everything_read_again_doubles_nothing(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        before = self.messages()
        self.change("restart_all").action_apply()
        self.sync()
        self.assertEqual(self.messages(), before)
        self.assert_complete(stored=2)

    def test_changes_are_the_managers_alone(self):
        self.connect({"INBOX": [mail(1)]})
        with self.assertRaises(AccessError):
            self.change("restart_all", user=self.nobody).action_apply()
        with self.assertRaises(AccessError):
            self.folder().with_user(self.nobody).action_select()

    # Dry run

    def test_dry_run_tells_and_stores_nothing(self):
        self.skip_bulk()
        folder = self.dated()
        folder.add(mail(9, body="x" * 900_000, List_Id="<n.example>"), date=ago(days=2))
        self.connect({"INBOX": folder, "Notes": []}, sync=False)
        action = self.mailbox.with_user(self.manager).action_dry_run()
        found = self.env[action["res_model"]].browse(action["res_id"])
        rows = {
            row.period: row.messages for row in found.row_ids if row.path == "INBOX"
        }
        counts = [rows[p] for p in ("today", "7d", "1m", "3m", "1y", "all")]
        self.assertEqual(counts, [0, 2, 3, 4, 4, 5])
        week = found.row_ids.filtered(lambda r: r.path == "INBOX" and r.period == "7d")
        self.assertEqual(week.megabytes, 0.9)
        outcomes = found.sample_ids.mapped("outcome")
        self.assertEqual(sorted(outcomes), ["skipped"] + ["stored"] * 4)
        self.assertTrue(all(found.sample_ids.mapped("why")))
        self.assertFalse(self.messages())
        self.sync()
        again = self.env["switchboard.dry.run"]._run(self.mailbox)
        self.assertIn("known", again.sample_ids.mapped("outcome"))

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
