"""Which refusals mean "slow down", and for how long."""

from odoo.tests import BaseCase, tagged

from ....tools.smtp import throttled

# code, status, words: seconds, None when it is about the one mail
TABLE = [
    (421, "4.7.28", "Our system has detected an unusual rate", 60.0),
    (421, "4.3.2", "try again in 300 s", 300.0),
    (432, "4.3.2", "STOREDRV.ClientSubmit; sender thread limit exceeded", 60.0),
    (450, "4.2.0", "greylisted", None),
    (451, "4.7.1", "too many messages, slow down", 60.0),
    (452, "4.2.2", "mailbox full, quota exceeded", None),
    (550, "5.1.1", "no such user", None),
    (550, "5.4.5", "Daily user sending quota exceeded", 3600.0),
    (554, "5.2.0", "SubmissionQuotaExceededException; quota exceeded", 3600.0),
    (552, "5.2.2", "over quota: quota exceeded", None),
    (554, "5.7.1", "spam", None),
]


@tagged("post_install", "-at_install")
class TestThrottle(BaseCase):
    def test_table(self):
        for code, status, words, seconds in TABLE:
            with self.subTest(f"{code} {status} {words}"):
                self.assertEqual(throttled(code, status, words), seconds)
