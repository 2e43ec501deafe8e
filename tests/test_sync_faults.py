"""Workers that are killed, servers that misbehave: one more pass and all is there."""

import os
import random
import time
from dataclasses import replace

from odoo.tests import tagged

from .. import const
from .common_queue import wait_until
from .common_sync_workers import SyncWorker, SyncWorkerCase
from .fakes.script import Rule
from .sync_common import mail

LONG = bool(os.environ.get("SWITCHBOARD_LONG"))
KILLS = 50
DROPS = 40 if LONG else 12


def small_batches(_env=None):
    """More commits, and so more moments to die between them."""
    const.SYNC_BATCH_MAILS = 7


def tiny_batches(_env=None):
    """The same with less work for each of the fifty."""
    const.SYNC_BATCH_MAILS = 3


# What the server does once, and whether the pass may come to its end all the same.
FAULTS = [
    ("dropped at SELECT", [Rule("EXAMINE", drop=True, times=1)]),
    ("dropped while fetching", [Rule("UID FETCH", drop=True, skip=2, times=1)]),
    ("reset while fetching", [Rule("UID FETCH", reset=True, skip=3, times=1)]),
    ("BYE in the middle", [Rule("UID FETCH", bye="Going down", skip=2, times=1)]),
    ("BYE at the search", [Rule("UID SEARCH", bye="Going down", times=1)]),
    ("NO to SELECT", [Rule("EXAMINE", reply="NO [UNAVAILABLE] later", times=1)]),
    ("NO to a search", [Rule("UID SEARCH", reply="NO not now", times=1)]),
    ("BAD to what it announced", [Rule("ENABLE", reply="BAD unknown", times=1)]),
    ("no room", [Rule("UID FETCH", reply="NO [OVERQUOTA] full", times=1)]),
    ("throttled", [Rule("UID FETCH", reply="NO [THROTTLED] wait 30 s", times=1)]),
    (
        "throttled at login",
        [Rule("LOGIN|AUTHENTICATE", reply="NO [UNAVAILABLE] try later", times=1)],
    ),
]


