"""The benchmarks still run; how fast they are is not asked here."""

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from odoo.tests import BaseCase, tagged

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
