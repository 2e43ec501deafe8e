"""PostgreSQL is killed and restarted in the middle of a pass."""

from odoo.tests import tagged

from .common_queue import wait_until
from .common_sync_workers import SyncWorker, SyncWorkerCase
from .fakes.script import Rule
from .test_sync_faults import small_batches
from .throwaway_postgres import ThrowawayPostgres

# After how many FETCH commands: first batch, in the middle, close to the end.
_MOMENTS = (2, 7, 14)


@tagged("post_install", "-at_install")
class TestSyncRestart(SyncWorkerCase):
    def test_database_restarted_during_a_pass(self):
        pairs = [self.connect(60) for _moment in _MOMENTS]
        with ThrowawayPostgres() as cluster:
            cluster.copy(self.registry.db_name)
            for moment, (server, mailbox_id) in zip(_MOMENTS, pairs, strict=True):
                with self.subTest(fetches=moment):
                    self.restart_at(moment, cluster, server, mailbox_id)

    def restart_at(self, moment, cluster, server, mailbox_id):
        def run_pass(env):
            small_batches()
            env["switchboard.mailbox"].browse(mailbox_id)._sync()

        def settle(_env):
            small_batches()
            self.assert_not_ahead(server, mailbox_id)
            self.expire_lease(mailbox_id)
            self.assertTrue(self.sync(mailbox_id))
            self.assert_complete(server, mailbox_id)

        # A slow server, so that the pass does not end before the restart.
        server.rules.append(Rule("UID FETCH", silence=0.1))
        worker = self.worker_of(cluster, run_pass)
        wait_until(lambda: len(server.asked("UID FETCH")) > moment, timeout=30)
        cluster.restart("immediate")
        worker.wait()
        server.rules.clear()
        after = len(server.asked("UID FETCH"))
        self.assertEqual(self.worker_of(cluster, settle).wait(), 0)
        self.assertGreater(len(server.asked("UID FETCH")), after, "it went on")

    def worker_of(self, cluster, work):
        """Run ``work(env)`` in a process that works with this PostgreSQL."""
        with cluster.chosen():
            return SyncWorker(self.registry, work)
