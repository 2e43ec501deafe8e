import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from odoo.tests import BaseCase

RUNNER = Path(__file__).resolve().parents[2] / "fuzz" / "fuzz_mime.py"


class TestFuzz(BaseCase):
    def test_a_minute_of_atheris(self):
        """The short way is hypothesis, in test_properties and test_shown."""
        if not os.environ.get("SWITCHBOARD_LONG"):
            self.skipTest("a minute of fuzzing; --long runs it")
        if not find_spec("atheris"):
            self.skipTest("atheris is not installed (pip install atheris)")
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(
                [sys.executable, str(RUNNER), "-max_total_time=60", "-max_len=4096"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
        self.assertEqual(run.returncode, 0, run.stderr[-3000:])
