"""Other processes of Odoo on the same database: further hosts, the watcher."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tools import config

from .common_queue import QueueCase, wait_until


class OdooProcess:
    """A process of Odoo with a configuration file and a log of its own.

    :param arguments: of the command line; a command first, if any
    :param Path folder: for its files
    """

    def __init__(self, dbname, *arguments, folder):
        self.log = folder / "odoo.log"
        conf = folder / "odoo.conf"
        conf.write_text(
            "[options]\n"
            f"db_name = {dbname}\n"
            f"data_dir = {config['data_dir']}\n"
            "workers = 0\n"
            "http_enable = False\n",
            encoding="utf-8",
        )
        environment = {k: v for k, v in os.environ.items() if k != "ODOO_RC"}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "odoo", *arguments, "-c", str(conf)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
            )

    def said(self, words):
        """Whether its log holds these words."""
        return words in self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words, timeout=60):
        """Wait until its log holds these words."""
        try:
            wait_until(lambda: self.said(words) or not self.alive, timeout)
            assert self.said(words)
        except AssertionError:
            tail = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise AssertionError(f"{words!r} was not said:\n{tail}") from None

    @property
    def alive(self):
        return self._process.poll() is None

    def end(self, number=signal.SIGTERM):
        """Stop it; return how it ended."""
        if self.alive:
            self._process.send_signal(number)
        try:
            return self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise


class HostsCase(QueueCase):
    """Starts processes; no cron runs but those a test names."""

    CRONS = ("ir_cron_send_queue", "ir_cron_send_queue_2")

    def setUp(self):
        super().setUp()
        with self.env() as env:
            others = env["ir.cron"].search([])
            others -= self.crons(env)
            others.active = False
            self.crons(env).nextcall = "2099-01-01"
            env["ir.cron.trigger"].search([]).unlink()
        self.addCleanup(self._crons_back, others.ids)

    def _crons_back(self, ids):
        with self.env() as env:
            env["ir.cron"].browse(ids).active = True

    def crons(self, env):
        return env["ir.cron"].concat(
            *(env.ref(f"mail_switchboard.{name}") for name in self.CRONS)
        )

    def start(self, *arguments):
        """Start a process of Odoo that ends with the test.

        :rtype: OdooProcess
        """
        folder = self.enterContext(tempfile.TemporaryDirectory())
        process = OdooProcess(self.registry.db_name, *arguments, folder=Path(folder))

        def end():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.end()

        self.addCleanup(end)
        return process

    def watcher(self):
        return self.start("switchboard_watch")

    def host(self):
        """A server with one worker for crons."""
        return self.start("--max-cron-threads=1")

    def woken(self, name):
        """How often a cron was told to run at once."""
        with self.env() as env:
            cron = env.ref(f"mail_switchboard.{name}")
            now = env.cr.now()
            return env["ir.cron.trigger"].search_count(
                [("cron_id", "=", cron.id), ("call_at", "<=", now)]
            )

    def sleep_again(self):
        """Forget who was woken."""
        with self.env() as env:
            env["ir.cron.trigger"].search([]).unlink()
