from odoo.tests import BaseCase

from ...tools.typed import split_typed


class TestTyped(BaseCase):
    def test_split(self):
        for text, parts in (
            ("", []),
            (" ,; \n", []),
            ("a@x.example", ["a@x.example"]),
            ("a@x.example, no address", ["a@x.example", "no address"]),
            (
                "a@x.example;b@x.example\nc@x.example",
                ["a@x.example", "b@x.example", "c@x.example"],
            ),
            (
                '"Silva, Maria; Dr." <m@x.example>, joe',
                ['"Silva, Maria; Dr." <m@x.example>', "joe"],
            ),
            ("Maria Silva <m@x.example>", ["Maria Silva <m@x.example>"]),
            ('one " quote, b@x.example', ['one " quote', "b@x.example"]),
        ):
            with self.subTest(text):
                self.assertEqual(split_typed(text), parts)
