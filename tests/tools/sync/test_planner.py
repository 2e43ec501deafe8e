from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.sync import (
    FolderState,
    FolderView,
    advance,
    begin,
    plan,
    reopen,
    settle,
    windows,
)

VIEW = FolderView(uidvalidity=5, uidnext=101, exists=80, highestmodseq=900)
DONE = FolderState(uidvalidity=5, last_uid=100, backfill_uid=1, highestmodseq=900)


def state(last_uid=100, backfill_uid=1, uidvalidity=5, highestmodseq=900):
    return FolderState(uidvalidity, last_uid, backfill_uid, highestmodseq)


def view(uidnext=101, exists=80, uidvalidity=5, highestmodseq=900):
    return FolderView(uidvalidity, uidnext, exists, highestmodseq)


class TestPlan(BaseCase):
    def test_first_time(self):
        made = plan(FolderState(), VIEW)
        self.assertEqual(made.start, state(100, 101))
        self.assertEqual((made.new_from, made.backfill_below), (None, 101))
        self.assertFalse(made.reset)

    def test_first_time_in_an_empty_folder(self):
        self.assertTrue(plan(FolderState(), view(uidnext=8, exists=0)).nothing)

    def test_first_time_without_uidnext(self):
        made = plan(FolderState(), view(uidnext=None))
        self.assertEqual((made.new_from, made.backfill_below), (1, None))

    def test_nothing(self):
        self.assertTrue(plan(DONE, VIEW).nothing)

    def test_new_mail(self):
        self.assertEqual(plan(DONE, view(uidnext=104)).new_from, 101)

    def test_without_uidnext_it_is_asked(self):
        self.assertEqual(plan(DONE, view(uidnext=None)).new_from, 101)

    def test_all_gone(self):
        self.assertIsNone(plan(DONE, view(uidnext=104, exists=0)).new_from)

    def test_history_goes_on_where_it_stood(self):
        self.assertEqual(plan(state(backfill_uid=40), VIEW).backfill_below, 40)

    def test_uidvalidity_changed(self):
        made = plan(state(backfill_uid=40), view(uidnext=7, uidvalidity=6))
        self.assertTrue(made.reset)
        self.assertEqual(made.start, FolderState(6, 6, 7, 900))
        self.assertEqual((made.new_from, made.backfill_below), (None, 7))

    def test_uidnext_fell(self):
        made = plan(state(backfill_uid=40), view(uidnext=50))
        self.assertEqual((made.reset, made.distrust), (True, True))
        self.assertEqual(made.start, state(49, 50))
        self.assertEqual((made.new_from, made.backfill_below), (None, 50))

    def test_flags(self):
        for had, has, since in (
            (900, 900, None),
            (900, 950, 900),
            (900, 20, 1),
            (None, 950, 1),
            (900, None, None),
        ):
            with self.subTest(had=had, has=has):
                made = plan(state(highestmodseq=had), view(highestmodseq=has))
                self.assertEqual(made.check_flags_since, since)


class TestAdvance(BaseCase):
    def test_up_and_down(self):
        fresh = begin(VIEW)
        self.assertEqual(advance(fresh, [103, 101]), state(103, 101))
        self.assertEqual(advance(fresh, [97, 99]), state(100, 97))

    def test_repairs_move_nothing(self):
        self.assertEqual(advance(state(100, 40), [41, 77]), state(100, 40))

    def test_nothing_committed(self):
        self.assertEqual(advance(DONE, []), DONE)

    def test_no_jump_over_what_lies_between(self):
        with self.assertRaises(ValueError):
            advance(state(100, 40), [39, 101])

    def test_before_anything_was_read(self):
        moved = advance(FolderState(5, 0, None), [3, 9])
        self.assertEqual((moved.last_uid, moved.backfill_uid), (9, 1))

    def test_settle(self):
        self.assertEqual(settle(state(98), VIEW, new_done=True), DONE)
        self.assertEqual(settle(state(105), VIEW, new_done=True).last_uid, 105)
        self.assertEqual(settle(state(100, 40), VIEW, backfill_done=True), DONE)
        moved = settle(DONE, view(highestmodseq=950), flags_done=True)
        self.assertEqual(moved.highestmodseq, 950)
        self.assertEqual(settle(DONE, view(uidnext=None), new_done=True), DONE)

    def test_reopen(self):
        self.assertEqual(plan(reopen(DONE), VIEW).backfill_below, 101)


class TestWindows(BaseCase):
    def test_order(self):
        uids = [9, 1, 5, 3]
        self.assertEqual(list(windows(uids, 3, newest_first=True)), [(9, 5, 3), (1,)])
        self.assertEqual(list(windows(uids, 3, newest_first=False)), [(1, 3, 5), (9,)])

    @given(st.sets(st.integers(1, 500)), st.integers(1, 9), st.integers(1, 501))
    def test_after_any_window_all_on_this_side_is_covered(self, uids, size, top):
        """History: cut off after any number of windows, the position is right."""
        now = FolderState(5, top - 1, top)
        below = {u for u in uids if u < top}
        read = set()
        for window in windows(below, size, newest_first=True):
            read |= set(window)
            now = advance(now, window)
            self.assertEqual({u for u in below if u >= now.backfill_uid}, read)
        self.assertEqual(now.last_uid, top - 1)
