"""Finding mails that speak of another one, such as a bounce that quotes it."""

from __future__ import annotations

from datetime import date

from .search import search
from .session import ImapSession
from .text import quote, search_date
from .translate import translating


def uids_mentioning(session: ImapSession, words: str, since: date) -> list[int]:
    """List the mails of the open folder that hold ``words`` anywhere.

    :param words: ASCII, e.g. a Message-ID; anything else finds nothing.
    :param since: only mails the server took on this day or later.
    :raises LineError: a subclass that says what to do.
    """
    if not words.isascii() or not words.isprintable():
        return []
    criteria = b"SINCE " + search_date(since) + b" TEXT " + quote(words.encode())
    with translating():
        return search(session.wire, criteria)
