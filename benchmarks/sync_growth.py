"""Growth to a large mailbox, and polls of it that find nothing."""

import itertools
import statistics
import time
from contextlib import contextmanager

import mailboxes
from sync_run import Run, environment, memory


class Growth(Run):
    """Many small mails in ten parts; then the folder is asked for news."""

    def growth(self):
        count = self.options.growth
        box = self.new_box(lambda b: mailboxes.small(count, b))
        mailbox_id = self.connect(box)
        marks = []
        with self.marking(marks, count // 10):
            self.sync(mailbox_id)
        assert self.stored(mailbox_id) == count
        self.large = mailbox_id
        rates = [
            (after[0] - before[0]) / (after[1] - before[1])
            for before, after in itertools.pairwise(marks)
        ]
        self.figures["growth"] = {
            "mails": count,
            "first part per s": rates[0],
            "last part per s": rates[-1],
            "last / first": rates[-1] / rates[0],
            "slowest part per s": min(rates),
            "memory MB, first part": marks[1][2],
            "memory MB, last part": marks[-1][2],
        }

    @contextmanager
    def marking(self, marks, every):
        """Note (mails, time, memory) of a pass whenever a part is done."""
        from odoo.addons.mail_switchboard.models.sync_pass import SyncPass

        original, total = SyncPass._move, 0

        def move(sync_pass, folder, uids, count, size=0):
            nonlocal total
            original(sync_pass, folder, uids, count, size)
            if total // every != (total + count) // every:
                marks.append((total + count, time.perf_counter(), memory()))
            total += count

        SyncPass._move = move
        marks.append((0, time.perf_counter(), memory()))
        try:
            yield
        finally:
            SyncPass._move = original

    def poll(self):
        few = min(1000, self.options.growth)
        if not self.large:
            self.growth()
        box = self.new_box(lambda b: mailboxes.small(few, b, seed=9))
        small_id = self.connect(box)
        self.sync(small_id)
        for name, mailbox_id in (("1,000", small_id), ("all", self.large)):
            self.figures.setdefault("poll", {}).update(self._poll(name, mailbox_id))
        poll = self.figures["poll"]
        poll["all / 1,000, session kept"] = (
            poll["all ms, session kept"] / poll["1,000 ms, session kept"]
        )

    def _poll(self, name, mailbox_id):
        self.sync(mailbox_id)
        passes = [1000 * self.sync(mailbox_id) for _n in range(7)]
        kept = []
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            session_class = _session_class()
            settings = mailbox._imap_settings()
            env.cr.commit()
            with session_class.open(settings) as session:
                top = session.select("INBOX").uidnext
                for _n in range(200):
                    started = time.perf_counter()
                    session.noop_changes()
                    session.uids_from(top)
                    kept.append(1000 * (time.perf_counter() - started))
        return {
            f"{name} ms, whole pass": statistics.median(passes),
            f"{name} ms, session kept": statistics.median(kept),
        }


def _session_class():
    # Addons can be imported once the registry is there.
    from odoo.addons.mail_switchboard.tools.imap import ImapSession

    return ImapSession
