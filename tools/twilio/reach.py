"""Whether Twilio can reach a public address of ours, as far as that can be told."""

from __future__ import annotations

from urllib.parse import urlsplit

from .. import netguard
from ..errors import ServerUnreachable
from ..plain import _


def public_problem(url: str) -> tuple[str, dict[str, str]] | None:
    """Say why Twilio cannot call an address.

    :param url: the public base URL.
    :return: a sentence to translate and what fills it, or None.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        return _("“%(url)s” is not a web address. It begins with https://."), {
            "url": url
        }
    try:
        netguard.resolve(host, port or (443 if parts.scheme == "https" else 80))
    except netguard.HostRefused:
        return (
            _(
                "Twilio cannot reach %(host)s from outside, so no message comes in. "
                "Set the public address of this server."
            ),
            {"host": host},
        )
    except ServerUnreachable:
        return (
            _(
                "The name %(host)s is not known, so Twilio will not find it either. "
                "Check the public address of this server."
            ),
            {"host": host},
        )
    if parts.scheme == "http":
        return (
            _(
                "%(host)s is called without encryption: texts of messages can be read "
                "on the way. Use an address with https://."
            ),
            {"host": host},
        )
    return None
