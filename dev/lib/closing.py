"""Prints the closing line of a run in several processes, in pytest's own words.

    closing.py SECONDS COUNTS…

COUNTS are the files that switchboard_pytest wrote; a process that wrote none broke off.
"""

import json
import sys
from collections import Counter
from pathlib import Path

# As pytest orders them.
_KINDS = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings")


def main(seconds, *files):
    total = Counter()
    for file in map(Path, files):
        total.update(json.loads(file.read_text()) if file.exists() else {"error": 1})
    parts = [f"{total[kind]} {kind}" for kind in _KINDS if total[kind]]
    if errors := total["error"]:
        parts.append(f"{errors} error{'s' if errors > 1 else ''}")
    seconds = int(seconds)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{', '.join(parts) or 'no tests ran'} in {seconds}.00s"
    print(f" {text} ({hours}:{minutes:02}:{rest:02}) ".center(80, "="))


if __name__ == "__main__":
    main(*sys.argv[1:])
