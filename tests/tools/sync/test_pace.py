import random
from datetime import date

from odoo.tests import BaseCase

from ....tools.sync import backoff, period_start


class TestBackoff(BaseCase):
    def test_steps_with_jitter(self):
        rng = random.Random(1)
        for failures, minutes in (
            (0, 1),
            (1, 1),
            (2, 2),
            (3, 5),
            (4, 15),
            (5, 60),
            (99, 60),
        ):
            with self.subTest(failures=failures):
                for _time in range(50):
                    wait = backoff(failures, None, rng)
                    self.assertTrue(minutes * 60 <= wait <= minutes * 72)

    def test_the_server_knows_better(self):
        rng = random.Random(1)
        self.assertGreaterEqual(backoff(1, 900.0, rng), 900.0)
        self.assertLess(backoff(9, 10.0, rng), 13.0)

    def test_a_day_at_most_and_never_at_once(self):
        rng = random.Random(1)
        self.assertEqual(backoff(1, 1e9, rng), 86400.0)
        self.assertGreaterEqual(backoff(1, 0.0, rng), 1.0)
        self.assertGreaterEqual(backoff(1, -5.0, rng), 1.0)

    def test_lines_do_not_come_back_together(self):
        rng = random.Random(1)
        self.assertGreater(len({backoff(1, None, rng) for _line in range(20)}), 15)


class TestPeriod(BaseCase):
    def test_periods(self):
        today = date(2026, 3, 31)
        for period, first in (
            ("today", today),
            ("7d", date(2026, 3, 24)),
            ("1m", date(2026, 2, 28)),
            ("3m", date(2025, 12, 31)),
            ("6m", date(2025, 9, 30)),
            ("1y", date(2025, 3, 31)),
            ("all", None),
        ):
            with self.subTest(period):
                self.assertEqual(period_start(period, today), first)

    def test_leap_day(self):
        self.assertEqual(period_start("1y", date(2024, 2, 29)), date(2023, 2, 28))

    def test_unknown(self):
        with self.assertRaises(ValueError):
            period_start("2w", date(2026, 1, 1))
