from odoo.tests import TransactionCase, tagged
from odoo.tools import config

from ..tools import twilio
from .common import SwitchboardMixin
from .fakes.twilio_account import make_sid
from .fakes.twilio_api import TwilioServer

OURS = "+4930123456"
THEIRS = "+4915123456789"
PUBLIC = "https://ours.example"


class PhoneMixin(SwitchboardMixin):
    """A manager's number on the fake of Twilio, and a user for each level."""

    @classmethod
    def _set_up_twilio(cls):
        cls.twilio = cls.enterClassContext(TwilioServer())
        cls.addClassCleanup(config.options.pop, "switchboard_twilio_url", None)
        config["switchboard_twilio_url"] = cls.twilio.url

    def _set_up_phone(self, **values):
        self.addCleanup(self.twilio.answers.clear)
        self.twilio.forget_script()
        self.account = self.twilio.add_account()
        self.number = self.account.add_number(OURS, mms=True)
        self.phone = self.make_phone(**values)
        self.line = self.phone.line_id
        self._set_up_grants()

    def make_phone(self, number=OURS, user=None, **values):
        return (
            self.env["switchboard.phone"]
            .with_user(user or self.manager)
            .create(
                {
                    "name": "Berlin",
                    "number": number,
                    "account_sid": self.account.sid,
                    "auth_token": self.account.auth_token,
                    "public_url": PUBLIC,
                    "access": "shared",
                    "undo_seconds": 0,
                    **values,
                }
            )
            .sudo(False)
            .with_env(self.env)
        )

    def incoming(self, body="Hello", sender=THEIRS, **values):
        """The values of a webhook for a message that comes in."""
        sid = values.pop("MessageSid", None) or make_sid("SM")
        return {
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": self.account.sid,
            "From": sender,
            "To": OURS,
            "Body": body,
            "NumMedia": "0",
            **values,
        }

    def receive(self, body="Hello", sender=THEIRS, **values):
        """Have a message come in, as after its signature was found valid."""
        payload = self.incoming(body, sender, **values)
        self.store("message", payload)
        self.env["switchboard.webhook"]._work()
        return payload["MessageSid"]

    def store(self, kind, payload):
        key = self.phone._webhook_key(kind, payload)
        self.assertTrue(key)
        return self.env["switchboard.webhook"]._store(self.phone, kind, key, payload)

    def callback(self, outgoing, status, code=None, sid=None):
        """Have Twilio tell what has become of a message."""
        payload = {
            "MessageSid": sid or outgoing.provider_sid,
            "MessageStatus": status,
            "AccountSid": self.account.sid,
            "From": OURS,
            "To": THEIRS,
            "outgoing_id": outgoing.id,
        }
        if code:
            payload["ErrorCode"] = str(code)
        self.store("status", payload)
        self.env["switchboard.webhook"]._work()

    def talk(self, number=THEIRS):
        """The conversation with a number."""
        return self.env["discuss.channel"].search(
            [
                ("switchboard_line_id", "=", self.line.id),
                ("switchboard_counterpart_key", "=", number),
            ]
        )

    def post(self, body="Hi", user=None, **values):
        """Write in the conversation; return the queue's row."""
        channel = self.talk() or self.start()
        message = channel.with_user(user or self.ben).message_post(body=body, **values)
        return message.sudo().switchboard_message_ids.outgoing_ids

    def start(self, number=THEIRS, **values):
        Channel = self.env["discuss.channel"].with_user(self.manager)
        return Channel._switchboard_write_first(self.line, [number], **values)

    def process(self):
        return self.env["switchboard.outgoing"]._process()

    def sent_texts(self):
        return [row["body"] for row in reversed(self.account.messages)]

    def sign(self, path, values):
        url = self.phone._callback_url(path)
        return twilio.sign(self.account.auth_token, url, values)


@tagged("post_install", "-at_install")
class PhoneCase(PhoneMixin, TransactionCase):
    """With users, grants and a phone that is connected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_twilio()

    def setUp(self):
        super().setUp()
        self._set_up_phone()
        self.phone.action_connect()
