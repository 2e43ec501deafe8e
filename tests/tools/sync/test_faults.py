"""The loop over real sockets: whatever breaks, a further pass ends complete."""

import os
import random

from odoo.tests import BaseCase

from ....tools.errors import LineError
from ....tools.imap import ImapSession, ImapSettings
from ....tools.sync import FolderState
from ...fakes.imap_server import FakeImapServer
from ...fakes.script import Rule
from .engine import Store, run, sync

STEP = 1 if os.environ.get("SWITCHBOARD_LONG") else 41


def mail(number):
    return b"Message-ID: <%d>\r\n\r\n%s\r\n" % (number, b"x" * (number % 7 * 20))


class TestFaults(BaseCase):
    def setUp(self):
        super().setUp()
        self.server = FakeImapServer({"INBOX": [mail(n) for n in range(1, 12)]})
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.inbox = self.server.folders["INBOX"]
        self.store = Store()

    def open(self):
        settings = ImapSettings(
            self.server.host, self.server.port, "none", "anna", "secret", timeout=0.3
        )
        return ImapSession.open(settings)

    def run_pass(self):
        """One pass; return the error that ended it."""
        try:
            with self.open() as session:
                run(self.store, session, "INBOX")
        except LineError as error:
            return error
        finally:
            self.check_position()
        return None

    def check_position(self):
        now = self.store.state("INBOX")
        if now.uidvalidity != self.inbox.uidvalidity:
            return
        known = self.store.known("INBOX", self.inbox.uidvalidity)
        covered = {u for u in self.inbox.mails if now.backfill_uid <= u <= now.last_uid}
        self.assertFalse(covered - known)

    def assert_complete(self):
        self.assertIsNone(self.run_pass())
        check = self.store.check("INBOX", self.inbox.uidvalidity, self.inbox.mails)
        self.assertEqual((check.complete, check.waiting), (True, 0))
        self.assertEqual(len(self.store.messages), len(set(self.store.messages)))

    def test_cut_at_every_byte(self):
        self.assertIsNone(self.run_pass())
        for position in range(0, self.server.bytes_sent, STEP):
            with self.subTest(position=position):
                self.store = Store()
                self.server.drop_after = position
                self.run_pass()
                self.server.drop_after = None
                self.assert_complete()

    def test_killed_at_every_step(self):
        steps = 0
        with self.open() as session:
            steps = len(list(sync(Store(), session, "INBOX")))
        for last in range(steps):
            with self.subTest(last=last), self.open() as session:
                self.store = Store()
                worker = sync(self.store, session, "INBOX")
                for _step in range(last + 1):
                    next(worker)
                self.check_position()
                del worker
                self.assert_complete()

    def test_failures_in_the_middle(self):
        for values in (
            {"reply": "NO [UNAVAILABLE] later"},
            {"bye": "going down"},
            {"silence": 1.0, "drop": True},
            {"before": (b"* nonsense (((",), "drop": True},
        ):
            for command in (
                "EXAMINE",
                "UID SEARCH",
                "UID FETCH .*SIZE",
                "UID FETCH .*BODY",
            ):
                with self.subTest(command=command, **values):
                    self.store = Store()
                    self.server.rules[:] = [Rule(command, times=1, **values)]
                    self.run_pass()
                    self.assert_complete()

    def test_emptied(self):
        self.run_pass()
        self.inbox.mails.clear()
        self.assert_complete()
        self.inbox.add(mail(99))
        self.assert_complete()
        self.assertIn(b"99", self.store.messages)

    def test_numbered_anew_between_and_during_passes(self):
        rng = random.Random(3)
        for turn in range(5):
            with self.open() as session:
                worker = sync(self.store, session, "INBOX")
                for _step in range(rng.randrange(1, 8)):
                    next(worker, None)
            self.inbox.new_validity(first_uid=rng.randrange(1, 90))
            self.inbox.add(mail(200 + turn))
        self.assert_complete()
        self.assertEqual(len(self.store.messages), 16)

    def test_restored_backup(self):
        self.run_pass()
        for uid in range(9, 12):
            self.inbox.mails.pop(uid)
        self.inbox.uidnext = 9
        self.inbox.add(mail(300))
        self.assert_complete()
        self.assertIn(b"300", self.store.messages)

    def test_uidnext_lags_behind(self):
        self.run_pass()
        self.server.quirks.add("stale-uidnext")
        self.inbox.add(mail(60))
        self.assert_complete()
        self.assertEqual(self.store.state("INBOX").last_uid, 12)
        asked = len(self.server.asked("UID FETCH"))
        self.assert_complete()
        self.assertEqual(len(self.server.asked("UID FETCH")), asked)

    def test_server_without_uidnext(self):
        self.server.quirks.add("no-uidnext")
        self.assert_complete()
        self.inbox.add(mail(50))
        self.assert_complete()
        self.assertIn(b"50", self.store.messages)

    def test_a_settled_folder_costs_nothing(self):
        self.assert_complete()
        asked = len(self.server.commands)
        self.run_pass()
        words = [command.split()[0] for command in self.server.commands[asked:]]
        self.assertNotIn("UID", words)
        self.assertNotEqual(self.store.state("INBOX"), FolderState())
