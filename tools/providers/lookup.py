"""Several DNS questions at once, within one limit of time, without errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

import dns.exception
import dns.resolver

Question = tuple[str, str]
Answers = dict[Question, list[Any]]


class Resolver(Protocol):
    """The one call of ``dns.resolver.Resolver`` that is used here."""

    def resolve(self, qname: str, rdtype: str, *, lifetime: float) -> Iterable[Any]:
        """Return the records of one type of a name."""
        ...


def _system_resolver() -> Resolver | None:
    try:
        return dns.resolver.Resolver()
    except (dns.exception.DNSException, OSError):
        return None


def _records(future: Future[Iterable[Any]]) -> list[Any]:
    try:
        return list(future.result())
    except (dns.exception.DNSException, OSError):
        return []


def ask(
    questions: Sequence[Question], *, resolver: Resolver | None, timeout: float
) -> Answers:
    """Ask all questions at the same time.

    :param questions: pairs of a full name and a record type.
    :param resolver: who is asked; None stands for the system's name servers.
    :param timeout: seconds for all of them together.
    :return: the records of each question; none where there are none, or no answer
        came, or came too late.
    """
    resolver = resolver or _system_resolver()
    if resolver is None:
        return {question: [] for question in questions}
    pool = ThreadPoolExecutor(max_workers=len(questions), thread_name_prefix="dns")
    # The dot at the end keeps the search list of the host out of it.
    futures = {
        question: pool.submit(
            resolver.resolve, f"{question[0]}.", question[1], lifetime=timeout
        )
        for question in questions
    }
    done, _late = wait(futures.values(), timeout=timeout)
    pool.shutdown(wait=False, cancel_futures=True)
    return {q: _records(f) if f in done else [] for q, f in futures.items()}
