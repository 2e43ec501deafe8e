"""A worker is killed at every step: no SMS is lost, none is sent or stored twice."""

from odoo.tests import tagged

from ..tools.twilio.account import TwilioAccount
from .common_phone_workers import OURS, PhoneWorkersCase, after, before

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100

# Where the sending process dies: (name, when, method, may it have left by then).
SENDING = [
    ("before it claims", before, "_claim", False),
    ("claimed and committed", after, "_claim", False),
    ("about to be handed over", before, "_mark_handed", False),
    ("handed over", after, "_mark_handed", True),
    ("before the request", before, "send", True),
    ("Twilio has it, the answer is not stored", after, "send", True),
    ("the answer is about to be stored", before, "_store_sms", True),
    ("the answer is stored, nobody was told", after, "_store_sms", False),
    ("everything committed", after, "_tell_sms", False),
]
# Where the process dies that works the journal off.
RECEIVING = [
    ("before it looks", before, "_next"),
    ("the row is locked", after, "_next"),
    ("before the work", before, "_handle"),
    ("worked off, not committed", after, "_handle"),
    ("marked, not committed", after, "_work_one"),
]


@tagged("post_install", "-at_install")
class TestPhoneKill(PhoneWorkersCase):
    def _sent(self, text):
        """How often Twilio has a text."""
        return [row["body"] for row in self.account.messages].count(text)

    def test_killed_at_every_step_of_sending(self):
        Outgoing = self.model("switchboard.outgoing")
        for name, when, method, doubtful in SENDING:
            with self.subTest(step=name):
                owner = TwilioAccount if method == "send" else Outgoing
                outgoing_id = self.write(name)
                self.assertEqual(self.worker(when(owner, method)).wait(), -9)
                self.process()
                state, sid = self.outgoing(outgoing_id, "state", "provider_sid")
                count = self._sent(name)
                self.assertLessEqual(count, 1, "sent twice")
                if not doubtful:
                    self.assertEqual((state, count), ("sent", 1))
                elif count:
                    # It was found in the account, without anybody's word.
                    self.assertEqual(state, "sent")
                    self.assertEqual(sid, self.account.messages[0]["sid"])
                else:
                    self.assertEqual(state, "in_doubt")
                    self._decide(outgoing_id)
                    self.assertEqual(self._sent(name), 1)

    def _decide(self, outgoing_id):
        """A person sends again what the account does not show."""
        self.process()
        self.assertEqual(self.outgoing(outgoing_id, "state"), ("in_doubt",))
        with self.env() as env:
            env["switchboard.outgoing"].browse(outgoing_id).action_retry()
        self.process()
        self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))

    def test_killed_while_twilio_is_silent(self):
        """From outside, in the middle of the request that Twilio has taken."""
        outgoing_id = self.write("Silent")
        self.twilio.script("hang_after")
        worker = self.worker()
        self.twilio.wait_for(lambda: self._sent("Silent"))
        self.assertEqual(worker.kill(), -9)
        self.process()
        self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))
        self.assertEqual(self._sent("Silent"), 1)

    def test_two_workers_send_once(self):
        texts = [f"Pair {number}" for number in range(6)]
        ids = [self.write(text) for text in texts]
        workers = [self.worker(), self.worker()]
        self.assertEqual([worker.wait() for worker in workers], [0, 0])
        self.process()
        for text, outgoing_id in zip(texts, ids, strict=True):
            self.assertEqual(self.outgoing(outgoing_id, "state"), ("sent",))
            self.assertEqual(self._sent(text), 1)
        # In the order in which they were written.
        self.assertEqual([m["body"] for m in reversed(self.account.messages)], texts)

    def test_killed_at_every_step_of_receiving(self):
        Webhook = self.model("switchboard.webhook")
        expected = []
        for name, when, method in RECEIVING:
            with self.subTest(step=name):
                payload = self.incoming(name)
                self.assertTrue(self.store(payload))
                worker = self.webhook_worker(when(Webhook, method))
                self.assertEqual(worker.wait(), -9)
                self.assertEqual(self.texts(), sorted(expected), "half is nothing")
                self.assertFalse(self.store(payload), "a replay is no news")
                self.work()
                self.work()
                expected.append(name)
                self.assertEqual(self.texts(), sorted(expected))

    def test_killed_before_it_was_stored(self):
        """Twilio gets no answer and calls again: then it is there, once."""
        payload = self.incoming("Again")
        Webhook = self.model("switchboard.webhook")

        def store():
            after(Webhook, "_store")()
            self.store(payload)

        self.assertEqual(self.worker(store).wait(), -9)
        self.assertEqual(self.work(), 0)
        self.assertTrue(self.store(payload))
        self.work()
        self.assertEqual(self.texts(), ["Again"])

    def test_two_workers_receive_once(self):
        names = [f"Burst {number}" for number in range(20)]
        for name in names:
            self.store(self.incoming(name))
        workers = [self.webhook_worker(), self.webhook_worker()]
        self.assertEqual([worker.wait() for worker in workers], [0, 0])
        self.assertEqual(self.texts(), sorted(names))
        with self.env() as env:
            channels = env["discuss.channel"].search_count(
                [("switchboard_line_id", "=", self.line_id)]
            )
            self.assertEqual(channels, 1)

    def test_killed_while_a_file_is_fetched(self):
        url = self.twilio.url + self.account.add_media(_PNG, "image/png")
        self.store(self.incoming("Look", NumMedia="1", MediaUrl0=url))
        Phone = self.model("switchboard.phone")
        for when in (before, after):
            worker = self.webhook_worker(when(Phone, "_fetch_media"))
            self.assertEqual(worker.wait(), -9)
            self._end_lease()
        self.work()
        self.work()
        with self.env() as env:
            message = env["switchboard.message"].search(
                [("line_id", "=", self.line_id), ("email_to", "=", OURS)]
            )
            self.assertEqual(
                message.mail_message_id.attachment_ids.mapped("raw"), [_PNG]
            )

    def _end_lease(self):
        with self.env() as env:
            rows = env["switchboard.webhook"].search([("kind", "=", "media")])
            self.assertEqual(rows.mapped("state"), ["waiting"])
            rows.next_at = "2020-01-01"
