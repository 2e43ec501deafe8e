"""Two workers on two mailboxes against one on one."""

import multiprocessing
import os
import time

import mailboxes
from sync_run import Run, environment

import odoo


class Lanes(Run):
    """Workers in processes of their own, as Odoo's cron workers are."""

    def lanes(self):
        count = self.options.mails
        alone = self._lanes(1, count)
        both = self._lanes(2, count)
        self.figures["lanes"] = {
            "one worker per s": alone,
            "two workers per s": both,
            "two / one": both / alone,
        }

    def _lanes(self, number, count):
        best = 0.0
        for round_ in range(self.options.rounds):
            seeds = [900 + 9 * round_ + n for n in range(number)]
            ids = [
                self.connect(
                    self.new_box(lambda b, s=seed: mailboxes.usual(count, b, s))
                )
                for seed in seeds
            ]
            seconds = self._work(ids)
            for mailbox_id in ids:
                assert self.stored(mailbox_id) == count
            best = max(best, number * count / seconds)
        return best

    def _work(self, ids):
        """Seconds that a worker for each mailbox takes, all at once."""
        # Forked, so that the code measured is the code that was loaded.
        context = multiprocessing.get_context("fork")
        barrier = context.Barrier(len(ids) + 1)
        processes = [
            context.Process(target=lane, args=(self.registry, mailbox_id, barrier))
            for mailbox_id in ids
        ]
        for process in processes:
            process.start()
        barrier.wait(timeout=120)
        started = time.perf_counter()
        for process in processes:
            process.join()
        return time.perf_counter() - started


def lane(registry, mailbox_id, barrier):
    """One worker in a process of its own, with connections of its own."""
    # The parent's connections stay open and untouched.
    lane.kept = (odoo.sql_db._Pool, odoo.sql_db._Pool_readonly, registry._db)
    odoo.sql_db._Pool = odoo.sql_db._Pool_readonly = None
    registry._db = odoo.sql_db.db_connect(registry.db_name)
    with environment(registry) as env:
        mailbox = env["switchboard.mailbox"].browse(mailbox_id)
        assert mailbox.folder_ids
        env.cr.commit()
        barrier.wait()
        assert mailbox._sync(), mailbox.state_message
    os._exit(0)
