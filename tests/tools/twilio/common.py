"""What the tests of Twilio share: the server, an account and a number on it."""

from odoo.tests import BaseCase

from ....tools.twilio import ApiSettings, TwilioAccount
from ...fakes.twilio_api import TwilioServer

OURS = "+4930123456"
THEIRS = "+4915123456789"


class TwilioCase(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(TwilioServer())

    def setUp(self):
        super().setUp()
        self.owner = self.server.add_account()
        self.number = self.owner.add_number(OURS, mms=True)
        self.account = TwilioAccount(self.settings())

    def settings(self, **values):
        return ApiSettings(
            **{
                "account_sid": self.owner.sid,
                "auth_token": self.owner.auth_token,
                "base_url": self.server.url,
                "timeout": 2.0,
                **values,
            }
        )

    def send(self, body="Hello", **values):
        return self.account.send(sender=OURS, to=THEIRS, body=body, **values)
