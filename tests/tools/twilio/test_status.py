from itertools import permutations

from odoo.tests import BaseCase

from ....tools.twilio import FINAL, advances, known
from ....tools.twilio.status import NOT_OVER


def _replay(statuses):
    present = ""
    for status in statuses:
        if advances(present, status):
            present = status
    return present


class TestStatus(BaseCase):
    def test_every_order_of_callbacks_ends_the_same(self):
        for story in (
            ("accepted", "queued", "sending", "sent", "delivered"),
            ("queued", "sending", "sent", "undelivered"),
            ("accepted", "queued", "failed"),
            ("scheduled", "accepted", "canceled"),
            ("queued", "sent", "delivered", "read"),
            ("queued", "sending", "sent", "partially_delivered", "delivered"),
        ):
            for order in permutations(story):
                with self.subTest(order=order):
                    self.assertEqual(_replay(order), story[-1])

    def test_nothing_goes_back(self):
        """Whatever comes after the end changes nothing, and twice is once."""
        for final in FINAL - {"delivered"}:
            for status in NOT_OVER:
                with self.subTest(final=final, status=status):
                    self.assertFalse(advances(final, status))

    def test_what_twilio_never_says(self):
        self.assertFalse(known("teleported"))
        self.assertFalse(advances("", "teleported"))
        self.assertTrue(known("sent"))
