"""Mails of 300 MB: headers and text come, the rest stays, memory stays small."""

import tracemalloc

from odoo.tests import tagged

from .fakes.large_mail import LargeRaw
from .sync_common import SyncCase, mail

MB = 1024 * 1024
# What a pass may hold at once beyond what is there anyway: a batch and a piece.
_MEMORY = 48 * MB


@tagged("post_install", "-at_install")
class TestSyncLarge(SyncCase):
    def sync_measured(self, large):
        """Read it among others; return the bytes that were held at most."""
        self.connect({"INBOX": [mail(1), large, mail(3)]}, sync=False)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        self.sync()
        return tracemalloc.get_traced_memory()[1]

    def assert_stored_in_part(self, large):
        self.assert_complete(stored=3)
        message = self.message(2)
        self.assertTrue(message.truncated)
        self.assertLess(message.raw_attachment_id.file_size, MB)
        shown = self.shown(message.channel_id)
        self.assertTrue(any("The text of a large mail" in m.body for m in shown))

    def test_honest_server(self):
        large = LargeRaw(2, 300)
        self.assertLess(self.sync_measured(large), _MEMORY)
        self.assert_stored_in_part(large)
        self.assertEqual(self.message(2).size, large.size)
        self.assertLess(self.fake.bytes_sent, MB, "the attachment was not sent")

    def test_server_that_names_a_small_size_and_sends_it_all(self):
        large = LargeRaw(2, 300, claims=2000)
        self.assertLess(self.sync_measured(large), 2 * 50 * MB)
        self.assert_stored_in_part(large)

    def test_under_the_limit_it_comes_in_pieces(self):
        large = LargeRaw(2, 12)
        self.connect({"INBOX": [large]})
        self.assert_complete(stored=1)
        self.assertFalse(self.message(2).truncated)
        self.assertEqual(self.message(2).raw_attachment_id.file_size, large.size)
        pieces = [c for c in self.fake.commands if "BODY.PEEK[]<" in c]
        self.assertEqual(len(pieces), 4)
