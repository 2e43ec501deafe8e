"""What servers answer, and what becomes of the message."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_queue import QueueCase, wait_until
from .fakes.script import Rule

# Scripted answers; the state after one try, mails taken, words a person reads.
ANSWERS = [
    ("greylisted", [Rule("RCPT", reply="450 4.2.0 greylisted")], "queued", 0, "grey"),
    ("later", [Rule("DOT", reply="451 4.3.0 try later")], "queued", 0, "later"),
    ("unknown", [Rule("RCPT", reply="550 5.1.1 no such user")], "failed", 0, "exist"),
    ("content", [Rule("DOT", reply="554 5.7.1 spam")], "failed", 0, "5.7.1"),
    ("too large", [Rule("MAIL", reply="552 5.3.4 too big")], "failed", 0, "larger"),
    ("no greeting", [Rule("CONNECT", drop=True)], "queued", 0, "reached"),
    ("gone before DATA", [Rule("DATA", drop=True)], "queued", 0, None),
    ("gone in a short body", [Rule("BODY", drop=True)], "in_doubt", 0, "may"),
    ("gone at the dot", [Rule("DOT", drop=True)], "in_doubt", 0, "may"),
    ("gone after taking", [Rule("REPLY", drop=True)], "in_doubt", 1, "may"),
    ("nonsense after the dot", [Rule("DOT", reply="hello")], "in_doubt", 0, "may"),
    ("slow down", [Rule("MAIL", reply="421 4.7.28 too many")], "queued", 0, None),
    (
        "day's quota",
        [Rule("MAIL", reply="550 5.4.5 quota exceeded")],
        "queued",
        0,
        None,
    ),
]


@tagged("post_install", "-at_install")
class TestQueueFaults(QueueCase):
    def forget_hold(self):
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            line.runtime_ids.send_hold_until = False

    def make_due(self, ids):
        self.forget_hold()
        with self.env() as env:
            rows = env["switchboard.outgoing"].browse(ids)
            rows.write({"send_at": fields.Datetime.now() - timedelta(seconds=1)})

    def test_answers(self):
        for name, rules, state, taken, words in ANSWERS:
            with self.subTest(name):
                self.smtp.mails.clear()
                self.smtp.rules[:] = rules
                ids = self.write(1)
                self.process()
                self.assertEqual(self.states(ids), [state])
                self.assertEqual(len(self.smtp.mails), taken)
                if words:
                    self.assertIn(words, self.row(ids[0], "error"))
                with self.env() as env:
                    env["switchboard.outgoing"].browse(ids).unlink()
                self.forget_hold()

    def test_retries_back_off_and_end(self):
        self.smtp.rules[:] = [Rule("RCPT", reply="450 4.2.0 greylisted")]
        ids = self.write(1)
        waits = []
        for _try in range(9):
            self.process()
            state, send_at = self.row(ids[0], "state", "send_at")
            if state == "queued":
                seconds = (send_at - fields.Datetime.now()).total_seconds()
                waits.append(round(seconds / 60))
                self.make_due(ids)
        self.assertEqual(waits, [1, 5, 15, 60, 180, 360, 720, 1440])
        self.assertEqual(self.states(ids), ["failed"])
        self.smtp.rules.clear()
        self.process()
        self.assertFalse(self.smtp.mails, "failed is the end until somebody decides")

    def test_a_server_that_is_back_gets_everything(self):
        self.smtp.rules[:] = [Rule("CONNECT", drop=True)]
        ids = self.write(5)
        self.process()
        self.assertEqual(set(self.states(ids)), {"queued"})
        attempts = [self.row(i, "attempts") for i in ids]
        self.assertLess(sum(attempts), 5, "one connection tells it for the whole line")
        self.smtp.rules.clear()
        self.process()
        self.assertFalse(self.smtp.mails, "the line waits a minute")
        self.make_due(ids)
        self.process()
        self.assertEqual(set(self.states(ids)), {"sent"})
        self.assertEqual(set(self.arrived().values()), {1})

    def test_the_servers_own_delay_beats_ours(self):
        self.smtp.rules[:] = [
            Rule("MAIL", reply="421 4.7.28 slow down, try again in 600 s")
        ]
        ids = self.write(2)
        self.process()
        with self.env() as env:
            runtime = env["switchboard.line"].browse(self.line_id).runtime_ids
            seconds = (runtime.send_hold_until - fields.Datetime.now()).total_seconds()
        self.assertAlmostEqual(seconds, 600, delta=10)
        self.smtp.rules.clear()
        commands = len(self.smtp.commands)
        self.process()
        self.assertEqual(len(self.smtp.commands), commands, "nobody asked again")
        self.assertEqual(set(self.states(ids)), {"queued"})

    def test_refused_credentials_fail_the_line_and_lose_nothing(self):
        self.smtp.rules[:] = [Rule("MAIL", reply="535 5.7.8 bad password")]
        ids = self.write(3)
        self.process()
        self.assertEqual(set(self.states(ids)), {"queued"})
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            self.assertEqual(line.state, "failed")
            self.assertIn("password", line.state_message)
            line._set_state("connected")
        self.smtp.rules.clear()
        self.process()
        self.assertEqual(set(self.states(ids)), {"sent"})

    def test_one_recipient_of_several_is_refused(self):
        self.smtp.rules[:] = [Rule("RCPT TO:<gone", reply="550 5.1.1 no such user")]
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            channel = env["discuss.channel"]._switchboard_write_first(
                line, ["gone@x.example", "here@x.example"]
            )
            message = channel.message_post(body="Hello")
            outgoing_id = message.switchboard_message_ids.outgoing_ids.id
        self.process()
        state, error = self.row(outgoing_id, "state", "error")
        self.assertEqual(state, "sent")
        self.assertIn("gone@x.example: This address does not exist there.", error)
        self.assertEqual(self.smtp.mails[0].recipients, ["here@x.example"])

    def test_a_kept_connection_that_was_closed_is_opened_again(self):
        self.smtp.rules[:] = [Rule("MAIL", bye="idle for too long", skip=2, times=1)]
        ids = self.write(5)
        self.process()
        self.assertEqual(set(self.states(ids)), {"sent"})
        self.assertEqual(set(self.arrived().values()), {1})

    def test_a_damaged_file_is_never_sent(self):
        [outgoing_id] = self.write(1)
        with self.env() as env:
            files = env["switchboard.outgoing"]._mime_files([outgoing_id])
            path = env["ir.attachment"]._full_path(files[outgoing_id][1])
            with open(path, "r+b") as file:
                file.truncate(20)
        self.process()
        self.assertEqual(self.states([outgoing_id]), ["failed"])
        self.assertFalse(self.smtp.mails, "half a mail was sent")

    def test_the_database_goes_away_while_a_mail_is_on_the_wire(self):
        self.smtp.rules[:] = [Rule("DOT", silence=1.5, obey=True, times=1)]
        ids = self.write(1)
        worker = self.worker()
        wait_until(lambda: self.smtp.asked("DATA"))
        with self.env() as env:
            # As a restart of PostgreSQL does to the connections of the worker.
            env.cr.execute(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l"
                " WHERE l.locktype = 'advisory' AND l.granted"
                " AND l.database = (SELECT oid FROM pg_database"
                "                    WHERE datname = current_database())"
            )
        worker.wait()
        self.process()
        self.assertEqual(len(self.smtp.mails), 1)
        self.assertIn(self.states(ids)[0], ("sent", "in_doubt"))
        self.process()
        self.assertEqual(len(self.smtp.mails), 1, "sent twice")

    def test_a_refusal_gives_its_place_back(self):
        with self.env() as env:
            env["switchboard.line"].browse(self.line_id).max_per_day = 3
        self.smtp.rules[:] = [Rule("RCPT TO:<to0", reply="550 5.1.1 no")]
        ids = self.write(5)
        self.process()
        self.process()
        states = self.states(ids)
        self.assertEqual(states.count("failed"), 1)
        self.assertEqual(states.count("sent"), 3, "the refused one does not count")
        self.assertEqual(states.count("queued"), 1)
        with self.env() as env:
            line = env["switchboard.line"].browse(self.line_id)
            self.assertEqual((line.sent_last_day, line.ceiling_per_day), (3, 3))
            hours = (line.leaves_at - fields.Datetime.now()).total_seconds() / 3600
            self.assertAlmostEqual(hours, 24, delta=0.2)
            env["switchboard.outgoing"].search(
                [("line_id", "=", self.line_id), ("state", "=", "sent")]
            ).write({"claimed_at": fields.Datetime.now() - timedelta(hours=25)})
        self.process()
        self.assertEqual(self.states(ids).count("sent"), 4, "a rolling day")
