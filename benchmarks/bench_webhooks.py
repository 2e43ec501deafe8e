"""Measures how fast signed webhooks of Twilio are answered and worked off.

    benchmarks/run_webhooks [--seconds 15] [--burst 500] [--json FILE]

``benchmarks/run_webhooks`` makes a fresh database, and this program refuses any other.
It starts an Odoo server of its own (threads, no cron: the answer alone is measured)
and calls it over HTTP, a connection for each call, as Twilio does:

* paced: ten calls a second, one at a time
* sustained: as many as eight callers get answered
* burst: all at once, from fifty callers
* worked off: what was stored, by one worker, a commit for each

Every call must be answered 200, and every message must be stored and worked off once.
The callers run on the same machine and take their share of it.
"""

import argparse
import http.client
import json
import os
import platform
import secrets
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlencode

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

PUBLIC = "https://ours.example"
OURS, TOKEN, ACCOUNT = "+4930123456", "the-auth-token", "AC" + "1" * 32
PACED_SECONDS, PACED_RATE = 5, 10
LIMIT = {"ODOO_MAX_HTTP_THREADS": "auto"}
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def environment(registry):
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def make_phone(registry):
    """A connected phone; the path that Twilio would call."""
    with environment(registry) as env:
        if env["switchboard.phone"].search_count([], limit=1):
            sys.exit("This database has phones; take a fresh one.")
        phone = env["switchboard.phone"].create(
            {
                "name": "Bench",
                "number": OURS,
                "account_sid": ACCOUNT,
                "auth_token": TOKEN,
                "public_url": PUBLIC,
            }
        )
        phone.line_id._set_state("connected")
        return phone._callback_url("sms").removeprefix(PUBLIC)


@contextmanager
def server(database):
    """A server with threads, Odoo's default; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "odoo", "-d", database, "--log-level=error"]
    command += ["--http-interface=127.0.0.1", f"--http-port={port}"]
    command += ["--workers=0", "--max-cron-threads=0"]
    # Without this limit of Odoo's own, so many callers at once empty its pool of
    # connections, and it answers 500.
    process = subprocess.Popen(command, env={**os.environ, **LIMIT})
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/web/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server did not start.")


class Caller:
    """Calls the server in Twilio's name.

    :param int port: of the server
    :param str path: of the phone's webhook
    """

    def __init__(self, port, path):
        from odoo.addons.mail_switchboard.tools import twilio

        self.port, self.path, self.sign = port, path, twilio.sign
        self.numbers = count()

    def prepare(self, amount):
        """Signed calls, made before the clock runs."""
        return [self._call_of(next(self.numbers)) for _call in range(amount)]

    def _call_of(self, number):
        values = {
            "MessageSid": "SM" + secrets.token_hex(16),
            "AccountSid": ACCOUNT,
            "From": f"+49151{10_000_000 + number % 500}",
            "To": OURS,
            "Body": f"Message {number} with some words in it",
            "NumMedia": "0",
        }
        signature = self.sign(TOKEN, PUBLIC + self.path, values)
        return urlencode(values), {**HEADERS, "X-Twilio-Signature": signature}

    def call(self, prepared):
        """Make one call; seconds until it was answered."""
        body, headers = prepared
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if (answer.status, text) != (200, b"<Response/>"):
            sys.exit(f"Answered {answer.status}: {text[:200]!r}")
        return time.perf_counter() - began

    def paced(self):
        took = []
        for prepared in self.prepare(PACED_SECONDS * PACED_RATE):
            took.append(self.call(prepared))
            time.sleep(max(1 / PACED_RATE - took[-1], 0))
        return _figures(took)

    def all_at_once(self, amount, callers):
        calls = self.prepare(amount)
        with ThreadPoolExecutor(callers) as pool:
            list(pool.map(time.sleep, [0.01] * callers))  # the threads are there
            began = time.perf_counter()
            took = list(pool.map(self.call, calls))
            seconds = time.perf_counter() - began
        return _figures(took) | {"rate": amount / seconds, "seconds": seconds}


def _figures(took):
    return {
        "calls": len(took),
        "median_ms": statistics.median(took) * 1000,
        "p95_ms": statistics.quantiles(took, n=20)[-1] * 1000,
        "longest_ms": max(took) * 1000,
    }


def work_off(registry, expected):
    """Work the journal off, and see that nothing is lost or double."""
    with environment(registry) as env:
        Webhook = env["switchboard.webhook"]
        stored = Webhook.search_count([])
        began = time.perf_counter()
        Webhook._work()
        seconds = time.perf_counter() - began
        done = Webhook.search_count([("state", "=", "done")])
        messages = env["switchboard.message"].search_count([])
    if not stored == done == messages == expected:
        sys.exit(f"{expected} calls, {stored} stored, {done} done, {messages} messages")
    return {"calls": expected, "rate": expected / seconds}


def table(figures):
    lines = [
        "| what | calls | per second | median ms | p95 ms | longest ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, row in figures.items():
        cells = [f"{row['calls']}", f"{row['rate']:.0f}" if "rate" in row else "–"]
        cells += [
            f"{row[key]:.0f}" if key in row else "–"
            for key in ("median_ms", "p95_ms", "longest_ms")
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def measure(registry, options):
    path = make_phone(registry)
    with server(options.database) as port:
        caller = Caller(port, path)
        caller.all_at_once(20, 4)  # every worker has loaded its registry
        paced = caller.paced()
        guess = caller.all_at_once(100, 8)["rate"]
        amount = max(int(guess * options.seconds), 100)
        sustained = caller.all_at_once(amount, 8)
        burst = caller.all_at_once(options.burst, 50)
    figures = {"paced, 10 a second": paced, "sustained, 8 callers": sustained}
    figures[f"burst of {options.burst}, 50 callers"] = burst
    figures["worked off by one worker"] = work_off(registry, next(caller.numbers))
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--burst", type=int, default=500)
    parser.add_argument("--json")
    options = parser.parse_args()
    config.parse_config(["-d", options.database, "--log-level=error"])
    figures = measure(Registry(options.database), options)
    print()
    print(table(figures))
    python, cores = platform.python_version(), os.cpu_count()
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\nPython {python}, {cores} processors, Odoo {odoo.release.version}", end="")
    print(f", load {load}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
