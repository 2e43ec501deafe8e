"""Coverage-guided fuzzing of the mail parser (needs ``atheris``).

    python tests/fuzz/fuzz_mime.py FOLDER -max_total_time=60 -max_len=4096

Starts from tests/data, tests/fuzz/seeds and what earlier runs left in FOLDER; a
crash leaves its input in a file ``crash-…``, which belongs into tests/fuzz/seeds
once it is mended.
"""

import sys
import time
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["tools"]):
    from tools import mime

_LIMIT = 2.0


def one_input(data: bytes) -> None:
    """Parse, fold, clean and convert; raise when a promise is broken."""
    started = time.process_time()
    parsed = mime.parse(data)
    mime.split_quoted(parsed.html, parsed.text)
    mime.html_to_text(parsed.html or "")
    mime.text_to_html(parsed.text or "")
    mime.show_body(parsed, {one.content_id: "/1" for one in parsed.attachments})
    mime.full_page(parsed)
    if parsed.bounce:
        mime.bounce_reason(parsed.bounce)
    if "gave_up" in parsed.defects:
        raise AssertionError("parse() gave up")
    if time.process_time() - started > _LIMIT:
        raise AssertionError("too slow")
    for text in (parsed.subject, parsed.html or "", parsed.text or ""):
        text.encode()
        if "\x00" in text:
            raise AssertionError("NUL in a text")


if __name__ == "__main__":
    # New inputs go to the first folder given; these are read only.
    seeds = [
        *(ROOT / "tests/data").glob("*.eml"),
        *(ROOT / "tests/fuzz/seeds").glob("*"),
    ]
    seeds = sorted(map(str, seeds))
    atheris.Setup([*sys.argv, f"-seed_inputs={','.join(seeds)}"], one_input)
    atheris.Fuzz()
