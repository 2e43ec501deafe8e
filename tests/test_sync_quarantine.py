"""A mail that cannot be read is kept, shown as a grey line and tried again."""

from odoo.tests import tagged

from .. import const
from ..models.mailbox_insert_mixin import _MESSAGE_COLUMNS
from .common_sync_proof import ProofCase
from .sync_common import mail

_DATE = _MESSAGE_COLUMNS.index("date")


@tagged("post_install", "-at_install")
class TestSyncQuarantine(ProofCase):
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

    def test_a_thousand_unreadable_mails_in_a_row(self):
        self.addCleanup(self.break_reading(b"Poison"))
        mails = [mail(n, body="Poison") for n in range(1, 1001)]
        self.connect({"INBOX": [mail(0), *mails, mail(1001)]})
        self.assertEqual(self.folder().quarantined, 1000)
        self.assertTrue(self.message(0))
        self.assertTrue(self.message(1001))
        self.mailbox.action_check()
        self.assertEqual((self.folder().on_server, self.folder().missing), (1002, 0))
        self.assertEqual(self.mailbox.state, "connected")

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

    def test_mail_that_cannot_be_stored(self):
        """Not the reader fails but the database: only this mail stays out."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._message_row

        def message_row(mailbox, arrival, raw_id, now):
            row = list(original(mailbox, arrival, raw_id, now))
            if b"Poison" in arrival.fetched.raw:
                row[_DATE] = "no date at all"
            return tuple(row)

        Mailbox._message_row = message_row
        self.addCleanup(setattr, Mailbox, "_message_row", original)
        mails = [mail(n) for n in range(1, 20)]
        self.connect({"INBOX": [*mails, mail(20, body="Poison"), mail(21)]})
        self.assertEqual(self.journal().mapped("reason"), ["quarantined"])
        self.assertEqual(self.journal().uid, 20)
        self.assertTrue(self.message(21))
        self.assert_complete()
