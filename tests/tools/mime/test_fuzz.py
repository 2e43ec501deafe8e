"""A minute of inputs nobody wrote: half of it atheris, half of it hypothesis.

What atheris found worth keeping lies in ``tests/fuzz/seeds`` and is tried first, in
every run. What a run finds stays in the state folder (``.dev/fuzz``), so that the
next one goes on from there; an input that breaks a promise is named there too.
"""

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase

from odoo.tests import BaseCase

from ....tools import mime
from .test_properties import TOKENS, mutated

FUZZ = Path(__file__).resolve().parents[2] / "fuzz"
HALF = 30  # seconds


def _kept():
    """The folder that survives this run."""
    state = os.environ.get("SWITCHBOARD_DEV")
    folder = Path(state) if state else FUZZ.parents[1] / ".dev"
    if not folder.is_dir():
        folder = Path(tempfile.gettempdir()) / "mail_switchboard"
    (folder / "fuzz/found").mkdir(parents=True, exist_ok=True)
    return folder / "fuzz"


def use(raw):
    """All that is done with a mail; says which promise is broken."""
    parsed = mime.parse(raw)
    assert "gave_up" not in parsed.defects, parsed.defects
    assert parsed.key == mime.parse(raw).key
    for text in (parsed.subject, parsed.html or "", parsed.text or ""):
        text.encode()  # no lone surrogates
        assert "\x00" not in text
    shown = mime.show_body(parsed, {one.content_id: "/1" for one in parsed.attachments})
    assert "<script" not in shown.html.lower()
    mime.full_page(parsed)


class TestFuzz(BaseCase):
    def test_kept_seeds(self):
        seeds = sorted(FUZZ.glob("seeds/*"))
        self.assertTrue(seeds)
        for path in seeds:
            with self.subTest(path.name):
                use(path.read_bytes())

    def test_a_minute(self):
        kept = _kept()
        start = time.monotonic()
        if find_spec("atheris"):
            self._atheris(kept)
        # Without it, hypothesis has the whole minute.
        self._hypothesis(kept, start + 2 * HALF)

    def _atheris(self, kept):
        command = [sys.executable, str(FUZZ / "fuzz_mime.py"), str(kept / "found")]
        command += [
            f"-max_total_time={HALF - 2}",
            "-max_len=4096",
            "-print_final_stats=1",
        ]
        run = subprocess.run(
            command, cwd=kept, capture_output=True, text=True, timeout=240, check=False
        )
        self.assertEqual(run.returncode, 0, run.stderr[-3000:])

    def _hypothesis(self, kept, end):
        inputs = st.one_of(
            st.integers(0, 2**32).map(mutated),
            st.lists(st.sampled_from(TOKENS), max_size=80).map(b"".join),
            st.binary(max_size=4_000),
        )
        some = settings(
            max_examples=50,
            deadline=None,
            database=DirectoryBasedExampleDatabase(kept / "hypothesis"),
            suppress_health_check=list(HealthCheck),
        )
        check = some(given(inputs)(use))
        while time.monotonic() < end:
            check()
