"""What the token endpoints of Google and Microsoft answer, as errors to act on.

Pure: who asks over HTTP hands status and text in here.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from .errors import ConsentGone, LineError, ProtocolFailed, ServerUnreachable, Throttled
from .plain import _
from .providers import by_key

# RFC 6749 5.2 and what the two add to it: a person has to sign in once more.
_SIGN_IN_AGAIN = {
    "invalid_grant",
    "interaction_required",
    "consent_required",
    "login_required",
}
# The client's id or secret is wrong: an administrator has to mend it.
_CLIENT = {"invalid_client", "unauthorized_client"}

NO_OFFLINE = _(
    "The provider did not allow access while you are away. Sign in once more and "
    "agree to all it asks."
)
PERSONAL_MICROSOFT = _(
    "This is a personal Microsoft account (Outlook.com, Hotmail, Live). This sign-in "
    "is for accounts of a company or school. An administrator can allow personal "
    "accounts in the app registration; until then use another mailbox."
)


class ClientRefused(LineError):
    """The provider does not know this Odoo: its client id or secret is wrong."""

    sentence = "The provider does not accept this Odoo's client id: {words}"


def read_answer(status: int, text: str, retry_after: str | None) -> dict[str, Any]:
    """Read the answer of a token endpoint.

    :param status: HTTP status.
    :param text: the body.
    :param retry_after: the header, None when absent.
    :return: the JSON object of a success, with ``access_token`` and ``expires_in``.
    :raises ConsentGone: the refresh token is no longer good.
    :raises ClientRefused: the client id or secret is wrong.
    :raises Throttled, ServerUnreachable: later.
    :raises ProtocolFailed: anything else.
    """
    if status == 429:
        wait = float(retry_after) if retry_after and retry_after.isdigit() else None
        raise Throttled("too many sign-ins.", wait)
    if status >= 500:
        raise ServerUnreachable(f"the sign-in service answered {status}.")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ProtocolFailed("the sign-in service did not answer in JSON.")
    error = str(answer.get("error") or "")
    words = _first_sentence(str(answer.get("error_description") or error))
    if error in _SIGN_IN_AGAIN:
        raise ConsentGone(words)
    if error in _CLIENT:
        raise ClientRefused(words)
    if error or "access_token" not in answer:
        raise ProtocolFailed(words or f"the sign-in service answered {status}.")
    answer.setdefault("expires_in", 300)
    return answer


def _first_sentence(text: str) -> str:
    """Cut the trace ids that Microsoft puts behind its sentence."""
    return re.split(r"\s+Trace ID:", text, maxsplit=1)[0].strip()


def is_personal_account(error: str, description: str) -> bool:
    """Tell whether Microsoft refused because the account belongs to no company."""
    return error == "unauthorized_client" and "consumers" in description


def address_of(id_token: str) -> str:
    """Return the address in an id token that came straight from the provider.

    :return: empty when there is none.
    """
    part = id_token.split(".")[1] if id_token.count(".") >= 1 else ""
    try:
        padded = part + "=" * (-len(part) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error):
        return ""
    if not isinstance(claims, dict):
        return ""
    return str(claims.get("email") or claims.get("preferred_username") or "")


def with_hint(url: str, email: str) -> str:
    """Add the address to an authorization request, so that nobody has to type it."""
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query), ("login_hint", email)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def provider_of(preset: str | None) -> str:
    """Return ``google``, ``microsoft`` or an empty text for a preset's key."""
    auth = by_key(preset or "other").auth
    return next((name for name in ("google", "microsoft") if name in auth), "")
