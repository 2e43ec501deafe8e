"""Whether a request was really made by Twilio (its "Webhooks security" page).

Signed is the URL that Twilio called, so it is checked over the public URL that was
configured, never over what a proxy made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SIGNATURE_HEADER = "X-Twilio-Signature"
# HMAC-SHA1 in base64: 20 bytes are 27 characters and one sign of padding.
_SHAPE = re.compile(r"[A-Za-z0-9+/]{27}=")


def is_signature_shape(text: str) -> bool:
    """Whether a header could be a signature at all; asked before any look-up."""
    return bool(_SHAPE.fullmatch(text))


def valid(
    auth_token: str, url: str, params: Mapping[str, str] | str, signature: str
) -> bool:
    """Check a signature, in constant time.

    :param auth_token: the account's primary one; without it nothing is valid.
    :param url: public URL with its query; with or without port is the same.
    :param params: of the form, or the whole body when it is JSON; then the URL must
        bear its ``bodySHA256``, because nothing else vouches for the body.
    :param signature: of the header.
    """
    from twilio.request_validator import RequestValidator

    if not auth_token or not is_signature_shape(signature):
        return False
    if isinstance(params, str) and "bodySHA256=" not in url:
        return False
    try:
        return bool(RequestValidator(auth_token).validate(url, params, signature))
    except ValueError:  # a port that is none
        return False


def sign(auth_token: str, url: str, params: Mapping[str, str]) -> str:
    """Sign a request as Twilio does; for links of our own and for tests."""
    from twilio.request_validator import RequestValidator

    return str(RequestValidator(auth_token).compute_signature(url, params))
