import random

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.sync import FolderState, completeness, departed, waiting_uids

uids = st.sets(st.integers(1, 30))


class TestCompleteness(BaseCase):
    def test_the_sum(self):
        check = completeness(
            range(1, 11), stored=range(4, 11), skipped=[3], quarantined=[2], waiting=[1]
        )
        self.assertTrue(check.complete)
        self.assertEqual(
            (
                check.on_server,
                check.stored,
                check.skipped,
                check.quarantined,
                check.waiting,
            ),
            (10, 7, 1, 1, 1),
        )

    def test_planted_losses_are_found(self):
        rng = random.Random(7)
        server = rng.sample(range(1, 100_000), 5000)
        lost = set(rng.sample(server, 17))
        check = completeness(server, stored=set(server) - lost)
        self.assertEqual(check.missing, lost)
        self.assertFalse(check.complete)

    def test_gone_and_doubled(self):
        check = completeness([1, 2], stored=[1, 2, 3], skipped=[2], waiting=[1])
        self.assertEqual((check.extra, check.doubled), ({3}, {2}))
        self.assertTrue(check.complete)

    @given(uids, uids, uids, uids, uids)
    def test_the_equation(self, server, stored, skipped, quarantined, waiting):
        check = completeness(
            server,
            stored=stored,
            skipped=skipped,
            quarantined=quarantined,
            waiting=waiting,
        )
        counted = check.stored + check.skipped + check.quarantined + check.waiting
        self.assertEqual(counted + len(check.missing), check.on_server)

    def test_waiting(self):
        self.assertEqual(waiting_uids([1, 5, 9], FolderState(1, 8, 4)), {1, 9})
        self.assertEqual(waiting_uids([1, 5], FolderState()), {1, 5})


class TestDeparted(BaseCase):
    def test_absent_everywhere(self):
        self.assertEqual(departed({"a": [("INBOX", 1)]}, {"INBOX": {2}}), {"a"})

    def test_moved(self):
        places = {"a": [("INBOX", 1), ("Archive", 7)]}
        self.assertEqual(departed(places, {"INBOX": set(), "Archive": {7}}), set())

    def test_a_folder_not_looked_through_proves_nothing(self):
        places = {"a": [("INBOX", 1), ("Archive", 7)]}
        self.assertEqual(departed(places, {"INBOX": set()}), set())

    def test_without_a_location_nothing_is_known(self):
        self.assertEqual(departed({"a": []}, {"INBOX": set()}), set())
