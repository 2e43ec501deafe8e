"""Stops against sends, workers against workers, with cursors of their own."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from odoo import fields
from odoo.tests import tagged

from .common_queue import QueueCase
from .fakes.script import Rule


@tagged("post_install", "-at_install")
class TestQueueRace(QueueCase):
    def stop(self, outgoing_id, pause=0.0):
        """Stop as a request does: it has read the row some time before."""
        with self.env() as env:
            outgoing = env["switchboard.outgoing"].browse(outgoing_id)
            self.assertTrue(outgoing.state)
            time.sleep(pause)
            return outgoing.action_stop()

    def test_stops_against_sends_on_the_real_server(self):
        count, workers, stoppers = 200, 4, 16
        with self.env() as env:
            env["switchboard.mailbox"].browse(self.mailbox_id).write(
                {"smtp_host": self.mail.host, "smtp_port": self.mail.smtp_port}
            )
        ids = self.write(count)
        names = [f"to{number}-{self.box}" for number in range(count)]
        dice = random.Random(7)
        chosen = dice.sample(ids, count // 2)
        pauses = {i: dice.uniform(0, 0.3) for i in chosen}
        answers = {}

        def stop(outgoing_id):
            answers[outgoing_id] = self.stop(outgoing_id, pauses[outgoing_id])

        with ThreadPoolExecutor(workers + stoppers) as pool:
            jobs = [pool.submit(stop, i) for i in chosen]
            jobs += [pool.submit(self.process) for _worker in range(workers)]
            for job in jobs:
                job.result()
        self.process()
        arrived = {}
        for outgoing_id, name in zip(ids, names, strict=True):
            arrived[outgoing_id] = len(self.mail.inbox(name))
        for outgoing_id in ids:
            with self.subTest(outgoing=outgoing_id):
                stopped = answers.get(outgoing_id, False)
                state = self.row(outgoing_id, "state")
                self.assertEqual(state, "stopped" if stopped else "sent")
                self.assertEqual(arrived[outgoing_id], 0 if stopped else 1)
        self.assertIn(True, answers.values(), "no stop won: the race was none")

    def test_a_stop_that_lost_says_so(self):
        [outgoing_id] = self.write(1)
        with self.env() as env:
            outgoing = env["switchboard.outgoing"].browse(outgoing_id)
            self.assertEqual(outgoing.state, "queued")
            # Claimed after this transaction's snapshot was taken.
            self.process()
            self.assertFalse(outgoing.action_stop())

    def test_a_stop_wins_over_another_change(self):
        [outgoing_id] = self.write(1)
        later = fields.Datetime.to_string(
            fields.Datetime.add(fields.Datetime.now(), hours=1)
        )
        with self.env() as env:
            outgoing = env["switchboard.outgoing"].browse(outgoing_id)
            self.assertEqual(outgoing.state, "queued")
            with self.env() as other:
                row = other["switchboard.outgoing"].browse(outgoing_id)
                self.assertTrue(row.action_reschedule(later))
            self.assertTrue(outgoing.action_stop(), "it was still waiting")
        self.process()
        self.assertEqual(self.states([outgoing_id]), ["stopped"])
        self.assertFalse(self.smtp.mails)

    def test_workers_share_one_queue(self):
        ids = self.write(60)
        self.smtp.delay = 0.002
        with ThreadPoolExecutor(3) as pool:
            jobs = [pool.submit(self.process) for _worker in range(3)]
            handled = [job.result() for job in jobs]
        self.process()
        self.assertEqual(set(self.states(ids)), {"sent"})
        self.assertEqual(set(self.arrived().values()), {1})
        self.assertEqual(sum(handled), 60, handled)

    def test_order_within_a_conversation(self):
        self.write(12, same=True)
        with ThreadPoolExecutor(3) as pool:
            for job in [pool.submit(self.process) for _worker in range(3)]:
                job.result()
        self.process()
        bodies = [mail.raw for mail in self.smtp.mails]
        numbers = [
            next(n for n in range(12) if f"Message {n}\r".encode() in raw + b"\r")
            for raw in bodies
        ]
        self.assertEqual(numbers, list(range(12)))

    def test_a_message_in_retry_is_not_overtaken(self):
        self.smtp.rules[:] = [Rule("RCPT", reply="451 4.2.0 greylisted", times=1)]
        first, second = self.write(2, same=True)
        self.process()
        self.assertEqual(self.states([first, second]), ["queued", "queued"])
        with self.env() as env:
            env["switchboard.outgoing"].browse(first).send_at = fields.Datetime.now()
        self.process()
        self.assertEqual(self.states([first, second]), ["sent", "sent"])
        self.assertIn(b"Message 0", self.smtp.mails[0].raw)

    def test_connections_stay_below_the_ceiling(self):
        with self.env() as env:
            env["switchboard.line"].browse(self.line_id).max_sessions = 3
        self.smtp.delay = 0.01
        ids = self.write(40)
        with ThreadPoolExecutor(2) as pool:
            for job in [pool.submit(self.process) for _worker in range(2)]:
                job.result()
        self.process()
        self.assertEqual(set(self.states(ids)), {"sent"})
        self.assertLessEqual(self.smtp.peak, 3, "all workers together")
        self.assertGreater(self.smtp.peak, 1, "the network was slow, so in parallel")
        self.assertLess(self.smtp.connections, 10, "connections are kept")

    def test_a_ceiling_holds_for_all_workers(self):
        with self.env() as env:
            env["switchboard.line"].browse(self.line_id).max_per_minute = 7
        ids = self.write(20)
        barrier = threading.Barrier(3)

        def work():
            barrier.wait()
            self.process()

        with ThreadPoolExecutor(3) as pool:
            for job in [pool.submit(work) for _worker in range(3)]:
                job.result()
        self.assertEqual(self.states(ids).count("sent"), 7)
        self.assertEqual(len(self.smtp.mails), 7)
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            self.assertTrue(line.leaves_at, "the composer says when")
