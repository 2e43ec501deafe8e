"""A worker is killed at every step: nothing is lost, nothing is sent twice."""

from odoo.tests import tagged

from ..models.queue_accounts import Accounts
from ..models.queue_worker import QueueWorker
from .common_queue import QueueCase, die, wait_until
from .fakes.script import Rule


def before(name, condition=lambda worker, *args: True, owner=QueueWorker):
    """Have the process killed when it is about to call a method of the worker."""

    def prepare():
        original = getattr(owner, name)

        def wrapped(worker, *args):
            if condition(worker, *args):
                die()
            return original(worker, *args)

        setattr(owner, name, wrapped)

    return prepare


def after(name, condition=lambda worker, *args: True, owner=QueueWorker):
    """Have the process killed when a method of the worker has returned."""

    def prepare():
        original = getattr(owner, name)

        def wrapped(worker, *args):
            result = original(worker, *args)
            if condition(worker, *args):
                die()
            return result

        setattr(owner, name, wrapped)

    return prepare


def has_result(_worker, done):
    return done is not None


def has_jobs(_worker, jobs):
    return bool(jobs)


# Where the process kills itself; whether the mail may have left by then.
STEPS = [
    ("before it claims", before("_claim_more"), False),
    ("about to claim", after("ready", owner=Accounts), False),
    ("claimed and committed", after("_claim_more"), False),
    ("about to be handed over", after("_mark_sql", has_jobs), False),
    ("after 250, before the answer is stored", before("_step", has_result), True),
    ("the answer is about to be stored", after("_store_result"), True),
    ("the answer is stored", after("_step", has_result), True),
    ("everything committed", before("_end"), False),
]

# Where the server is silent while the process is killed from outside; whether it
# took the mail.
PHASES = [
    ("greeting", "CONNECT", 0),
    ("hello", "EHLO", 0),
    ("sender", "MAIL", 0),
    ("recipient", "RCPT", 0),
    ("data", "DATA", 0),
    ("the mail's end", "DOT", 0),
    ("taken, not answered", "REPLY", 1),
]


@tagged("post_install", "-at_install")
class TestQueueKill(QueueCase):
    def assert_once(self, ids):
        """Every message was sent once, or waits for a person's word."""
        arrived = self.arrived()
        for outgoing_id in ids:
            state, recipient = self.row(outgoing_id, "state", "recipients")
            with self.subTest(recipient=recipient):
                count = arrived.get(recipient, 0)
                self.assertLessEqual(count, 1, "sent twice")
                self.assertIn(state, ("sent", "in_doubt"))
                if not count:
                    self.assertEqual(state, "in_doubt", "lost")

    def test_killed_at_every_step_of_the_worker(self):
        for name, prepare, doubtful in STEPS:
            with self.subTest(step=name):
                self.smtp.mails.clear()
                ids = self.write(3)
                self.assertEqual(self.worker(prepare).wait(), -9)
                self.process()
                self.assert_once(ids)
                states = self.states(ids)
                self.assertNotIn("queued", states)
                if not doubtful:
                    self.assertEqual(set(states), {"sent"}, "provably nothing had left")

    def test_killed_in_every_phase_of_smtp(self):
        for name, moment, taken in PHASES:
            with self.subTest(phase=name):
                self.smtp.mails.clear()
                ids = self.write(1)
                seen = len(self.smtp.commands)
                connections = self.smtp.connections
                self.smtp.rules[:] = [Rule(moment, silence=30, obey=True, times=1)]
                worker = self.worker()
                if moment == "CONNECT":
                    wait_until(lambda n=connections: self.smtp.connections > n)
                else:
                    self.wait_for(moment, seen, taken)
                worker.kill()
                self.smtp.rules.clear()
                self.process()
                self.assertEqual(self.states(ids), ["in_doubt"])
                self.assert_once(ids)
                # It stays so, whatever runs, until somebody decides.
                self.process()
                self.assertEqual(len(self.smtp.mails), taken)

    def wait_for(self, moment, seen, taken):
        def reached():
            if moment in ("DOT", "REPLY"):
                commands = self.smtp.commands[seen:]
                return any(c.startswith("DATA") for c in commands) and (
                    len(self.smtp.mails) == taken
                )
            return any(c.upper().startswith(moment) for c in self.smtp.commands[seen:])

        wait_until(reached)

    def test_a_persons_word_sends_again(self):
        [outgoing_id] = self.write(1)
        self.smtp.rules[:] = [Rule("DATA", silence=30, obey=True, times=1)]
        worker = self.worker()
        self.wait_for("DATA", 0, 0)
        worker.kill()
        self.smtp.rules.clear()
        self.process()
        self.assertEqual(self.row(outgoing_id, "state"), "in_doubt")
        with self.env() as env:
            env["switchboard.outgoing"].browse(outgoing_id).action_retry()
        self.process()
        self.assertEqual(self.row(outgoing_id, "state"), "sent")
        self.assertEqual(len(self.smtp.mails), 1)

    def test_a_living_workers_rows_are_left_alone(self):
        ids = self.write(1)
        self.smtp.rules[:] = [Rule("DATA", silence=2, obey=True, times=1)]
        worker = self.worker()
        self.wait_for("DATA", 0, 0)
        self.process()
        self.assertEqual(self.states(ids), ["sending"], "somebody is at work on it")
        self.assertEqual(worker.wait(), 0)
        self.assertEqual(self.states(ids), ["sent"])
        self.assertEqual(len(self.smtp.mails), 1)
