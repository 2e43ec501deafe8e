from odoo.tests import BaseCase

from ....tools.smtp import explain
from ....tools.smtp.result import Refusal, refusal


class TestExplain(BaseCase):
    def test_status_beats_code(self):
        said = explain(550, "5.2.2", "Mailbox full")
        self.assertEqual(
            said, "The recipient's mailbox is full. (550 5.2.2 Mailbox full)"
        )

    def test_code_alone(self):
        self.assertEqual(
            explain(550, "", ""), "The recipient's address is not accepted."
        )

    def test_neither_is_known(self):
        self.assertIn("may do so later", explain(499, "", "hm"))
        self.assertIn("refused the message", explain(599, "5.9.9", ""))
        self.assertIn("refused", explain(0, "", "no"))

    def test_providers(self):
        for code, enhanced, words in (
            (432, "4.3.2", "Too many connections"),
            (535, "5.7.8", "password is wrong"),
            (550, "5.7.26", "DMARC"),
            (535, "5.7.139", "switched off"),
        ):
            with self.subTest(enhanced):
                self.assertIn(words, explain(code, enhanced, ""))


class TestRefusal(BaseCase):
    def test_several_lines(self):
        reply = b"5.1.1 The address does not exist.\n5.1.1 Look here: x.example"
        expected = "The address does not exist. Look here: x.example"
        self.assertEqual(refusal(550, reply), Refusal(550, "5.1.1", expected, True))

    def test_without_status(self):
        self.assertEqual(refusal(451, b"later"), Refusal(451, "", "later", False))

    def test_a_version_is_no_status(self):
        self.assertEqual(refusal(554, b"Postfix 3.5.1 says no").enhanced, "")
