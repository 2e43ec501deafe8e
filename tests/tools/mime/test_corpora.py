from odoo.tests import BaseCase

from ....tools import mime
from .common import DATA, corpus


class TestCorpora(BaseCase):
    def test_samples(self):
        files = corpus()
        if not files:
            self.skipTest("no sample mails beside the project (shared/corpora)")
        given_up = [
            str(file)
            for file in files
            if "gave_up" in mime.parse(file.read_bytes()).defects
        ]
        self.assertLessEqual(len(given_up), len(files) // 1000, given_up)

    def test_own_mails_are_all_read(self):
        for file in sorted(DATA.glob("*.eml")):
            with self.subTest(mail=file.name):
                parsed = mime.parse(file.read_bytes())
                self.assertNotIn("gave_up", parsed.defects)
                self.assertTrue(parsed.key)
                self.assertEqual(parsed.size, file.stat().st_size)
