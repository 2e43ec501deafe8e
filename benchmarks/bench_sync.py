"""Measures the sync engine, and stock Odoo beside it in the same run.

    benchmarks/run [ingest] [growth] [poll] [lanes] [--mails 2000] [--json FILE]

``benchmarks/run`` makes a fresh database and a Dovecot of its own, and this program
refuses any other: rows that are there already would change what is measured.

* ingest: so many mixed mails (mailboxes.usual) into an empty mailbox, everything
  included; against ``fetchmail.server`` into ``crm.lead`` and against a bare loop of
  IMAPClient's FETCH and a compat32 parse
* growth: 100,000 small mails in ten parts, the last part against the first; memory
* poll: a pass that finds nothing, in a folder of 1,000 and in one of 100,000
* lanes: two workers on two mailboxes against one on one

Best of ``--rounds``. Prints a table; ``--json`` also writes the figures.
"""

import argparse
import cProfile
import email
import email.policy
import itertools
import json
import multiprocessing
import os
import platform
import pstats
import resource
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import mailboxes

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

STOCK_MAILS = 120


@contextmanager
def environment(registry):
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


class Bench:
    """One run.

    :param registry: of the fresh database
    :param mailboxes.Server server: of this run
    """

    def __init__(self, registry, server, options):
        self.registry, self.server, self.options = registry, server, options
        self.figures = {}
        self.boxes = 0

    def refuse_dirty(self):
        with environment(self.registry) as env:
            for model in ("switchboard.mailbox", "switchboard.message", "crm.lead"):
                if env[model].with_context(active_test=False).search_count([], limit=1):
                    sys.exit(f"This database has rows of {model}; take a fresh one.")
            params = env["ir.config_parameter"]
            params.set_param("mail_switchboard.allowed_hosts", self.server.host)

    def new_box(self, mails):
        """A filled mailbox on the server; returns its name."""
        self.boxes += 1
        box = f"bench{self.boxes}"
        self.server.fill(box, mails(box))
        return box

    def connect(self, box):
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].create(
                {
                    "name": box,
                    "email": f"{box}@ours.example",
                    "imap_host": self.server.host,
                    "imap_port": self.server.imap_port,
                    "imap_security": "none",
                    "login": box,
                    "password": mailboxes.PASSWORD,
                    "smtp_auth": "none",
                    "sync_period": "all",
                }
            )
            assert mailbox.action_connect(), mailbox.state_message
            return mailbox.id

    def sync(self, mailbox_id):
        """One pass; returns its seconds."""
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            started = time.perf_counter()
            assert mailbox._sync(), mailbox.state_message
            return time.perf_counter() - started

    def stored(self, mailbox_id):
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            domain = [("line_id", "=", mailbox.line_id.id)]
            return env["switchboard.message"].search_count(domain)

    # Ingest

    def ingest(self):
        count = self.options.mails
        # A first small pass loads what a running worker has loaded.
        self.sync(self.connect(self.new_box(lambda box: mailboxes.usual(50, box, 1))))
        stock = bare = ours = 0.0
        for round_ in range(self.options.rounds):
            box = self.new_box(lambda b, r=round_: mailboxes.usual(count, b, 100 + r))
            bare = max(bare, count / self.bare(box))
            mailbox_id = self.connect(box)
            with self.profiling():
                ours = max(ours, count / self.sync(mailbox_id))
            assert self.stored(mailbox_id) == count
            few = min(STOCK_MAILS, count)
            box = self.new_box(
                lambda b, r=round_, n=few: mailboxes.usual(n, b, 500 + r)
            )
            stock = max(stock, few / self.stock(box, few))
        self.figures["ingest"] = {
            "mails": count,
            "stock per s": stock,
            "bare per s": bare,
            "ours per s": ours,
            "ours / stock": ours / stock,
            "ours / bare": ours / bare,
        }

    @contextmanager
    def profiling(self):
        if not self.options.profile:
            yield
            return
        with cProfile.Profile() as profile:
            yield
        stats = pstats.Stats(profile)
        for order in ("tottime", "cumtime"):
            stats.sort_stats(order).print_stats(45)

    def bare(self, box):
        """Seconds of a loop that only fetches and parses."""
        started = time.perf_counter()
        with self.server.login(box) as client:
            client.select_folder("INBOX", readonly=True)
            uids = client.search("ALL")
            for start in range(0, len(uids), 200):
                found = client.fetch(
                    uids[start : start + 200], ["BODY.PEEK[]", "FLAGS"]
                )
                for data in found.values():
                    message = email.message_from_bytes(
                        data[b"BODY[]"], policy=email.policy.compat32
                    )
                    for part in message.walk():
                        if not part.is_multipart():
                            part.get_payload(decode=True)
        return time.perf_counter() - started

    def stock(self, box, count):
        """Seconds that ``fetchmail.server`` takes for its mails, into leads."""
        with environment(self.registry) as env:
            server = env["fetchmail.server"].create(
                {
                    "name": box,
                    "server_type": "imap",
                    "server": self.server.host,
                    "port": self.server.imap_port,
                    "is_ssl": False,
                    "user": box,
                    "password": mailboxes.PASSWORD,
                    "object_id": env["ir.model"]._get_id("crm.lead"),
                    "state": "done",
                }
            )
            env.cr.commit()
            before = env["crm.lead"].search_count([])
            started = time.perf_counter()
            for _try in range(count // 10 + 1):
                server._fetch_mail(batch_limit=count)
                arrived = env["crm.lead"].search_count([]) - before
                if arrived >= count // 4:
                    break
            seconds = time.perf_counter() - started
            messages = env["mail.message"].search_count([("model", "=", "crm.lead")])
            assert messages >= count, f"stock read {messages} of {count}"
            return seconds

    # Growth

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
                marks.append((total + count, time.perf_counter(), _rss()))
            total += count

        SyncPass._move = move
        marks.append((0, time.perf_counter(), _rss()))
        try:
            yield
        finally:
            SyncPass._move = original

    # Poll

    def poll(self):
        few = min(1000, self.options.growth)
        if not hasattr(self, "large"):
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

    # Lanes

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
            ids = [
                self.connect(
                    self.new_box(
                        lambda b, n=n, r=round_: mailboxes.usual(
                            count, b, 900 + 9 * r + n
                        )
                    )
                )
                for n in range(number)
            ]
            # Forked, so that the code measured is the code that was loaded.
            context = multiprocessing.get_context("fork")
            barrier = context.Barrier(number + 1)
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
            seconds = time.perf_counter() - started
            for mailbox_id in ids:
                assert self.stored(mailbox_id) == count
            best = max(best, number * count / seconds)
        return best


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


def _session_class():
    from odoo.addons.mail_switchboard.tools.imap import ImapSession

    return ImapSession


def _rss():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024**2


def table(figures):
    lines = []
    for name, values in figures.items():
        for key, value in values.items():
            lines.append(f"| {name}: {key} | {value:,.{0 if value >= 100 else 2}f} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "what", nargs="*", default=["ingest", "growth", "poll", "lanes"]
    )
    parser.add_argument("--database", required=True)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--growth", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--profile", action="store_true", help="where ingest's time goes"
    )
    options = parser.parse_args()
    config.parse_config(["--log-level=error"])
    registry = Registry(options.database)
    server = mailboxes.Server(
        os.environ["SWITCHBOARD_BENCH_FOLDER"],
        os.environ["SWITCHBOARD_BENCH_MAIL_HOST"],
        int(os.environ["SWITCHBOARD_BENCH_IMAP_PORT"]),
    )
    bench = Bench(registry, server, options)
    bench.refuse_dirty()
    print("| what | figure |\n| --- | ---: |", flush=True)
    for what in options.what:
        getattr(bench, what)()
        print(table({what: bench.figures[what]}), flush=True)
    if options.json:
        about = {"python": platform.python_version(), "cpus": os.cpu_count()}
        text = json.dumps({"about": about, **bench.figures}, indent=2)
        options.json.write_text(text + "\n")


if __name__ == "__main__":
    main()
