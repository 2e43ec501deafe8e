"""PostgreSQL is restarted and crashed while the queue drains."""

from odoo.tests import tagged

from .common_queue import QueueCase, wait_until
from .throwaway_postgres import ThrowawayPostgres

_OURS = "SELECT id, state, recipients FROM switchboard_outgoing WHERE id = ANY(%s)"


@tagged("post_install", "-at_install")
class TestQueueCrash(QueueCase):
    def setUp(self):
        super().setUp()
        self.cluster = self.enterContext(ThrowawayPostgres())

    def rows(self, ids):
        return self.cluster.query(self.registry.db_name, _OURS, ids)

    def drain(self):
        """A worker on the copy; it may end badly, and then the next one goes on."""
        with self.cluster.chosen():
            return self.worker()

    def test_restarted_and_crashed_while_mails_are_on_the_wire(self):
        ids = self.write(90)
        self.cluster.copy(self.registry.db_name)
        self.smtp.delay = 0.01
        for mode, upto in (("fast", 15), ("immediate", 40)):
            worker = self.drain()
            wait_until(lambda upto=upto: len(self.smtp.mails) > upto, 60)
            self.cluster.restart(mode)
            self.assertTrue(self.ended(worker))
        self.smtp.delay = 0
        # A worker's results of the moment are stored as soon as there is a database.
        wait_until(lambda: self.settled(ids), 60)
        arrived = self.arrived()
        for outgoing_id, state, recipient in self.rows(ids):
            with self.subTest(outgoing=outgoing_id):
                count = arrived.get(recipient, 0)
                self.assertLessEqual(count, 1, "sent twice")
                self.assertIn(state, ("sent", "in_doubt"))
                if not count:
                    self.assertEqual(state, "in_doubt", "lost")
        doubtful = [row for row in self.rows(ids) if row[1] == "in_doubt"]
        self.assertLess(len(doubtful), 20, "only what was on the wire")

    def ended(self, worker):
        """Whether a worker came to its end by itself, well or badly."""
        return worker.wait(120) in (0, 1)

    def settled(self, ids):
        # What was held back after the restart is due again.
        self.cluster.query(
            self.registry.db_name,
            "UPDATE switchboard_line_runtime SET send_hold_until = NULL",
        )
        self.drain().wait(60)
        return not {"queued", "sending"} & {row[1] for row in self.rows(ids)}
