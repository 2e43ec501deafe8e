from ....tools.errors import (
    CredentialsRefused,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
)
from ....tools.twilio import NumberNotOwned, TwilioAccount
from .common import OURS, TwilioCase


class TestAccount(TwilioCase):
    def test_number_and_its_abilities(self):
        self.owner.add_number("+49301111111", sms=False)
        owned = self.account.find_number(OURS)
        self.assertEqual((owned.number, owned.sms, owned.mms), (OURS, True, True))
        other = self.account.find_number("+49301111111")
        self.assertEqual((other.sms, other.mms), (False, False))
        with self.assertRaises(NumberNotOwned):
            self.account.find_number("+49302222222")

    def test_webhook(self):
        sid = self.number["sid"]
        self.account.set_sms_url(sid, "https://ours.example/hook")
        self.assertEqual(self.account.get_sms_url(sid), "https://ours.example/hook")
        self.account.set_sms_url(sid, "")
        self.assertEqual(self.account.get_sms_url(sid), "")

    def test_sign_in_with_a_key(self):
        sid, secret = self.owner.add_key()
        settings = self.settings(auth_token="", key_sid=sid, key_secret=secret)
        self.assertEqual(TwilioAccount(settings).find_number(OURS).number, OURS)

    def test_wrong_token(self):
        account = TwilioAccount(self.settings(auth_token="wrong"))
        with self.assertRaises(CredentialsRefused) as caught:
            account.find_number(OURS)
        self.assertIn("refused the account's sign-in", caught.exception.message)

    def test_nobody_there(self):
        account = TwilioAccount(self.settings(base_url="http://127.0.0.1:1"))
        with self.assertRaises(ServerUnreachable):
            account.find_number(OURS)

    def test_errors(self):
        for step, error in (
            ((429, 20429, "Too many requests", {"Retry-After": "7"}), Throttled),
            ((500, 20500, "Internal"), ServerUnreachable),
            ((503, 20503, "Unavailable"), ServerUnreachable),
            ((400, 20001, "Bad parameter"), ProtocolFailed),
            ("drop_before", ServerUnreachable),
        ):
            with self.subTest(step=step):
                self.server.script(step)
                with self.assertRaises(error) as caught:
                    self.account.find_number(OURS)
                if error is Throttled:
                    self.assertEqual(caught.exception.retry_after, 7.0)
