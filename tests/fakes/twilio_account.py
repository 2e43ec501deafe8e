"""What an account at the fake of Twilio holds."""

import secrets
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

ROOT = "/2010-04-01/Accounts"


def make_sid(kind):
    return kind + secrets.token_hex(16)


def now():
    return format_datetime(datetime.now(timezone.utc))


class Account:
    """An account with its secrets, numbers, messages and files."""

    def __init__(self):
        self.sid = make_sid("AC")
        self.auth_token = secrets.token_hex(16)
        self.keys = {}
        self.numbers = {}
        self.messages = []
        self.media = {}

    def add_key(self):
        sid, secret = make_sid("SK"), secrets.token_urlsafe(24)
        self.keys[sid] = secret
        return sid, secret

    def add_number(self, number, *, sms=True, mms=False, sms_url=""):
        sid = make_sid("PN")
        self.numbers[sid] = {
            "sid": sid,
            "account_sid": self.sid,
            "phone_number": number,
            "friendly_name": number,
            "capabilities": {"voice": True, "sms": sms, "mms": mms, "fax": False},
            "sms_url": sms_url,
            "sms_method": "POST",
            "api_version": "2010-04-01",
            "beta": False,
            "origin": "twilio",
            "status": "in-use",
            "voice_url": None,
            "voice_method": "POST",
            "date_created": now(),
            "date_updated": now(),
            "uri": f"{ROOT}/{self.sid}/IncomingPhoneNumbers/{sid}.json",
        }
        return self.numbers[sid]

    def number(self, number):
        return next(n for n in self.numbers.values() if n["phone_number"] == number)

    def add_media(self, content, mimetype):
        """A file of a message that came in; the path of its URL."""
        sid, message = make_sid("ME"), make_sid("MM")
        self.media[sid] = (content, mimetype)
        return f"{ROOT}/{self.sid}/Messages/{message}/Media/{sid}"

    def add_message(self, values, *, created=None):
        sid = make_sid("SM")
        body = values.get("Body", "")
        row = {
            "sid": sid,
            "account_sid": self.sid,
            "api_version": "2010-04-01",
            "body": body,
            "from": values.get("From"),
            "to": values.get("To"),
            "direction": "outbound-api",
            "status": "queued",
            "num_segments": "1",
            "num_media": str(len(values.get("MediaUrl", ()))),
            "messaging_service_sid": None,
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "error_message": None,
            "date_created": format_datetime(created) if created else now(),
            "date_sent": None,
            "date_updated": now(),
            "uri": f"{ROOT}/{self.sid}/Messages/{sid}.json",
            "subresource_uris": {
                "media": f"{ROOT}/{self.sid}/Messages/{sid}/Media.json"
            },
        }
        self.messages.insert(0, row)
        return row


def long_ago():
    return datetime.now(timezone.utc) - timedelta(days=3)
