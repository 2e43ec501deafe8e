import base64
import logging
import time

from odoo.tests import BaseCase

from ...tools import redact as module
from ...tools.redact import MASK, RedactingFilter, install, redact

XOAUTH2 = base64.b64encode(b"user=anna\x01auth=Bearer ya29.tok3n\x01\x01").decode()
ACCOUNT = "AC" + "0a" * 16

# What somebody logs, and what must not be in it any more.
LEAKS = (
    ("smtp://anna:hunter22@mail.example:465/x", "hunter22"),
    ("Authorization: Bearer hunter22", "hunter22"),
    ("{'Authorization': 'Basic aHVudGVyMjI='}", "aHVudGVyMjI"),
    ("send: 'AUTH PLAIN AGFubmEAaHVudGVy\\r\\n'", "AGFubmEAaHVudGVy"),
    (f"AUTH XOAUTH2 {XOAUTH2}", XOAUTH2[8:]),
    (f"+ {XOAUTH2}", XOAUTH2[8:]),
    ("user=anna\x01auth=Bearer ya29.tok3n\x01\x01", "tok3n"),
    ("A1 LOGIN anna hunter22", "hunter22"),
    ('A1 LOGIN "anna" "hunt \\"er22"', "er22"),
    ("b'KDFK7 LOGIN anna {8}\\r\\nhunter22'", "hunter22"),
    ("A1 LOGIN anna {8}\r\nhunter22", "hunter22"),
    ("password=hunter22&x=1", "hunter22"),
    ("smtp_password: hunter22, host: mail", "hunter22"),
    ("PASSWORD => 'hunter 22',", "hunter 22"),
    ('{"access_token": "hunter22", "expires_in": 3600}', "hunter22"),
    ("{'refresh_token': 'hun\\'ter22'}", "ter22"),
    ('"{\\"client_secret\\": \\"hunter22\\"}"', "hunter22"),
    ("[('password', 'hunter22')]", "hunter22"),
    ("client_secret=b'hunter22'", "hunter22"),
    (f"('{ACCOUNT}', '{'f0' * 16}')", "f0f0"),
    (f"auth_token={'f0' * 16}", "f0f0"),
    ("https://ours.example/oauth?code=hunter22&state=1", "hunter22"),
    ("id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "c2ln"),
    ("refreshed to 1//0hunter22hunter22hunter22", "hunter22"),
)
INNOCENT = (
    "Fetched 20 of 300 messages from INBOX in 0.3 s",
    "login failed for anna",
    "3 tests passed, 1 token_type of Bearer",
    "auth_token=None, has_token=False, password: null",
    "250-AUTH PLAIN LOGIN XOAUTH2",
    "https://mail.example:993/inbox",
    "",
)


class TestRedact(BaseCase):
    def test_masks(self):
        for text, leak in LEAKS:
            with self.subTest(text=text):
                self.assertNotIn(leak, redact(text))
                self.assertIn(MASK, redact(text))

    def test_masks_once(self):
        for text, _leak in LEAKS:
            with self.subTest(text=text):
                self.assertEqual(redact(redact(text)), redact(text))

    def test_leaves_the_rest(self):
        for text in INNOCENT:
            with self.subTest(text=text):
                self.assertEqual(redact(text), text)
        self.assertEqual(
            redact("smtp://anna:hunter22@mail.example/x"),
            "smtp://anna:***@mail.example/x",
        )
        self.assertEqual(redact("a=1&token=x&b=2"), "a=1&token=***&b=2")

    def test_known_secrets_in_every_form(self):
        secret = "pä ss'wort"
        coded = base64.b64encode(secret.encode()).decode()
        for form in (secret, "p%C3%A4%20ss%27wort", repr(secret)[1:-1], coded):
            with self.subTest(form=form):
                self.assertEqual(redact(f"x{form}y", [secret]), "x***y")

    def test_short_and_nested_secrets(self):
        self.assertEqual(redact("a big cat", ["a"]), "a big cat")
        self.assertEqual(redact("topsecret!", ["topsec", "topsecret"]), "***!")

    def test_long_lines_take_no_time(self):
        started = time.perf_counter()
        for part in ("a.", "token ", "password='", "eyJ", "://x", "auth ", "A1 LOGIN "):
            redact(part * 10_000)
        self.assertLess(time.perf_counter() - started, 5)


class TestRedactingFilter(BaseCase):
    def _record(self, msg, *args, exc_info=None):
        record = logging.LogRecord("x.y", 20, __file__, 1, msg, args, exc_info)
        self.assertTrue(RedactingFilter(secrets=["hunter22"]).filter(record))
        return logging.Formatter("%(message)s").format(record)

    def test_message_and_arguments(self):
        self.assertEqual(self._record("hello %s", "anna"), "hello anna")
        self.assertEqual(self._record("got %s", "hunter22"), "got ***")
        self.assertEqual(self._record("%(token)s", {"token": "hunter22"}), "***")
        self.assertEqual(self._record(ValueError("password=abc")), "password=***")

    def test_wrong_arguments_are_masked_too(self):
        self.assertIn(MASK, self._record("%d of %d", "password=abc"))
        self.assertNotIn("abc", self._record("%d of %d", "password=abc"))

    def test_exception(self):
        try:
            try:
                raise KeyError("hunter22")
            except KeyError as error:
                raise ValueError("A1 LOGIN anna hunter23") from error
        except ValueError as error:
            text = self._record(
                "failed", exc_info=(type(error), error, error.__traceback__)
            )
        self.assertIn("ValueError: A1 LOGIN", text)
        self.assertNotIn("hunter", text)

    def test_stack(self):
        record = logging.LogRecord("x", 20, __file__, 1, "m", (), None)
        record.stack_info = "password=abc"
        RedactingFilter().filter(record)
        self.assertEqual(record.stack_info, "password=***")

    def test_other_loggers_are_left_alone(self):
        record = logging.LogRecord("other", 20, __file__, 1, "password=abc", (), None)
        RedactingFilter("mine").filter(record)
        self.assertEqual(record.getMessage(), "password=abc")


class TestInstall(BaseCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(logging.setLogRecordFactory, logging.getLogRecordFactory())
        self.addCleanup(module._installed.update, dict(module._installed))
        self.addCleanup(module._installed.clear)

    def test_children_and_late_handlers(self):
        install(["switchboard_test"])
        install(["switchboard_test"])
        with self.assertLogs("switchboard_test", logging.WARNING) as logs:
            logging.getLogger("switchboard_test.child").warning("password=%s", "abc")
        self.assertEqual(logs.records[0].getMessage(), "password=***")

    def test_others_keep_their_words(self):
        install(["switchboard_test"])
        with self.assertLogs("elsewhere_test", logging.WARNING) as logs:
            logging.getLogger("elsewhere_test").warning("password=%s", "abc")
        self.assertEqual(logs.records[0].getMessage(), "password=abc")