@tagged("post_install", "-at_install")
class TestSyncFaults(SyncWorkerCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, const, "SYNC_BATCH_MAILS", const.SYNC_BATCH_MAILS)
        small_batches()

    def settle(self, server, mailbox_id):
        """One more pass, after which everything has to be there."""
        self.assert_not_ahead(server, mailbox_id)
        self.expire_lease(mailbox_id)
        self.assertTrue(self.sync(mailbox_id))
        self.assert_complete(server, mailbox_id)

    def test_worker_killed_at_random_moments(self):
        rng, killed = random.Random(4), 0
        server, mailbox_id = self.connect(0)
        for round_ in range(KILLS):
            with self.subTest(round=round_):
                for number in range(12):
                    server.folders["INBOX"].add(mail(12 * round_ + number))
                fetched = len(server.asked("UID FETCH"))
                worker = self.worker(mailbox_id, tiny_batches)
                wait_until(lambda n=fetched: len(server.asked("UID FETCH")) > n)
                time.sleep(rng.uniform(0, 0.12))
                killed += worker.kill() != 0
                self.settle(server, mailbox_id)
        self.assertGreater(killed, KILLS // 2, "most died at their work")

    def test_first_import_killed_at_random_moments(self):
        rng = random.Random(5)
        for round_ in range(12 if LONG else 4):
            with self.subTest(round=round_):
                server, mailbox_id = self.connect(80)
                worker = self.worker(mailbox_id, small_batches)
                wait_until(lambda s=server: s.asked("UID FETCH"))
                time.sleep(rng.uniform(0, 0.3))
                worker.kill()
                self.settle(server, mailbox_id)

    def test_dead_workers_lease_runs_out(self):
        server, mailbox_id = self.connect(60)
        server.rules.append(Rule("UID FETCH", silence=30, skip=3, times=1))
        worker = self.worker(mailbox_id, small_batches)
        wait_until(lambda: len(server.asked("UID FETCH")) > 3)
        self.assertFalse(self.sync(mailbox_id), "the line is another worker's")
        worker.kill()
        self.assertFalse(self.sync(mailbox_id), "nobody knows yet that it is dead")
        self.settle(server, mailbox_id)

    def test_worker_that_lost_its_lease_writes_nothing_more(self):
        server, mailbox_id = self.connect(60)
        server.rules.append(Rule("UID FETCH", silence=1, skip=3, times=1))
        worker = self.worker(mailbox_id, small_batches)
        wait_until(lambda: len(server.asked("UID FETCH")) > 3)
        self.expire_lease(mailbox_id)
        self.assertTrue(self.sync(mailbox_id))
        self.assertEqual(worker.wait(), 0)
        self.assert_complete(server, mailbox_id)

    def test_two_workers_on_one_line(self):
        server, mailbox_id = self.connect(60)
        workers = [self.worker(mailbox_id, small_batches) for _n in range(2)]
        self.assertEqual([worker.wait() for worker in workers], [0, 0])
        self.assert_complete(server, mailbox_id)
        self.assertEqual(server.peak, 1, "one session for a mailbox")

    def test_two_lanes_on_two_lines(self):
        pairs = [self.connect(40) for _n in range(2)]
        lanes = [
            SyncWorker(
                self.registry, lambda env: env["switchboard.mailbox"]._cron_sync()
            )
            for _n in range(2)
        ]
        self.assertEqual([lane.wait() for lane in lanes], [0, 0])
        for server, mailbox_id in pairs:
            self.assert_complete(server, mailbox_id)
            self.assertEqual(server.peak, 1)

    def test_what_the_server_does_is_made_up_for(self):
        for name, rules in FAULTS:
            with self.subTest(fault=name):
                server, mailbox_id = self.connect(30)
                server.rules.extend(rules)
                self.sync(mailbox_id)
                server.rules.clear()
                self.settle(server, mailbox_id)

    def test_server_that_cuts_literals_and_names_wrong_uids(self):
        for quirk in ("cut-literal", "wrong-uids", "forgetful", "stubborn"):
            with self.subTest(quirk=quirk):
                server, mailbox_id = self.connect(20)
                server.quirks.add(quirk)
                self.sync(mailbox_id)
                self.assert_not_ahead(server, mailbox_id)
                server.quirks.clear()
                self.expire_lease(mailbox_id)
                with self.env() as env:
                    mailbox = env["switchboard.mailbox"].browse(mailbox_id)
                    mailbox._sync()
                    mailbox.skipped_ids.action_import()
                self.assert_complete(server, mailbox_id)

    def test_line_dropped_at_any_byte(self):
        server, mailbox_id = self.connect(30)
        self.assertTrue(self.sync(mailbox_id))
        rng = random.Random(6)
        total = 30_000
        for _round in range(DROPS):
            with self.subTest():
                server, mailbox_id = self.connect(30)
                server.drop_after = rng.randrange(1, total)
                self.sync(mailbox_id)
                server.drop_after = None
                self.settle(server, mailbox_id)

    def test_ten_seconds_of_silence(self):
        """Within our patience nothing is lost; beyond it the next pass goes on."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._imap_settings
        self.addCleanup(setattr, Mailbox, "_imap_settings", original)
        for patience, ends in ((30, True), (2, False)):
            with self.subTest(patience=patience):
                server, mailbox_id = self.connect(30)
                server.rules.append(Rule("UID FETCH", silence=10, skip=3, times=1))
                Mailbox._imap_settings = lambda mailbox, p=patience: replace(
                    original(mailbox), timeout=p
                )
                started = time.monotonic()
                self.assertEqual(self.sync(mailbox_id), ends)
                taken = time.monotonic() - started
                self.assertTrue(10 <= taken < 20 if ends else taken < 9, taken)
                self.settle(server, mailbox_id)

    def test_database_connection_lost(self):
        for _round in range(10 if LONG else 2):
            server, mailbox_id = self.connect(60)
            worker = self.worker(mailbox_id, self._named)
            wait_until(lambda s=server: len(s.asked("UID FETCH")) > 2)
            with self.env() as env:
                env.cr.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = %s",
                    [self.box],
                )
            worker.wait()
            self.settle(server, mailbox_id)

    def _named(self, env):
        small_batches()
        env.cr.execute("SET application_name = %s", [self.box])
        env.cr.commit()

    def test_operator_sends_what_the_sync_reads_at_the_same_moment(self):
        server, mailbox_id = self.connect(0)
        self.sync(mailbox_id)
        server.folders["INBOX"].add(mail(1))
        done = []
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._insert_messages

        def meanwhile(mailbox, arrivals):
            if not done:
                done.append(True)
                with self.env() as env:
                    env["switchboard.message"].create(
                        {
                            "line_id": mailbox.line_id.id,
                            "key": arrivals[0].key,
                            "direction": "out",
                            "date": arrivals[0].date,
                            "subject": arrivals[0].parsed.subject,
                            "message_id_header": arrivals[0].parsed.message_id,
                        }
                    )
            return original(mailbox, arrivals)

        Mailbox._insert_messages = meanwhile
        self.addCleanup(setattr, Mailbox, "_insert_messages", original)
        self.assertTrue(self.sync(mailbox_id))
        self.assertTrue(done)
        self.assert_complete(server, mailbox_id)
