"""The smallest thing that syncs: rows in dicts, one pass as a generator.

Each ``yield`` is a moment at which the process may be killed or the server may go on
living. The Odoo side does the same with tables and commits.
"""

from ....tools.sync import (
    FolderState,
    FolderView,
    advance,
    completeness,
    plan,
    settle,
    waiting_uids,
    windows,
)

LIMITS = {"max_bytes": 10_000, "max_mail_bytes": 1_000_000}


class Store:
    """What survives a crash.

    ``messages`` are the keys stored, ``locations`` go from (path, uidvalidity, uid) to
    a key, ``states`` from a path to its position.
    """

    def __init__(self):
        self.messages = []
        self.locations = {}
        self.states = {}

    def state(self, path):
        return self.states.get(path, FolderState())

    def commit(self, path, uidvalidity, mails):
        """One transaction: messages not known yet, and where they lie."""
        for mail in mails:
            key = key_of(mail.raw)
            if key not in self.messages:
                self.messages.append(key)
            self.locations[path, uidvalidity, mail.uid] = key

    def known(self, path, uidvalidity):
        return {u for p, v, u in self.locations if (p, v) == (path, uidvalidity)}

    def forget(self, path):
        """Drop the locations of a folder."""
        for location in [loc for loc in self.locations if loc[0] == path]:
            del self.locations[location]

    def check(self, path, uidvalidity, server_uids):
        """Completeness of one folder."""
        return completeness(
            server_uids,
            stored=self.known(path, uidvalidity),
            waiting=waiting_uids(server_uids, self.state(path)),
        )


def key_of(raw):
    return raw.partition(b"Message-ID: <")[2].partition(b">")[0]


def sync(store, session, path, *, size=3):
    """One pass over one folder."""
    status = session.select(path, seen_uid=store.state(path).last_uid)
    view = FolderView(
        status.uidvalidity, status.uidnext, status.messages, status.highestmodseq
    )
    todo = plan(store.state(path), view)
    if todo.reset:
        store.forget(path)
    store.states[path] = todo.start
    yield "planned"
    if todo.new_from:
        uids = session.uids_from(todo.new_from)
        yield "listed"
        cut = windows(uids, size, newest_first=False)
        yield from _read(store, session, path, view, cut)
        store.states[path] = settle(store.state(path), view, new_done=True)
    if todo.backfill_below:
        uids = [u for u in session.all_uids() if u < todo.backfill_below]
        yield "listed"
        cut = windows(uids, size, newest_first=True)
        yield from _read(store, session, path, view, cut)
        store.states[path] = settle(store.state(path), view, backfill_done=True)


def _read(store, session, path, view, cut):
    for window in cut:
        known = store.known(path, view.uidvalidity)
        wanted = [uid for uid in window if uid not in known]
        for batch in session.fetch(wanted, **LIMITS) if wanted else ():
            yield "fetched"
            store.commit(path, view.uidvalidity, batch)
            yield "committed"
            uids = [mail.uid for mail in batch]
            store.states[path] = advance(store.state(path), uids)
            yield "moved"
        store.states[path] = advance(store.state(path), window)
        yield "window done"


def run(store, session, path, **values):
    """One whole pass."""
    for _step in sync(store, session, path, **values):
        pass
