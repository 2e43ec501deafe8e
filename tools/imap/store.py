"""Setting flags: the one thing that changes a mailbox, and only when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from .search import chunks
from .select import uidvalidity_of
from .text import encode_name, quote, uid_set
from .wire import Wire

_CHUNK = 500


def mark_seen(wire: Wire, path: str, uidvalidity: int, uids: Sequence[int]) -> bool:
    """Mark mails as read (STORE, RFC 3501 6.4.6); the folder is open for writing then.

    :return: False when the UIDs mean other mails by now; nothing was changed.
    """
    reply = wire.run(b"SELECT " + quote(encode_name(path)))
    if uidvalidity_of(reply) != uidvalidity:
        return False
    for chunk in chunks(sorted(uids), _CHUNK):
        wire.run(b"UID STORE " + uid_set(chunk) + b" +FLAGS.SILENT (\\Seen)")
    return True
