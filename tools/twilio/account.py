"""One Twilio account: its numbers, its messages, the files of messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, NoReturn, TypeVar

from ..errors import (
    CredentialsRefused,
    LineError,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
)
from . import codes
from .result import SmsInDoubt, SmsRefused, SmsSent

Answer = TypeVar("Answer")

# How far back a lost message is looked for beyond the time it was handed over.
_CLOCK_SKEW = timedelta(minutes=2)
_LOOK_THROUGH = 200
_TRIAL = "Sent from your Twilio trial account - "


class NumberNotOwned(LineError):
    """The number is not one of the account's."""

    permanent = True
    sentence = "The number does not belong to this Twilio account: {words}"


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """How to get at an account.

    :param account_sid: begins with AC.
    :param auth_token: signs webhooks, and signs in when there is no API key.
    :param key_sid: of an API key, begins with SK.
    :param key_secret: its secret.
    :param base_url: another server that speaks Twilio's API.
    :param timeout: seconds to connect, and for each read.
    """

    account_sid: str
    auth_token: str = ""
    key_sid: str = ""
    key_secret: str = ""
    base_url: str = ""
    timeout: float = 20.0

    @property
    def login(self) -> tuple[str, str]:
        """User and password of HTTP."""
        if self.key_sid:
            return self.key_sid, self.key_secret
        return self.account_sid, self.auth_token


@dataclass(frozen=True, slots=True)
class OwnedNumber:
    """A number of the account.

    :param sid: begins with PN.
    :param number: E.164.
    :param sms: it can send and receive SMS.
    :param mms: and MMS.
    :param sms_url: what Twilio calls when a message comes in.
    """

    sid: str
    number: str
    sms: bool
    mms: bool
    sms_url: str


class TwilioAccount:
    """Speaks to Twilio's API through its own client."""

    def __init__(self, settings: ApiSettings) -> None:
        # Loading it takes a third of a second and 24 MB: only who sends pays that.
        from twilio.rest import Client

        from .http import HttpClient

        self._http = HttpClient(settings.timeout, settings.base_url)
        user, password = settings.login
        self._client = Client(
            user,
            password,
            settings.account_sid,
            http_client=self._http,
            # Not the server's own environment, which may hold another account.
            environment={"TWILIO_ACCOUNT_SID": settings.account_sid},
        )

    def find_number(self, number: str) -> OwnedNumber:
        """Look a number up among the account's.

        :param number: E.164.
        :raises NumberNotOwned: it is not there.
        :raises LineError: the account cannot be used.
        """
        found = self._ask(
            lambda: self._client.incoming_phone_numbers.list(
                phone_number=number, limit=1
            )
        )
        if not found:
            raise NumberNotOwned(number)
        return _owned(found[0])

    def set_sms_url(self, sid: str, url: str) -> None:
        """Have Twilio call a URL for every message that comes in.

        :param sid: of the number.
        :param url: empty: nothing is called.
        """
        self._ask(
            lambda: self._client.incoming_phone_numbers(sid).update(
                sms_url=url, sms_method="POST"
            )
        )

    def get_sms_url(self, sid: str) -> str:
        """Return what Twilio calls for a number."""
        number = self._ask(lambda: self._client.incoming_phone_numbers(sid).fetch())
        return str(number.sms_url or "")

    def send(
        self,
        *,
        sender: str,
        to: str,
        body: str,
        callback: str = "",
        media: tuple[str, ...] = (),
    ) -> SmsSent:
        """Send one message.

        :param sender: E.164, one of the account's.
        :param to: E.164.
        :param callback: URL that Twilio calls with every change of its status.
        :param media: URLs that Twilio loads.
        :raises SmsRefused: Twilio took nothing.
        :raises SmsInDoubt: it may have left.
        :raises LineError: nothing left, because the account cannot be used.
        """
        values: dict[str, Any] = {"from_": sender, "to": to, "body": body}
        if callback:
            values["status_callback"] = callback
        if media:
            values["media_url"] = list(media)
        return _sent(self._ask(lambda: self._client.messages.create(**values), True))

    def find_sent(
        self, *, sender: str, to: str, body: str, since: datetime
    ) -> list[SmsSent]:
        """Look for messages whose answer was lost, the latest first.

        :param since: UTC; older ones are not meant.
        :raises LineError: the account cannot be used.
        """
        oldest = since.replace(tzinfo=timezone.utc) - _CLOCK_SKEW

        def look() -> list[SmsSent]:
            found = []
            messages = self._client.messages.stream(
                from_=sender, to=to, limit=_LOOK_THROUGH
            )
            for message in messages:
                if message.date_created and message.date_created < oldest:
                    break
                if (message.body or "").removeprefix(_TRIAL).strip() == body.strip():
                    found.append(_sent(message))
            return found

        return self._ask(look)

    def fetch(self, sid: str) -> SmsSent:
        """Ask what has become of a message."""
        return _sent(self._ask(lambda: self._client.messages(sid).fetch()))

    def _ask(self, work: Callable[[], Answer], sending: bool = False) -> Answer:
        """Run a request; what goes wrong becomes an error of this package."""
        from twilio.base.exceptions import TwilioException

        from .http import Unanswered, Unsent

        try:
            return work()
        except Unsent as error:
            raise ServerUnreachable(str(error)) from error
        except Unanswered as error:
            self._lost(str(error), sending, error)
        except (TwilioException, json.JSONDecodeError, KeyError, TypeError) as error:
            complaint = self._http.complaint()
            if complaint:
                self._refused(error, sending, *complaint)
            self._lost(str(error), sending, error)

    def _lost(self, words: str, sending: bool, error: Exception) -> NoReturn:
        if sending:
            raise SmsInDoubt(words) from error
        raise ServerUnreachable(words) from error

    def _refused(
        self, error: Exception, sending: bool, status: int, code: int, said: str
    ) -> NoReturn:
        words = codes.explain(code, said)
        if status == 401 or code in codes.ACCOUNT_CODES:
            raise CredentialsRefused(words) from error
        if status == 429:
            raise Throttled(words, self._http.retry_after) from error
        if status >= 500 and status != 503:
            # Whoever failed while working on it may have done the work.
            self._lost(words, sending, error)
        if sending:
            permanent = codes.is_permanent(code, status)
            raise SmsRefused(code, words, permanent) from error
        raise (ServerUnreachable if status == 503 else ProtocolFailed)(words) from error


def _owned(row: Any) -> OwnedNumber:
    abilities = row.capabilities or {}
    return OwnedNumber(
        sid=row.sid,
        number=row.phone_number,
        sms=bool(abilities.get("sms")),
        mms=bool(abilities.get("mms")),
        sms_url=row.sms_url or "",
    )


def _sent(row: Any) -> SmsSent:
    parts = str(row.num_segments or "")
    return SmsSent(
        sid=str(row.sid),
        status=str(getattr(row.status, "value", row.status) or ""),
        parts=int(parts) if parts.isdigit() else 0,
    )
