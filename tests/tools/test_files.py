"""Files are there whole or not at all, also on a disk that is full."""

import os
import resource
import tempfile
from pathlib import Path

from odoo.tests import BaseCase

from ...tools.files import keep_file

CONTENT = bytes(range(256)) * 400


def on_a_full_disk(work):
    """Run ``work()`` in a process whose files end after 50,000 bytes.

    :return: whether the system refused to write
    """
    pid = os.fork()
    if not pid:
        status = 2
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
            work()
            status = 0
        except OSError:
            status = 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1


class TestFiles(BaseCase):
    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = self.folder / "ab" / "abcd"

    def keep(self):
        return keep_file(str(self.folder), "ab/abcd", CONTENT)

    def files(self):
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())

    def test_what_was_there(self):
        for name, before, written in (
            ("nothing", None, True),
            ("half of it", CONTENT[:50_000], True),
            ("an empty file", b"", True),
            ("all of it", CONTENT, False),
        ):
            with self.subTest(name):
                self.file.parent.mkdir(exist_ok=True)
                self.file.unlink(missing_ok=True)
                if before is not None:
                    self.file.write_bytes(before)
                self.assertEqual(self.keep(), written)
                self.assertEqual(self.file.read_bytes(), CONTENT)
                self.assertEqual(self.files(), ["abcd"])

    def test_a_full_disk_leaves_nothing_behind(self):
        self.assertTrue(on_a_full_disk(self.keep))
        self.assertEqual(self.files(), [])
        self.assertTrue(self.keep())
        self.assertEqual(self.file.read_bytes(), CONTENT)

    def test_a_full_disk_takes_nothing_away(self):
        self.keep()
        self.assertFalse(on_a_full_disk(self.keep))
        self.assertEqual(self.file.read_bytes(), CONTENT)
