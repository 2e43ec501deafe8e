import base64

from odoo.tests import BaseCase

from ....tools.mime import parse
from .common import corpus

GUID = bytes.fromhex("46044a3222994a3f818d3f8f1c47fcad")
ROOT = b"\x01\xc4\xfd\xf8\x25\x25" + GUID
ANSWER = ROOT + b"\x00\x00\x81\x5c\x00"


def _text(raw):
    return base64.b64encode(raw).decode()


CASES = (
    ("the first mail", _text(ROOT), GUID.hex()),
    ("an answer", _text(ANSWER), GUID.hex()),
    ("an answer to it", _text(ANSWER + b"\x00\x01\x02\x03\x04"), GUID.hex()),
    ("the 99th answer", _text(ROOT + b"\x00\x00\x81\x5c\x00" * 99), GUID.hex()),
    (
        "folded",
        "AcT9+CUlRgRKMiKZSj+B\n jT+PHEf8rQ==",
        GUID.hex(),
    ),
    ("without padding", _text(ANSWER).rstrip("="), GUID.hex()),
    ("cut off in an answer", _text(ANSWER)[:-3], GUID.hex()),
    ("too short", _text(ROOT[:21]), ""),
    ("no name", _text(ROOT[:6] + bytes(16)), ""),
    ("no Base64", "Re: Offer", ""),
    ("empty", "", ""),
)


class TestThreadIndex(BaseCase):
    def test_cases(self):
        for shape, text, expected in CASES:
            with self.subTest(shape=shape):
                raw = f"Thread-Index: {text}\nFrom: a@x.example\n\nbody".encode()
                self.assertEqual(parse(raw).thread_root, expected)

    def test_public_samples(self):
        """Each Thread-Index of the public samples has a name of its own."""
        files = [f for f in corpus() if b"\nthread-index:" in f.read_bytes().lower()]
        if not files:
            self.skipTest("no sample mails beside the project (shared/corpora)")
        roots = {parse(file.read_bytes()).thread_root for file in files}
        self.assertEqual(len(roots), len(files))
        self.assertNotIn("", roots)
