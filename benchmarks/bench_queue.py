"""Measures how fast the queue drains, and stock mail.mail beside it in the same run.

    benchmarks/run_queue [--messages 1000] [--rounds 3] [--json FILE]

``benchmarks/run_queue`` makes a fresh database, and this program refuses any other.
The same number of messages of the same size goes to the same lean SMTP sink
(``smtp_sink.py``, a process of its own), once by stock ``mail.mail`` and once by the
queue, with a commit for each message in both:

* one worker, two workers
* one worker and a sink that takes 10 ms for every reply

Best of ``--rounds``. Prints a table; ``--json`` also writes the figures.
"""

import argparse
import json
import multiprocessing
import os
import platform
import sys
import time
from contextlib import contextmanager

from markupsafe import Markup
from smtp_sink import Sink

import odoo
from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

BODY = "<p>Dear customer,</p>" + "<p>here is the offer you asked for.</p>" * 10
SLOW_SECONDS = 0.01


@contextmanager
def environment(registry):
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def _work(registry, barrier):
    """A worker in a process of its own, with connections of its own."""
    _work.kept = (sql_db._Pool, sql_db._Pool_readonly, registry._db)
    sql_db._Pool = sql_db._Pool_readonly = None
    registry._db = sql_db.db_connect(registry.db_name)
    with environment(registry) as env:
        env["switchboard.outgoing"].search_count([])
        env.cr.commit()
        barrier.wait()
        env["switchboard.outgoing"]._process()
    barrier.wait()
    os._exit(0)


