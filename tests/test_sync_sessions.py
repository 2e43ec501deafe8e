"""One session of the sync for a mailbox, and one more of the queue: below three."""

from odoo import fields
from odoo.tests import tagged

from ..models.outgoing_copy_mixin import LOOKING
from .common_queue import wait_until
from .common_sync_workers import SyncWorker, SyncWorkerCase
from .fakes.script import Rule
from .test_sync_faults import small_batches


@tagged("post_install", "-at_install")
class TestSyncSessions(SyncWorkerCase):
    def make_doubt(self, mailbox_id):
        """A message of this mailbox of which nobody knows whether it left."""
        with self.env() as env:
            line = env["switchboard.mailbox"].browse(mailbox_id).line_id
            Channel = env["discuss.channel"]
            channel = Channel._switchboard_write_first(line, ["to@cliente.example"])
            message = channel.message_post(body="Hello")
            outgoing = message.switchboard_message_ids.outgoing_ids
            env.cr.execute(
                "UPDATE switchboard_outgoing SET state = 'in_doubt',"
                " doubt_checks = 0, doubt_check_at = %s WHERE id = %s",
                [fields.Datetime.now(), outgoing.id],
            )
            return line.id

    def resolve(self):
        with self.env() as env:
            env["switchboard.outgoing"]._resolve_doubts()

    def test_queue_looks_into_a_mailbox_one_at_a_time(self):
        server, mailbox_id = self.connect(1)
        self.assertTrue(self.sync(mailbox_id))
        line_id = self.make_doubt(mailbox_id)
        before = server.connections
        with self.env() as env:
            # As a worker does that puts copies into the Sent folder now.
            self.assertTrue(env["switchboard.outgoing"]._lock_line(LOOKING, line_id))
            self.resolve()
            self.assertEqual(server.connections, before)
            env["switchboard.outgoing"]._unlock_line(LOOKING, line_id)
        self.resolve()
        self.assertEqual(server.connections, before + 1)

    def test_never_three_sessions_and_none_is_left_open(self):
        server, mailbox_id = self.connect(40)
        self.assertTrue(self.sync(mailbox_id))
        self.make_doubt(mailbox_id)
        for number in range(100, 140):
            server.folders["INBOX"].add(b"Message-ID: <%d@x>\r\n\r\nHello\r\n" % number)
        server.rules.append(Rule("UID FETCH", silence=0.05))
        workers = [self.worker(mailbox_id, small_batches) for _n in range(3)]
        wait_until(lambda: server.asked("UID FETCH"))
        workers += [SyncWorker(self.registry, self._look) for _n in range(2)]
        self.assertFalse(self.sync(mailbox_id))
        self.assertEqual([worker.wait() for worker in workers], [0] * 5)
        self.assertLessEqual(server.peak, 2)
        wait_until(lambda: server.open == 0)

    def _look(self, env):
        env["switchboard.outgoing"]._resolve_doubts()
        env["switchboard.outgoing"]._process_copies()
