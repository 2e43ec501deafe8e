from odoo.tests import BaseCase

from ...tools import errors
from ...tools.smtp import SendInDoubt, SendRefused, SendUnreached


class TestErrors(BaseCase):
    def test_only_these_fail_a_line(self):
        found = {
            kind.__name__
            for kind in vars(errors).values()
            if isinstance(kind, type)
            and issubclass(kind, errors.LineError)
            and kind.permanent
        }
        self.assertEqual(found, {"ConsentGone", "CredentialsRefused", "SenderRefused"})

    def test_describe(self):
        for error, sentence in (
            (
                errors.CredentialsRefused("Wrong"),
                "The server refused the login name or the password: Wrong.",
            ),
            (
                errors.ServerUnreachable("Connection refused."),
                "The server cannot be reached: Connection refused.",
            ),
            (errors.TlsFailed(), "No secure connection could be made: TlsFailed."),
            (ValueError("odd"), "Something unexpected happened: odd."),
            (KeyError(), "Something unexpected happened: KeyError."),
        ):
            with self.subTest(sentence):
                self.assertEqual(errors.describe(error), sentence)

    def test_describe_what_became_of_a_mail(self):
        for error in (
            SendRefused(550, "no", True),
            SendInDoubt("timed out"),
            SendUnreached("reset"),
        ):
            with self.subTest(error=error):
                self.assertNotIn("unexpected", errors.describe(error))

    def test_retry_after(self):
        for text, seconds in (
            ("try again in 90 seconds", 90.0),
            ("Retry-After: 15m", 900.0),
            ("please wait 2 hours", 7200.0),
            ("try again later", None),
            ("451 4.7.0 greylisted", None),
        ):
            with self.subTest(text):
                self.assertEqual(errors.retry_after(text), seconds)
