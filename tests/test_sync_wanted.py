"""What a user opens is fetched first, while the history is still being read."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import const
from .fakes.imap_store import FakeFolder
from .fakes.script import Rule
from .sync_common import SyncCase, mail

JONAS = "jonas@cliente.example"


@tagged("post_install", "-at_install")
class TestSyncWanted(SyncCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, const, "SYNC_BATCH_MAILS", const.SYNC_BATCH_MAILS)
        const.SYNC_BATCH_MAILS = 4

    def begin(self, **script):
        """Begin a first import: one batch is here, the rest waits.

        Jonas wrote first of all (his mails 0 to 2), and again at last (59).
        """
        mails = [mail(n, sender=JONAS) for n in range(3)]
        mails += [mail(n, sender=f"x{n}@cliente.example") for n in range(3, 59)]
        sent = FakeFolder(
            [mail(70, sender="sales@ours.example", Cc=f"<{JONAS}>")],
            flags=("\\Sent",),
        )
        folders = {"INBOX": [*mails, mail(59, sender=JONAS)], "Sent": sent}
        self.connect(folders, sync=False, **script)
        own = f"To: {self.mailbox.email}".encode()
        for one in self.inbox.mails.values():
            one.raw = one.raw.replace(b"To: sales@ours.example", own)
        self.assertFalse(self.mailbox._sync(0), "the history is not read yet")
        self.assertTrue(self.message(59))
        self.assertFalse(self.message(0))
        self.channel = self.message(59).channel_id

    def open(self, user=None):
        return self.shown(self.channel, user=user)

    def test_opened_conversation_is_fetched_before_the_rest(self):
        self.begin()
        self.assertEqual(self.open().mapped("subject"), ["Mail 59"])
        for _slice in range(3):
            self.assertFalse(self.mailbox._sync(0))
        self.assertEqual(
            self.open().mapped("subject"), ["Mail 59", "Mail 2", "Mail 1", "Mail 0"]
        )
        self.assertTrue(self.message(70), "other folders are searched too")
        self.assertFalse(self.message(30), "the rest still waits")
        self.sync()
        self.assert_complete(stored=61)
        self.assertFalse(self.env["switchboard.wanted"].search([]))

    def test_position_does_not_jump_over_what_was_not_read(self):
        self.begin()
        floor = self.folder().backfill_uid
        self.open()
        self.mailbox._sync(0)
        self.assertTrue(self.message(0))
        self.assertGreaterEqual(self.folder().backfill_uid, floor - 4)
        self.assertFalse(self.folder()._known_uids([20]))

    def test_reader_is_told_of_what_came_without_a_sound(self):
        self.begin()
        self.open()
        self.env["bus.bus"].search([]).unlink()
        for _slice in range(3):
            self.mailbox._sync(0)
        notes = self.env["bus.bus"].search([]).mapped("message")
        [note] = [n for n in notes if "mail_switchboard/conversation" in n]
        self.assertIn('"live":false', note.replace(" ", ""))
        copies = self.message(0).mail_message_id | self.message(2).mail_message_id
        self.assertEqual(len(copies), 2, "they are made and can be shown")
        for copy in copies:
            self.assertIn(str(copy.id), note)

    def test_opening_twice_searches_once(self):
        self.begin()
        counts = []
        for _time in range(2):
            self.open()
            for _slice in range(4):
                self.mailbox._sync(0)
            counts.append(len([c for c in self.fake.commands if JONAS in c]))
        self.assertEqual(counts[0], counts[1])

    def test_complete_line_asks_for_nothing(self):
        self.connect({"INBOX": [mail(1)]})
        self.channel = self.message(1).channel_id
        self.open()
        self.assertFalse(self.env["switchboard.wanted"].search([]))

    def test_who_may_not_read_has_nothing_fetched(self):
        self.begin()
        with self.assertRaises(AccessError):
            self.open(user=self.nobody)
        self.assertFalse(self.env["switchboard.wanted"].search([]))

    def test_line_that_somebody_waits_for_is_next(self):
        self.begin()
        runtime = self.line.runtime_ids
        runtime.next_sync_at = "2100-01-01"
        Runtime = self.env["switchboard.line.runtime"]
        others = Runtime.search([("id", "!=", runtime.id)])
        others.next_sync_at = "2020-01-01"
        crons = self.env["ir.cron"].browse(
            self.env.ref(f"mail_switchboard.ir_cron_sync_lane_{n}").id for n in (1, 2)
        )
        triggers = [("cron_id", "in", crons.ids)]
        self.env["ir.cron.trigger"].search(triggers).unlink()
        self.open()
        self.assertTrue(self.env["ir.cron.trigger"].search(triggers))
        self.assertEqual(Runtime._claim_next("token"), runtime)
        runtime._release("token")
        runtime.failures = 1
        self.assertNotEqual(Runtime._claim_next("token"), runtime, "it backs off")

    def test_wish_that_came_too_late_keeps_no_worker_busy(self):
        """The history was read between the question and the answer."""
        self.connect({"INBOX": [mail(1)]})
        Wanted = self.env["switchboard.wanted"]
        channel = self.message(1).channel_id
        Wanted.create({"channel_id": channel.id, "line_id": self.line.id})
        self.sync()
        self.assertFalse(Wanted.search([]))

    def test_wish_is_served_although_a_folder_refuses(self):
        self.begin()
        self.open()
        self.fake.rules.append(Rule("EXAMINE", reply="NO closed"))
        self.mailbox._sync()
        wanted = self.env["switchboard.wanted"].search([])
        self.assertTrue(wanted.served)

    def test_server_that_does_not_search_is_left_to_the_back_fill(self):
        self.begin(rules=[Rule("UID SEARCH UID 1:", reply="NO not indexed")])
        self.open()
        self.sync()
        self.assert_complete(stored=61)
