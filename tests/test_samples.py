"""Every sample mail, through the real engine into the database and onto the screen."""

from pathlib import Path

from odoo.tests import tagged

from ..tools import mime
from .sync_common import SyncCase

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parents[1] / "shared" / "corpora"


@tagged("post_install", "-at_install")
class TestSamples(SyncCase):
    def check(self, files):
        raws = [file.read_bytes() for file in files]
        self.connect({"INBOX": raws})
        self.assertTrue(self.mailbox._sync(), self.mailbox.state_message)
        inbox = self.folder()
        self.assertEqual(inbox.on_server, len(raws))
        self.assertEqual(inbox.stored + inbox.skipped + inbox.quarantined, len(raws))
        self.assertEqual((inbox.waiting, inbox.missing), (0, 0))
        self.assertLessEqual(inbox.quarantined, len(raws) // 1000)
        quarantined = self.journal().filtered(lambda j: j.reason == "quarantined")
        self.assertEqual(len(quarantined), inbox.quarantined)
        self.assertTrue(all(quarantined.mapped("detail")))
        rows = self.messages()
        rows._hydrate()
        self.assertTrue(all(rows.mapped("channel_id")))
        self.assertEqual(len(rows.mail_message_id), len(rows))
        for message in rows.mail_message_id:
            self.assertNotIn("cannot be shown here", message.body)
            self.assertNotIn("when sanitizing", message.body)
        # Nothing of a mail is lost between its bytes and the screen.
        for row in rows:
            parsed = mime.parse(row.raw_attachment_id.raw)
            shown = row.mail_message_id.attachment_ids
            inside = row.mail_message_id.body.count("/web/image/")
            self.assertGreaterEqual(len(shown) + inside, len(parsed.attachments))

    def test_own_mails(self):
        self.check(sorted((HERE / "data").glob("*.eml")))

    def test_corpora(self):
        files = sorted(CORPORA.glob("*/*")) if CORPORA.is_dir() else ()
        files = [f for f in files if f.suffix in (".eml", ".raw", ".txt")]
        if not files:
            self.skipTest("no sample mails beside the project (shared/corpora)")
        self.check(files)
