"""The database fails under an SMS that is being sent: none leaves twice."""

import psycopg2

from odoo.tests import tagged

from .common_phone_workers import PhoneWorkersCase
from .throwaway_postgres import ThrowawayPostgres

_ROWS = "SELECT state, sms_text FROM switchboard_outgoing WHERE id = ANY(%s)"
# The connections of a worker are those that hold its locks.
_END_WORKERS = """
    SELECT pg_terminate_backend(l.pid) FROM pg_locks l
     WHERE l.locktype = 'advisory' AND l.granted
       AND l.database = (SELECT oid FROM pg_database
                          WHERE datname = current_database())
"""


@tagged("post_install", "-at_install")
class TestPhoneCrash(PhoneWorkersCase):
    def sent(self, text):
        """How often Twilio has a text."""
        return [row["body"] for row in self.account.messages].count(text)

    def test_the_cluster_crashes_and_has_forgotten_what_nobody_waited_for(self):
        """What was handed over is on the disk, though commits are not waited for."""
        texts = [f"Crash {number}" for number in range(12)]
        ids = [self.write(text) for text in texts]
        cluster = self.enterContext(ThrowawayPostgres())
        cluster.copy(self.registry.db_name)
        for moment in (3, 7):
            worker = self.worker_on(cluster)
            self.twilio.wait_for(lambda n=moment: len(self.account.messages) >= n)
            cluster.restart("immediate")
            worker.wait()
        self.worker_on(cluster).wait()
        rows = cluster.query(self.registry.db_name, _ROWS, ids)
        self.assertEqual(len(rows), len(texts))
        for state, text in rows:
            with self.subTest(text):
                self.assertLessEqual(self.sent(text), 1, "sent twice")
                if state != "sent":
                    self.assertEqual((state, self.sent(text)), ("in_doubt", 0))

    def worker_on(self, cluster):
        with cluster.chosen():
            return self.worker()

    def test_the_connections_break_while_twilio_answers(self):
        outgoing_id = self.write("Broken")
        self.twilio.script("slow_after")
        worker = self.worker()
        self.twilio.wait_for(lambda: self.sent("Broken"))
        with self.env() as env:
            env.cr.execute(_END_WORKERS)
        worker.wait()
        self.process()
        # It was found in the account by its text.
        self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))
        self.assertEqual(self.sent("Broken"), 1)

    def test_a_transaction_that_fails_gives_its_locks_back(self):
        """The process lives on, and with it the connection that held them."""
        for method in ("_tell_sms", "_store_sms", "_sms_request"):
            with self.subTest(method):
                outgoing_id = self.write(method)
                self.fail_once(method)
                worker = self.worker()
                self.assertEqual(worker.wait(), 0)
                self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))
                self.assertEqual(self.sent(method), 1)

    def fail_once(self, method):
        def broken(outgoing, *_args):
            outgoing.env.cr.execute("SELECT 1 / 0", log_exceptions=False)

        Outgoing = self.model("switchboard.outgoing")
        original = getattr(Outgoing, method)
        setattr(Outgoing, method, broken)
        try:
            self.process()
        except psycopg2.Error:
            return
        finally:
            setattr(Outgoing, method, original)
        self.fail("it did not fail")

    def test_what_somebody_else_has_taken_over_does_not_leave(self):
        """A worker that was given up for dead, wrongly, asks before it sends."""
        outgoing_id = self.write("Mine")
        Outgoing = self.model("switchboard.outgoing")
        original = Outgoing._sms_request

        def given_up(outgoing):
            Outgoing._sms_request = original
            with self.env() as env:
                env["switchboard.outgoing"]._unclaim(outgoing.ids)
            return original(outgoing)

        Outgoing._sms_request = given_up
        self.process()
        self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))
        self.assertEqual(self.sent("Mine"), 1, "sent twice")
