from itertools import permutations

from odoo.exceptions import UserError
from odoo.tests import tagged

from .phone_common import OURS, THEIRS, PhoneCase


@tagged("post_install", "-at_install")
class TestPhoneStatus(PhoneCase):
    def _sent(self, body="Hi"):
        outgoing = self.post(body)
        self.process()
        self.assertEqual(outgoing.state, "sent")
        return outgoing

    def test_every_order(self):
        """Whatever comes last, the message ends where its story ends."""
        for story, state in (
            (("queued", "sent", "delivered"), "sent"),
            (("sending", "sent", "undelivered"), "failed"),
        ):
            for order in permutations(story):
                with self.subTest(order=order):
                    outgoing = self._sent()
                    for status in order:
                        self.callback(outgoing, status, 30003)
                    self.assertEqual(outgoing.delivery_state, story[-1])
                    self.assertEqual(outgoing.state, state)

    def test_not_delivered_says_why(self):
        outgoing = self._sent()
        self.callback(outgoing, "undelivered", 30003)
        self.assertEqual(outgoing.state, "failed")
        self.assertIn("switched off", outgoing.error)
        self.process()
        self.assertEqual(len(self.account.messages), 1)

    def test_replay(self):
        outgoing = self._sent()
        for _time in range(3):
            self.callback(outgoing, "delivered")
        rows = self.env["switchboard.webhook"].search([("kind", "=", "status")])
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows.state, "done")

    def test_news_before_the_answer(self):
        """A callback overtakes the answer to the POST: it waits for it."""
        outgoing = self._sent()
        outgoing.state = "sending"
        self.callback(outgoing, "delivered")
        row = self.env["switchboard.webhook"].search([("kind", "=", "status")])
        self.assertEqual(row.state, "waiting")
        outgoing.state = "sent"
        row.next_at = "2020-01-01"
        self.env["switchboard.webhook"]._work()
        self.assertEqual(outgoing.delivery_state, "delivered")

    def test_answer_lost_and_found_by_a_callback(self):
        outgoing = self.post()
        self.twilio.script("drop_after")
        self.process()
        self.assertEqual(outgoing.state, "in_doubt")
        [row] = self.account.messages
        self.callback(outgoing, "sent", sid=row["sid"])
        self.assertEqual((outgoing.state, outgoing.delivery_state), ("sent", "sent"))
        self.assertEqual(outgoing.provider_sid, row["sid"])

    def test_answer_lost_and_found_in_the_account(self):
        outgoing = self.post()
        self.twilio.script("drop_after")
        self.process()
        self.assertEqual(outgoing.state, "in_doubt")
        self.assertIn("answer was lost", outgoing.error)
        outgoing.doubt_check_at = "2020-01-01"
        self.process()
        self.assertEqual(outgoing.state, "sent")
        self.assertEqual(len(self.account.messages), 1)

    def test_answer_lost_and_nothing_found(self):
        outgoing = self.post()
        self.twilio.script("drop_before")
        self.process()
        for _check in range(3):
            self.assertEqual(outgoing.state, "in_doubt")
            outgoing.doubt_check_at = "2020-01-01"
            self.process()
        self.assertEqual(outgoing.state, "in_doubt")
        self.assertIn("does not show it", outgoing.error)
        self.assertEqual(self.account.messages, [])
        outgoing.with_user(self.ben).action_retry()
        self.process()
        self.assertEqual((outgoing.state, len(self.account.messages)), ("sent", 1))

    def test_nobody_resends_what_the_account_has(self):
        outgoing = self.post()
        self.twilio.script("drop_after")
        self.process()
        outgoing.with_user(self.ben).action_retry()
        self.assertEqual(outgoing.state, "sent")
        self.process()
        self.assertEqual(len(self.account.messages), 1)

    def test_nobody_resends_while_the_account_is_silent(self):
        outgoing = self.post()
        self.twilio.script("drop_after", (500, 20500, "Internal"))
        self.process()
        with self.assertRaises(UserError) as caught:
            outgoing.with_user(self.ben).action_retry()
        self.assertIn("nothing is sent again", str(caught.exception))
        self.assertEqual(outgoing.state, "in_doubt")

    def test_the_same_text_twice(self):
        """A message that is known to another row is not taken for the lost one."""
        first = self._sent("Same")
        second = self.post("Same")
        self.twilio.script("drop_before")
        self.process()
        second.doubt_check_at = "2020-01-01"
        self.process()
        self.assertEqual(second.state, "in_doubt")
        self.assertEqual(first.state, "sent")

    def test_it_arrived(self):
        outgoing = self.post()
        self.twilio.script("drop_before")
        self.process()
        outgoing.with_user(self.ben).action_arrived()
        self.assertEqual(outgoing.state, "sent")

    def test_of_another_attempt_or_line(self):
        outgoing = self._sent()
        self.callback(outgoing, "failed", 30008, sid="SM" + "0" * 32)
        self.assertEqual(outgoing.state, "sent")
        payload = {
            "MessageSid": outgoing.provider_sid,
            "MessageStatus": "failed",
            "AccountSid": self.account.sid,
            "From": THEIRS,
            "To": OURS,
        }
        self.assertEqual(self.phone._webhook_key("status", payload), "")
