from odoo.tests import BaseCase

from ....tools.twilio import (
    BadNumber,
    number_type,
    parts_per_second,
    public_problem,
    read_number,
)


class TestNumbers(BaseCase):
    def test_read(self):
        for text, region, e164, display in (
            ("+49 30 1234567", "", "+49301234567", "🇩🇪 030 1234567"),
            ("030 1234567", "de", "+49301234567", "🇩🇪 030 1234567"),
            ("(415) 867-5309", "US", "+14158675309", "🇺🇸 (415) 867-5309"),
            ("tel:+351912345678", "", "+351912345678", "🇵🇹 912 345 678"),
            ("+38 (067) 123-45-67", "DE", "+380671234567", "🇺🇦 067 123 4567"),
            ("12345", "US", "12345", "🇺🇸 12345"),
        ):
            with self.subTest(text=text):
                number = read_number(text, region)
                self.assertEqual((number.e164, number.display), (e164, display))

    def test_refused(self):
        for text in ("", "anna", "+49", "030 1234567", "+1 415", "+999 123 456 789"):
            with self.subTest(text=text):
                with self.assertRaises(BadNumber) as caught:
                    read_number(text)
                self.assertIn("is not a phone number", str(caught.exception))

    def test_pace(self):
        for number, kind, parts in (
            ("+14158675309", "long_code", 1),
            ("+18005551212", "toll_free", 3),
            ("12345", "short_code", 100),
            ("+49301234567", "other", 10),
            ("+351912345678", "other", 10),
        ):
            with self.subTest(number=number):
                self.assertEqual(number_type(number), kind)
                self.assertEqual(parts_per_second(kind), parts)
        self.assertEqual(parts_per_second("carrier pigeon"), 1)

    def test_public_address(self):
        for url, words in (
            ("https://127.0.0.1:8069", "from outside"),
            ("http://localhost", "from outside"),
            ("https://10.1.2.3", "from outside"),
            ("http://8.8.8.8", "without encryption"),
            ("odoo.example", "is not a web address"),
            ("", "is not a web address"),
            ("https://h:port", "is not a web address"),
        ):
            with self.subTest(url=url):
                template, values = public_problem(url)
                self.assertIn(words, template % values)
        self.assertIsNone(public_problem("https://8.8.8.8"))
