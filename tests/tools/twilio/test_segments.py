from odoo.tests import BaseCase

from ....tools.twilio import count

# text, encoding, parts, units, left, offending; static/tests/segments.test.js has them
VECTORS = (
    ("", "GSM-7", 0, 0, 160, ""),
    ("Hello", "GSM-7", 1, 5, 155, ""),
    ("a" * 160, "GSM-7", 1, 160, 0, ""),
    ("a" * 161, "GSM-7", 2, 161, 145, ""),
    ("a" * 306, "GSM-7", 2, 306, 0, ""),
    ("a" * 307, "GSM-7", 3, 307, 152, ""),
    ("€", "GSM-7", 1, 2, 158, ""),
    ("€" * 80, "GSM-7", 1, 160, 0, ""),
    # an escaped character is not split: one septet of the first part stays empty
    ("a" * 152 + "€" + "a" * 10, "GSM-7", 2, 164, 141, ""),
    ("Grüße, Çà và", "GSM-7", 1, 12, 148, ""),
    ("ç", "UCS-2", 1, 1, 69, "ç"),
    ("Привет", "UCS-2", 1, 6, 64, "П"),
    ("ж" * 70, "UCS-2", 1, 70, 0, "ж"),
    ("ж" * 71, "UCS-2", 2, 71, 63, "ж"),
    ("Hi 😀", "UCS-2", 1, 5, 65, "😀"),
    # nor is a pair of surrogates
    ("ж" * 66 + "😀" + "ж" * 5, "UCS-2", 2, 73, 60, "ж"),
    ("It’s", "UCS-2", 1, 4, 66, "’"),
)


class TestSegments(BaseCase):
    def test_vectors(self):
        for text, encoding, parts, units, left, offending in VECTORS:
            with self.subTest(text=text[:20], length=len(text)):
                found = count(text)
                self.assertEqual(
                    (found.encoding, found.parts, found.units, found.left),
                    (encoding, parts, units, left),
                )
                self.assertEqual(found.offending, offending)

    def test_where_the_offending_character_stands(self):
        self.assertEqual(count("It’s").position, 2)
        self.assertEqual(count("Its").position, -1)
