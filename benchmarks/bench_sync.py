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
import json
import os
import platform
from pathlib import Path

import mailboxes
from sync_growth import Growth
from sync_ingest import Ingest
from sync_lanes import Lanes

from odoo.modules.registry import Registry
from odoo.tools import config


class Bench(Ingest, Growth, Lanes):
    """Everything there is to measure."""


def table(figures):
    lines = []
    for name, values in figures.items():
        for key, value in values.items():
            lines.append(f"| {name}: {key} | {value:,.{0 if value >= 100 else 2}f} |")
    return "\n".join(lines)


def arguments():
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
    return parser.parse_args()


def main():
    options = arguments()
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
