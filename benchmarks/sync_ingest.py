"""Ingest: ours, stock Odoo and a bare loop, each with mails of its own."""

import cProfile
import email
import email.policy
import pstats
import time
from collections import Counter
from contextlib import contextmanager

import mailboxes
from sync_run import Run, environment

from odoo.sql_db import Cursor
from odoo.tools import SQL

STOCK_MAILS = 120


@contextmanager
def statements():
    """Print which SQL statements take how long."""
    spent, execute = Counter(), Cursor.execute

    def timed(cr, query, params=None, log_exceptions=True):
        started = time.perf_counter()
        try:
            return execute(cr, query, params, log_exceptions)
        finally:
            text = query.code if isinstance(query, SQL) else str(query)
            spent[" ".join(text.split())[:70]] += time.perf_counter() - started

    Cursor.execute = timed
    try:
        yield
    finally:
        Cursor.execute = execute
    for text, seconds in spent.most_common(20):
        print(f"{seconds:8.3f}  {text}")


class Ingest(Run):
    """Into an empty mailbox, everything included."""

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
        with statements(), cProfile.Profile() as profile:
            yield
        stats = pstats.Stats(profile)
        stats.sort_stats("tottime").print_stats(30)
        stats.sort_stats("cumtime").print_stats("mail_switchboard", 60)

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
