import threading

from ....tools.errors import FolderRefused, ServerUnreachable
from ....tools.imap import lookout as looking
from ....tools.imap.lookout import Lookout
from ...fakes.imap_server import CAPABILITIES
from ...fakes.script import Rule
from .common import ImapCase, mail


class TestLookout(ImapCase):
    def setUp(self):
        super().setUp()
        for name, seconds in (("IDLE_SECONDS", 0.2), ("ASK_SECONDS", 0.05)):
            self.addCleanup(setattr, looking, name, getattr(looking, name))
            setattr(looking, name, seconds)

    def watch(self, seen_uid, **server):
        """Watch the inbox in a thread; ``told`` counts, ``error`` says how it ended."""
        self.server = self.serve({"INBOX": [mail(1), mail(2)]}, **server)
        self.told, self.error = threading.Semaphore(0), None
        self.lookout = Lookout("INBOX", seen_uid, self.told.release)
        session = self.open(self.server, folder="")

        def run():
            try:
                self.lookout.watch(session)
            except Exception as error:
                self.error = error

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 10)
        self.addCleanup(self.lookout.stop)
        return thread

    def test_what_came_before_is_told_at_once(self):
        for seen_uid, news in ((0, True), (1, True), (2, False)):
            with self.subTest(seen_uid=seen_uid):
                self.watch(seen_uid)
                self.assertEqual(self.told.acquire(timeout=1), news)

    def test_what_comes_is_told(self):
        self.watch(2)
        self.server.wait_until(lambda: self.server.asked("IDLE"))
        for number in (3, 4):
            self.server.folders["INBOX"].add(mail(number))
            self.assertTrue(self.told.acquire(timeout=10))

    def test_a_server_without_idle_is_asked(self):
        self.watch(2, capabilities=CAPABILITIES.replace(" IDLE", ""))
        self.server.wait_until(lambda: self.server.asked("NOOP"))
        self.server.folders["INBOX"].add(mail(3))
        self.assertTrue(self.told.acquire(timeout=10))

    def test_it_ends_when_nobody_wants_it(self):
        thread = self.watch(2)
        self.lookout.stop()
        thread.join(10)
        self.assertFalse(thread.is_alive())
        self.assertIsNone(self.error)

    def test_it_says_why_it_cannot_go_on(self):
        for rule, error in (
            (Rule("EXAMINE", reply="NO closed"), FolderRefused),
            (Rule("IDLE", drop=True), ServerUnreachable),
        ):
            with self.subTest(rule=rule.match):
                self.watch(2, rules=[rule]).join(10)
                self.assertIsInstance(self.error, error)
