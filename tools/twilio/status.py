"""What a message became, and which news about it may overwrite which.

Callbacks come late, twice and in any order. For every status this table lists those
which it may not overwrite; anything else is news::

    accepted · scheduled → queued → sending → sent → delivered → read
                                           ↘ undelivered · failed · canceled
"""

from __future__ import annotations

_ORDER = ("accepted", "scheduled", "queued", "sending", "sent")
ERROR_STATUSES = frozenset({"undelivered", "failed", "canceled"})
# Nothing is news after these, but that a delivered message was read.
FINAL = frozenset({"delivered", "read", *ERROR_STATUSES})

# status: the present ones that it may not overwrite
NOT_OVER: dict[str, frozenset[str]] = {
    **{
        status: frozenset(_ORDER[index:]) | FINAL for index, status in enumerate(_ORDER)
    },
    "partially_delivered": frozenset({"partially_delivered"}) | FINAL,
    "delivered": FINAL,
    "undelivered": FINAL,
    "failed": FINAL,
    "canceled": FINAL,
    "read": ERROR_STATUSES | {"read"},
}


def known(status: str) -> bool:
    """Whether Twilio says this of messages we send."""
    return status in NOT_OVER


def advances(present: str, new: str) -> bool:
    """Whether ``new`` may overwrite ``present``.

    :param present: empty when nothing is known yet.
    :param new: of a callback; an unknown one overwrites nothing.
    """
    return new in NOT_OVER and present not in NOT_OVER[new]
