from pathlib import Path

from odoo.tests import BaseCase

from ....tools import mime

DATA = Path(__file__).parents[2] / "data"
CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"


def read(name):
    """Read one of the raw mails in ``tests/data``."""
    return (DATA / f"{name}.eml").read_bytes()


def corpus():
    """List the sample mails beside the project; none when they are not there."""
    files = CORPORA.glob("*/*") if CORPORA.is_dir() else ()
    return sorted(f for f in files if f.suffix in (".eml", ".raw", ".txt"))


class MimeCase(BaseCase):
    def check(self, cases):
        """Parse mails of ``tests/data`` and compare the given fields."""
        for name, expected in cases.items():
            parsed = mime.parse(read(name))
            for field, value in expected.items():
                with self.subTest(mail=name, field=field):
                    self.assertEqual(getattr(parsed, field), value)
