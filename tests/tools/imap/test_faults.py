import os
import time

from ....tools.errors import FolderRefused, LineError, ServerUnreachable, Throttled
from ....tools.imap import ImapSession
from ...fakes.script import Rule
from .common import MB, ImapCase, mail, settings

STEP = 1 if os.environ.get("SWITCHBOARD_LONG") else 23


def read_all(server, **values):
    """One whole session: everything in every folder."""
    got = []
    with ImapSession.open(settings(server, **values)) as session:
        for folder in session.folders():
            session.select(folder.path)
            uids = session.uids_from(1)
            for batch in session.fetch(uids, max_bytes=MB, max_mail_bytes=MB):
                got += [found.raw for found in batch]
    return got


class TestDrops(ImapCase):
    def setUp(self):
        super().setUp()
        self.mails = [mail(1), mail(2, body=b"x" * 300), mail(3)]
        self.server = self.serve({"INBOX": self.mails})

    def test_at_every_byte(self):
        read_all(self.server)
        total = self.server.bytes_sent
        for position in range(0, total, STEP):
            self.server.drop_after = position
            with self.subTest(position=position):
                try:
                    got = read_all(self.server)
                except LineError as error:
                    self.assertFalse(error.permanent, error)
                else:  # the goodbye was cut, and by then all was there
                    self.assertEqual(got, self.mails)
        self.server.drop_after = None
        self.assertEqual(read_all(self.server), self.mails)

    def test_no_half_mail_is_handed_out(self):
        self.server.quirks.add("cut-literal")
        with self.assertRaises(ServerUnreachable):
            read_all(self.server)

    def test_the_session_knows_that_it_is_dead(self):
        session = self.open(self.server)
        self.server.cut_all()
        with self.assertRaises(LineError):
            session.noop_changes()
        self.assertFalse(session.alive)

    def test_reset(self):
        self.server.rules.append(Rule("UID FETCH", reset=True))
        with self.assertRaises(ServerUnreachable):
            read_all(self.server)


class TestAnswers(ImapCase):
    """Each command met by each kind of failure; then everything works again."""

    COMMANDS = (
        "CAPABILITY",
        "LOGIN",
        "ENABLE",
        "LIST",
        "EXAMINE",
        "UID SEARCH",
        "UID FETCH",
    )
    FAILURES = (
        {"reply": "NO [UNAVAILABLE] later"},
        {"reply": "BAD what?"},
        {"bye": "Account exceeded command or bandwidth limits"},
        {"before": (b"* \xff\xfe (((", b"nonsense"), "drop": True},
        {"before": (b"* SEARCH one two",), "reply": "OK done"},
        {"before": (b"* 1 FETCH (UID 1 BODY[] {99999999}",), "drop": True},
        {"before": (b"+ go on",), "drop": True},
        {"drop": True},
    )

    def test_matrix(self):
        server = self.serve({"INBOX": [mail(1)]})
        for command in self.COMMANDS:
            for failure in self.FAILURES:
                server.rules[:] = [Rule(command, times=1, **failure)]
                with self.subTest(command=command, **failure):
                    started = time.monotonic()
                    try:
                        read_all(server)
                    except LineError as error:
                        self.assertFalse(error.permanent, error)
                    self.assertLess(time.monotonic() - started, 3.0)
        server.rules.clear()
        self.assertEqual(read_all(server), [mail(1)])

    def test_silence(self):
        server = self.serve({"INBOX": [mail(1)]})
        for command in self.COMMANDS:
            server.rules[:] = [Rule(command, silence=5.0, times=1)]
            with self.subTest(command), self.assertRaises(ServerUnreachable):
                read_all(server, timeout=0.2)

    def test_throttled_in_the_middle_keeps_the_session(self):
        server = self.serve({"INBOX": [mail(1)]})
        session = self.open(server)
        reply = "NO [LIMIT] too many commands, retry after 30 s"
        server.rules.append(Rule("UID SEARCH", reply=reply, times=1))
        with self.assertRaises(Throttled) as caught:
            session.all_uids()
        self.assertEqual(caught.exception.retry_after, 30.0)
        self.assertEqual(session.all_uids(), [1])

    def test_one_folder_is_refused(self):
        server = self.serve({"INBOX": [mail(1)], "Broken": []})
        server.rules.append(Rule('EXAMINE "Broken"', reply="NO internal error"))
        session = self.open(server, "")
        with self.assertRaises(FolderRefused):
            session.select("Broken")
        self.assertEqual(session.select("INBOX").messages, 1)
