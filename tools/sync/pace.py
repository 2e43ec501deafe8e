"""When to come back, and how far to look back."""

from __future__ import annotations

import random
from datetime import date, timedelta

MINUTE = 60.0
_STEPS = (1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE)
_CAP = 24 * 60 * MINUTE
# Many lines that fail together must not come back together.
_JITTER = 0.2

_DAYS = {"today": 0, "7d": 7}
_MONTHS = {"1m": 1, "3m": 3, "6m": 6, "1y": 12}


def backoff(failures: int, retry_after: float | None, rng: random.Random) -> float:
    """Say how long to wait after a failure.

    :param failures: in a row, this one included.
    :param retry_after: seconds the server asked for; it beats our own steps.
    :param rng: spreads lines over time.
    :return: seconds, a day at most.
    """
    step = _STEPS[min(max(failures, 1), len(_STEPS)) - 1]
    wait = step if retry_after is None else max(retry_after, 1.0)
    return min(wait * (1.0 + _JITTER * rng.random()), _CAP)


def period_start(period: str, today: date) -> date | None:
    """Turn a sync period into its first day.

    :param period: ``today``, ``7d``, ``1m``, ``3m``, ``6m``, ``1y`` or ``all``.
    :return: None for ``all``.
    :raises ValueError: for any other word.
    """
    if period == "all":
        return None
    if period in _DAYS:
        return today - timedelta(days=_DAYS[period])
    if period not in _MONTHS:
        raise ValueError(f"Unknown period: {period}")
    month = today.year * 12 + today.month - 1 - _MONTHS[period]
    # The 31st of a shorter month is its last day.
    for day in (today.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, day)
        except ValueError:
            continue
    raise ValueError(f"No such day: {today}")  # pragma: no cover
