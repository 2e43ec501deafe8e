"""Reading mailboxes by IMAP4rev1 (RFC 3501).

::

    settings ─ connect ─ login          from nothing to a conversation
    wire ─ buffer                       lines and literals on one socket
    session                             what callers use
      folders ─ names                   which folders, and what for
      select, search, fetch, changes    questions about one folder
      large, records, text              how the answers are read
    translate                           every failure as a ``LineError``

Lexing of unusual answers and folder names is ``imapclient``'s; the conversation is our
own, because its way of collecting answers took longer than everything else we do with
a mail, and has no limit on time or memory.
"""

from .model import Changes, Fetched, FolderStatus, RemoteFolder
from .session import ImapSession
from .settings import ImapSettings, Security

__all__ = [
    "Changes",
    "Fetched",
    "FolderStatus",
    "ImapSession",
    "ImapSettings",
    "RemoteFolder",
    "Security",
]