class Bench:
    """One run.

    :param registry: of the fresh database
    :param Sink sink: where everything goes
    """

    def __init__(self, registry, sink, options):
        self.registry, self.sink, self.options = registry, sink, options
        self.count = options.messages

    def refuse_dirty(self):
        with environment(self.registry) as env:
            for model in ("switchboard.mailbox", "switchboard.outgoing", "mail.mail"):
                if env[model].with_context(active_test=False).search_count([], limit=1):
                    sys.exit(f"This database has rows of {model}; take a fresh one.")

    # -- what is sent ------------------------------------------------------------

    def write_ours(self):
        """Queue the messages, each in a conversation of its own."""
        with environment(self.registry) as env:
            params = env["ir.config_parameter"]
            params.set_param("mail_switchboard.allowed_hosts", self.sink.host)
            env["ir.cron"].search([]).active = False
            mailbox = env["switchboard.mailbox"].create(
                {
                    "name": "Bench",
                    "email": "sales@ours.example",
                    "imap_host": self.sink.host,
                    "imap_port": 1,
                    "imap_security": "none",
                    "smtp_host": self.sink.host,
                    "smtp_port": self.sink.port,
                    "smtp_security": "none",
                    "password": "secret",
                    "smtp_auth": "none",
                    "sent_copy": "never",
                    "undo_seconds": 0,
                    # A server of one's own: as many as a worker opens.
                    "max_sessions": 8,
                }
            )
            mailbox.line_id._set_state("connected")
            Channel = env["discuss.channel"]
            for number in range(self.count):
                channel = Channel._switchboard_write_first(
                    mailbox.line_id, [f"to{number}@cliente.example"], subject="Offer"
                )
                channel.message_post(body=Markup(BODY))
                if number % 50 == 0:
                    env.cr.commit()

    def requeue_ours(self):
        with environment(self.registry) as env:
            env.cr.execute(
                "UPDATE switchboard_outgoing SET state = 'queued', attempts = 0,"
                " claim_token = NULL, claimed_at = NULL, handed_at = NULL,"
                " sent_at = NULL, finished_at = NULL"
            )
        self.vacuum()

    def write_stock(self):
        with environment(self.registry) as env:
            env["ir.mail_server"].create(
                {
                    "name": "Sink",
                    "smtp_host": self.sink.host,
                    "smtp_port": self.sink.port,
                    "smtp_encryption": "none",
                    "from_filter": "stock.example",
                    "sequence": 1,
                }
            )
            env["mail.mail"].create(
                [
                    {
                        "subject": "Offer",
                        "body_html": BODY,
                        "email_from": "Sales <sales@stock.example>",
                        "email_to": f"to{number}@cliente.example",
                        "auto_delete": False,
                    }
                    for number in range(self.count)
                ]
            )

    def requeue_stock(self):
        with environment(self.registry) as env:
            env.cr.execute("UPDATE mail_mail SET state = 'outgoing'")
        self.vacuum()

    def vacuum(self):
        """What the rounds before left behind must not slow the next one down."""
        with self.registry.cursor() as cr:
            cr.connection.set_session(autocommit=True)
            for table in ("switchboard_outgoing", "mail_mail", "bus_bus"):
                cr.execute(f"VACUUM ANALYZE {table}")

    # -- how fast it leaves ------------------------------------------------------

    def stock(self):
        self.requeue_stock()
        with environment(self.registry) as env:
            began = time.perf_counter()
            env["mail.mail"].process_email_queue(batch_size=self.count)
            return time.perf_counter() - began

    def ours(self, workers=1):
        self.requeue_ours()
        context = multiprocessing.get_context("fork")
        barrier = context.Barrier(workers + 1)
        processes = [
            context.Process(target=_work, args=(self.registry, barrier))
            for _worker in range(workers)
        ]
        for process in processes:
            process.start()
        barrier.wait()
        began = time.perf_counter()
        barrier.wait()
        seconds = time.perf_counter() - began
        for process in processes:
            process.join()
        with environment(self.registry) as env:
            sent = env["switchboard.outgoing"].search_count([("state", "=", "sent")])
            assert sent == self.count, f"{sent} of {self.count} sent"
        return seconds

    def measure(self, name, run, delay=0.0, rounds=None):
        """Run it some times; every message has to arrive once each time."""
        rates = []
        self.sink.delay.value = delay
        for _round in range(rounds or self.options.rounds):
            before = self.sink.count.value
            seconds = run()
            taken = self.sink.count.value - before
            assert taken == self.count, f"{name}: the sink took {taken}"
            rates.append(self.count / seconds)
        self.sink.delay.value = 0.0
        best = max(rates)
        print(
            f"{name}: {best:.0f}/s ({', '.join(f'{r:.0f}' for r in rates)})", flush=True
        )
        return best

    def run(self):
        self.refuse_dirty()
        self.write_stock()
        self.write_ours()
        figures = {
            "stock": self.measure("stock mail.mail", self.stock),
            "one": self.measure("queue, one worker", self.ours),
            "two": self.measure("queue, two workers", lambda: self.ours(2)),
        }
        if not self.options.fast_only:
            figures["slow"] = self.measure(
                "queue, 10 ms per reply", self.ours, SLOW_SECONDS, rounds=1
            )
            # Stock takes a minute for each round here, and one says it all.
            figures["stock_slow"] = self.measure(
                "stock mail.mail, 10 ms per reply", self.stock, SLOW_SECONDS, rounds=1
            )
        return figures


def table(figures, count):
    stock, one = figures["stock"], figures["one"]
    rows = [
        ("stock `mail.mail`, one worker", stock, "1"),
        ("queue, one worker", one, f"{one / stock:.1f}"),
        ("queue, two workers", figures["two"], f"{figures['two'] / stock:.1f}"),
    ]
    if "slow" in figures:
        slow = figures["stock_slow"]
        ratio = f"{figures['slow'] / slow:.1f}"
        rows.append(("stock, 10 ms per SMTP reply", slow, "1"))
        rows.append(("queue, one worker, 10 ms per SMTP reply", figures["slow"], ratio))
    lines = [f"| {count} messages | per second | × stock |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {rate:.0f} | {ratio} |" for name, rate, ratio in rows]
    lines.append(f"\nTwo workers against one: {figures['two'] / one:.2f} ×.")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fast-only", action="store_true")
    parser.add_argument("--json")
    options = parser.parse_args()
    with Sink() as sink:
        config.parse_config(["-d", options.database, "--log-level=error"])
        registry = Registry(options.database)
        figures = Bench(registry, sink, options).run()
    print()
    print(table(figures, options.messages))
    python, cores = platform.python_version(), os.cpu_count()
    print(f"\nPython {python}, {cores} processors, Odoo {odoo.release.version}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
