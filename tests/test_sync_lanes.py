"""Who is synced when: turns, slices, back-off."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .. import const
from ..models import sync_progress
from ..models.sync_pass import SyncPass
from .fakes.imap_store import FakeFolder
from .fakes.large_mail import LargeRaw
from .fakes.script import Rule
from .sync_common import SyncCase, mail


@tagged("post_install", "-at_install")
class TestSyncLanes(SyncCase):
    def setUp(self):
        super().setUp()
        # Lines that were there before wait until the test is over.
        others = self.env["switchboard.line.runtime"].search([])
        others.next_sync_at = fields.Datetime.now() + timedelta(days=1)

    @property
    def runtime(self):
        return self.line.runtime_ids

    def wait(self):
        """Seconds until the next pass."""
        self.runtime.invalidate_recordset()
        return (self.runtime.next_sync_at - fields.Datetime.now()).total_seconds()

    def test_what_waits_longest_is_next(self):
        lines = []
        for minutes in (5, 60, 20):
            self.connect()
            due = fields.Datetime.now() - timedelta(minutes=minutes)
            self.runtime.next_sync_at = due
            lines.append(self.line)
        Runtime = self.env["switchboard.line.runtime"]
        turns = [Runtime._claim_next(f"token{n}").line_id for n in range(3)]
        self.assertEqual(turns, [lines[1], lines[2], lines[0]])
        self.assertFalse(Runtime._claim_next("token3"), "each is somebody's now")
        self.assertEqual(Runtime._count_due(), 0)

    def test_line_that_is_not_connected_has_no_turn(self):
        for state in ("draft", "failed", "disconnected"):
            with self.subTest(state=state):
                self.connect()
                self.line._set_state(state)
                self.runtime.next_sync_at = "2020-01-01"
                Runtime = self.env["switchboard.line.runtime"]
                self.assertFalse(Runtime._claim_next("token"))

    def test_slices_end_complete(self):
        self.addCleanup(setattr, const, "SYNC_BATCH_MAILS", const.SYNC_BATCH_MAILS)
        const.SYNC_BATCH_MAILS = 4
        self.connect({"INBOX": [mail(n) for n in range(30)]}, sync=False)
        counts = []
        for _slice in range(20):
            done = self.mailbox._sync(0)
            counts.append(len(self.messages()))
            if done:
                break
            self.assertLessEqual(self.wait(), 0, "it goes on at once, after others")
        self.assertTrue(done)
        self.assertGreater(len(counts), 5)
        self.assertEqual(counts, sorted(counts))
        self.assert_complete(stored=30)

    def test_new_mail_comes_before_history(self):
        self.addCleanup(setattr, const, "SYNC_BATCH_MAILS", const.SYNC_BATCH_MAILS)
        const.SYNC_BATCH_MAILS = 4
        self.connect({"INBOX": [mail(n) for n in range(30)]}, sync=False)
        self.mailbox._sync(0)
        self.inbox.add(mail(50))
        self.mailbox._sync(0)
        self.assertTrue(self.message(50))
        self.assertFalse(self.message(0), "history is not done")

    def test_worker_that_is_wanted_elsewhere_stops(self):
        self.connect({"INBOX": [mail(n) for n in range(5)]}, sync=False)
        asked = []
        self.mailbox._sync(check_in=lambda count: asked.append(count))
        self.assertTrue(asked)

    def test_lane_checks_in_while_one_mail_takes_its_time(self):
        self.connect({"INBOX": [LargeRaw(1, 20)]}, sync=False)
        self.patch(sync_progress, "_CHECK_EVERY", 0.0)
        fetches = []

        def check_in(_count):
            fetches.append(len(self.fake.asked("UID FETCH")))
            return True

        self.assertTrue(self.mailbox._sync(check_in=check_in))
        pieces = set(fetches)
        self.assertGreaterEqual(len(pieces), 6, "with each piece of the mail")

    def test_slow_server_gets_small_batches(self):
        self.connect()
        running = SyncPass(self.mailbox, "token")
        for size, seconds, expected in (
            (1_000_000, 10, 400_000),
            (1_000, 10, 256 * 1024),
            (20_000_000, 0.5, const.SYNC_BATCH_BYTES),
            (3_000, 0.1, const.SYNC_BATCH_BYTES),
        ):
            running._pace(size, seconds)
            self.assertEqual(running.batch_bytes, expected)

    def test_next_pass_comes_after_the_plans_interval_with_jitter(self):
        self.connect()
        interval = self.mailbox._sync_interval()
        waits = set()
        for _n in range(8):
            self.sync()
            waits.add(round(self.wait() / interval, 2))
        self.assertGreater(len(waits), 1, "lines do not march in step")
        self.assertTrue(all(0.88 <= wait <= 1.12 for wait in waits), waits)

    def test_servers_wish_beats_our_back_off(self):
        self.connect()
        self.fake.rules.append(
            Rule(
                "LOGIN|AUTHENTICATE",
                reply="NO [UNAVAILABLE] try again in 20 m",
                times=1,
            )
        )
        self.assertFalse(self.mailbox._sync())
        self.assertGreaterEqual(self.wait(), 20 * 60 - 5)

    def test_back_off_grows_and_unknown_errors_never_fail_a_line(self):
        self.connect()
        self.fake.rules.append(Rule("EXAMINE", drop=True))
        waits = []
        for _n in range(4):
            self.assertFalse(self.mailbox._sync())
            waits.append(self.wait())
        self.assertEqual(waits, sorted(waits))
        self.assertGreater(waits[-1], 10 * 60)
        self.assertEqual(self.mailbox.state, "connected")

    def test_only_refused_credentials_fail_a_line(self):
        self.connect()
        self.fake.password = "another"
        self.assertFalse(self.mailbox._sync())
        self.assertEqual(self.mailbox.state, "failed")
        self.assertIn("refused", self.mailbox.state_message)

    def test_one_folder_that_refuses_does_not_stop_the_next(self):
        sent = FakeFolder([mail(2)], flags=("\\Sent",))
        self.connect({"INBOX": [mail(1)], "Sent": sent}, sync=False)
        self.fake.rules.append(Rule('EXAMINE INBOX|EXAMINE "INBOX"', reply="NO closed"))
        self.sync()
        self.assertTrue(self.message(2))
        self.assertIn("closed", self.folder().error)
        self.fake.rules.clear()
        self.sync()
        self.assertFalse(self.folder().error)
        self.assert_complete(stored=2)

    def test_form_is_told_of_progress(self):
        self.connect({"INBOX": [mail(n) for n in range(5)]}, sync=False)
        self.env["bus.bus"].search([]).unlink()
        self.sync()
        notes = self.env["bus.bus"].search([]).mapped("message")
        progress = [note for note in notes if "mail_switchboard/progress" in note]
        self.assertTrue(any('"total":5' in n.replace(" ", "") for n in progress))
