"""What the owner changes about the sync, and what he may see before."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_sync_proof import ProofCase, ago
from .fakes.imap_store import FakeFolder
from .sync_common import mail


@tagged("post_install", "-at_install")
class TestSyncChange(ProofCase):
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

    def test_one_folder_read_again(self):
        self.connect({"INBOX": [mail(1)], "Sent": FakeFolder([mail(2)])})
        sent = self.folder("Sent")
        before, position = self.messages(), sent.last_uid
        self.change("restart", folder_id=self.folder().id).action_apply()
        self.assertFalse(self.folder().last_uid)
        self.assertEqual(sent.last_uid, position, "the other one is left alone")
        self.sync()
        self.assertEqual(self.messages(), before)
        self.assert_complete(stored=2)

    def test_changes_are_the_managers_alone(self):
        self.connect({"INBOX": [mail(1)]})
        with self.assertRaises(AccessError):
            self.change("restart_all", user=self.nobody).action_apply()
        with self.assertRaises(AccessError):
            self.folder().with_user(self.nobody).action_select()

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

    def test_dry_run_shows_twenty_samples_of_the_newest(self):
        self.connect({"INBOX": [mail(n) for n in range(30)]}, sync=False)
        found = self.env["switchboard.dry.run"]._run(self.mailbox)
        self.assertEqual(len(found.sample_ids), 20)
        subjects = set(found.sample_ids.mapped("subject"))
        self.assertEqual(subjects, {f"Mail {n}" for n in range(10, 30)})
        self.assertTrue(
            all("maria" in e for e in found.sample_ids.mapped("email_from"))
        )
        row = found.row_ids.filtered(lambda r: r.period == "all")
        self.assertEqual((row.path, row.messages), ("INBOX", 30))
        self.assertGreater(row.minutes, 0)
        self.assertGreater(row.megabytes, 0)

    def test_dry_run_says_why(self):
        self.skip_bulk()
        folders = {
            "INBOX": [
                mail(1),
                mail(2, List_Id="<news.example>"),
                mail(3, body="Poison"),
                mail(4, sender="vip@x.example", List_Id="<news.example>"),
            ]
        }
        self.connect(folders)
        self.message(1).unlink()
        self.mailbox._add_exceptions(["vip@x.example"])
        self.inbox.add(mail(5))
        self.inbox.add(mail(6, sender="new@x.example"))
        self.addCleanup(self.break_reading(b"Poison"))
        found = self.env["switchboard.dry.run"]._run(self.mailbox)
        why = {s.subject: (s.outcome, s.why) for s in found.sample_ids}
        self.assertEqual(why["Mail 1"], ("skipped", "Deleted here"))
        self.assertEqual(why["Mail 2"], ("skipped", "Mailing list or bulk: List-Id"))
        self.assertEqual(why["Mail 4"][0], "stored", "its sender is an exception")
        self.assertIn("joins the conversation “Maria Silva", why["Mail 5"][1])
        self.assertIn("opens a conversation with", why["Mail 6"][1])
        [unread] = found.sample_ids.filtered(lambda s: s.outcome == "quarantined")
        self.assertIn("a bug in the reader", unread.why)
