"""What the rules of a mailbox leave out, without any database."""

from odoo.tests import BaseCase

from ...tools.mime import parse
from ...tools.skip_rules import SkipRules, domain_of


def mail(sender, *others):
    return parse(f"From: {sender}\r\nTo: {', '.join(others)}\r\n\r\nHi".encode())


class TestSkipRules(BaseCase):
    def test_blocked(self):
        rules = SkipRules(blocked=frozenset({"@spam.example", "eve@shop.example"}))
        for email, pattern in (
            ("ann@spam.example", "@spam.example"),
            ("ann@news.spam.example", "@spam.example"),
            ("bob@notspam.example", None),
            ("eve@shop.example", "eve@shop.example"),
            ("adam@shop.example", None),
            ("", None),
            (None, None),
        ):
            with self.subTest(email):
                self.assertEqual(rules.blocked_by(email), pattern)
                self.assertIsNone(SkipRules().blocked_by(email))

    def test_internal(self):
        rules = SkipRules(internal=frozenset({"us.example", "ours.example"}))
        for sender, others, internal in (
            ("a@us.example", ["b@us.example"], True),
            ("A <A@US.example>", ["b@us.example", "c@ours.example"], True),
            ("a@us.example", ["b@us.example", "c@client.example"], False),
            ("a@us.example", ["b@sub.us.example"], False),
            # A note to oneself is not mail among colleagues.
            ("a@us.example", [], False),
        ):
            with self.subTest(sender=sender, others=others):
                parsed = mail(sender, *others)
                self.assertIs(rules.is_internal(parsed), internal)
                self.assertFalse(SkipRules().is_internal(parsed))

    def test_domain(self):
        self.assertEqual(domain_of("Ann@Us.Example"), "us.example")
        self.assertEqual(domain_of(None), "")
