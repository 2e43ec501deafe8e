"""The way to Twilio's API: one host, no retries, and whether a request left."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.http.http_client import TwilioHttpClient
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NewConnectionError,
    SSLError,
)

# The library logs what it sends, the texts among it.
_silent = logging.getLogger(f"{__name__}.silent")
_silent.setLevel(logging.CRITICAL)


class Unsent(Exception):
    """Nothing reached Twilio."""


class Unanswered(Exception):
    """The request may have reached Twilio; its answer did not reach us."""


class HttpClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own HTTP client, with the errors told apart.

    :param timeout: seconds to connect, and for each read.
    :param base_url: another server that speaks Twilio's API; empty for Twilio.
    """

    def __init__(self, timeout: float, base_url: str = "") -> None:
        super().__init__(timeout=timeout, logger=_silent, max_retries=0)
        self.base = urlsplit(base_url)
        self.retry_after: float | None = None
        self.status = 0
        self.text = ""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Make a request.

        :raises Unsent: it did not leave.
        :raises Unanswered: nobody knows.
        """
        if self.base.netloc:
            url = urlunsplit(
                urlsplit(url)._replace(scheme=self.base.scheme, netloc=self.base.netloc)
            )
        self.status = 0
        try:
            response = super().request(method, url, *args, **kwargs)
        except requests.RequestException as error:
            words = str(error) or type(error).__name__
            raise (Unsent if _before(error) else Unanswered)(words) from error
        self.retry_after = _seconds(response.headers.get("Retry-After"))
        self.status, self.text = int(response.status_code), str(response.text)
        return response

    def complaint(self) -> tuple[int, int, str] | None:
        """HTTP status, Twilio's code and words of the last answer, if it was one.

        The library's own exception for lists holds none of them.
        """
        if self.status < 400:
            return None
        try:
            value = json.loads(self.text)
            return self.status, int(value["code"]), str(value["message"])
        except (ValueError, KeyError, TypeError):
            return self.status, self.status, ""


def _before(error: requests.RequestException) -> bool:
    """Whether it broke before a byte of the request was written."""
    reason: object = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError, SSLError)) or (
        isinstance(error, (requests.ConnectTimeout, requests.exceptions.InvalidURL))
    )


def _seconds(text: str | None) -> float | None:
    try:
        return max(float(text), 0.0) if text else None
    except ValueError:
        return None
