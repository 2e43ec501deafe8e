"""The benchmarks still run; how fast they are is not asked here."""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest import SkipTest

from odoo.tests import BaseCase, TransactionCase, tagged

ROOT = Path(__file__).resolve().parents[1]
# It installs the module in a database of its own, which takes as long as it takes.
_SECONDS = 900
SMALL = ("--mails", "20", "--growth", "100", "--rounds", "1")

with contextlib.suppress(ImportError):
    import pytest

    pytestmark = pytest.mark.timeout(_SECONDS + 60)


@tagged("post_install", "-at_install")
class TestBenchmarks(BaseCase):
    def test_sync_benchmark_in_small(self):
        run = ROOT / "benchmarks/run"
        if not run.exists():
            raise SkipTest("the benchmarks are not installed with the module")
        with tempfile.TemporaryDirectory() as folder:
            figures = Path(folder) / "figures.json"
            kept = {k: v for k, v in os.environ.items() if not k.startswith("SB_")}
            done = subprocess.run(
                [run, *SMALL, "--json", figures],
                env=kept,
                capture_output=True,
                text=True,
                timeout=_SECONDS,
            )
            self.assertEqual(done.returncode, 0, done.stderr[-3000:])
            found = json.loads(figures.read_text())
        self.assertIn("| ingest: ours / stock |", done.stdout)
        self.assertEqual(found["ingest"]["mails"], 20)
        self.assertEqual(found["growth"]["mails"], 100)
        for name in ("ingest", "growth", "poll", "lanes"):
            self.assertTrue(all(value > 0 for value in found[name].values()), name)


@tagged("post_install", "-at_install")
class TestCleanDatabase(TransactionCase):
    def test_dirty_database_is_refused(self):
        """Rows that are there already would change what is measured."""
        folder = ROOT / "benchmarks"
        if not folder.exists():
            raise SkipTest("the benchmarks are not installed with the module")
        sys.path.insert(0, str(folder))
        self.addCleanup(sys.path.remove, str(folder))
        sync_run = importlib.import_module("sync_run")
        self.patch(sync_run, "environment", lambda _r: contextlib.nullcontext(self.env))
        server = SimpleNamespace(host="127.0.0.1")
        run = sync_run.Run(self.registry, server, None)
        for model in ("switchboard.mailbox", "crm.lead"):
            self.env[model].with_context(active_test=False).search([]).unlink()
        self.env["switchboard.message"].search([])._erase()
        run.refuse_dirty()
        self.env["crm.lead"].create({"name": "An old one"})
        with self.assertRaisesRegex(SystemExit, "fresh one"):
            run.refuse_dirty()
