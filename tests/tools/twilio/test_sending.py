from datetime import datetime, timedelta, timezone

from ....tools.errors import CredentialsRefused, ServerUnreachable, Throttled
from ....tools.twilio import SmsInDoubt, SmsRefused, TwilioAccount
from ...fakes.twilio_account import long_ago
from .common import OURS, THEIRS, TwilioCase


def _now():
    return datetime.now(timezone.utc).replace(tzinfo=None)


class TestSending(TwilioCase):
    def test_sent(self):
        sent = self.send("Grüße €", callback="https://ours.example/status")
        [values] = [v for v in self.server.sent_values if v["Sid"] == sent.sid]
        self.assertEqual(values["Body"], "Grüße €")
        self.assertEqual((values["From"], values["To"]), (OURS, THEIRS))
        self.assertEqual(values["StatusCallback"], "https://ours.example/status")
        self.assertEqual((sent.status, sent.parts), ("queued", 1))
        self.assertEqual(self.account.fetch(sent.sid), sent)

    def test_media(self):
        self.send("", media=("https://ours.example/a.png", "https://ours.example/b"))
        self.assertEqual(
            self.server.sent_values[-1]["MediaUrl"],
            ["https://ours.example/a.png", "https://ours.example/b"],
        )

    def test_refused(self):
        for status, code, permanent, words in (
            (400, 21211, True, "does not exist"),
            (400, 21610, True, "STOP"),
            (400, 21611, False, "Too many messages wait"),
            (400, 21614, True, "cannot receive SMS"),
            (400, 99999, True, "unheard of (99999)"),
            (503, 20503, False, "unheard of"),
        ):
            with self.subTest(code=code):
                self.server.script((status, code, "unheard of"))
                with self.assertRaises(SmsRefused) as caught:
                    self.send()
                self.assertEqual(caught.exception.code, code)
                self.assertEqual(caught.exception.permanent, permanent)
                self.assertIn(words, caught.exception.message)
        self.assertEqual(self.owner.messages, [])

    def test_the_accounts_fault(self):
        self.server.script((403, 20005, "Account not active"))
        with self.assertRaises(CredentialsRefused):
            self.send()
        self.server.script((429, 20429, "Slow down", {"Retry-After": "3"}))
        with self.assertRaises(Throttled) as caught:
            self.send()
        self.assertEqual(caught.exception.retry_after, 3.0)

    def test_nobody_was_reached(self):
        account = TwilioAccount(self.settings(base_url="http://127.0.0.1:1"))
        with self.assertRaises(ServerUnreachable):
            account.send(sender=OURS, to=THEIRS, body="Hello")

    def test_in_doubt(self):
        for step in (
            "drop_before",  # whoever sends cannot tell it from the next
            "drop_after",
            "garbage",
            (500, 20500, "Internal server error"),
            (502, 0, "Bad gateway"),
        ):
            with self.subTest(step=step):
                self.server.script(step)
                with self.assertRaises(SmsInDoubt):
                    self.send()

    def test_found_again(self):
        began = _now()
        self.server.script("drop_after")
        with self.assertRaises(SmsInDoubt):
            self.send("Where am I?")
        [row] = self.owner.messages
        search = {"sender": OURS, "to": THEIRS, "since": began}
        [found] = self.account.find_sent(body="Where am I?", **search)
        self.assertEqual(found.sid, row["sid"])
        self.assertEqual(self.account.find_sent(body="Another", **search), [])

    def test_not_found(self):
        values = {"From": OURS, "To": THEIRS, "Body": "Hello"}
        self.owner.add_message(values, created=long_ago())
        self.owner.add_message({**values, "To": "+4915100000000"})
        since = _now() - timedelta(minutes=1)
        found = self.account.find_sent(
            sender=OURS, to=THEIRS, body="Hello", since=since
        )
        self.assertEqual(found, [])

    def test_found_on_a_trial_account(self):
        body = "Sent from your Twilio trial account - Hello"
        self.owner.add_message({"From": OURS, "To": THEIRS, "Body": body})
        found = self.account.find_sent(
            sender=OURS, to=THEIRS, body="Hello", since=_now()
        )
        self.assertEqual(len(found), 1)
