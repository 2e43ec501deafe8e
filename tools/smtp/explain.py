"""What a refusal means, for a person (RFC 3463, RFC 5321 4.2.3)."""

from __future__ import annotations

_BY_STATUS = {
    "432 3.2": "Too many connections to this account at the same time.",
    "1.0": "The address is not accepted.",
    "1.1": "This address does not exist there.",
    "1.2": "The domain of this address does not exist, or takes no mail.",
    "1.3": "This address is not written correctly.",
    "1.6": "This mailbox has moved and left no new address.",
    "1.8": "The sender's domain is not known to them.",
    "1.10": "The recipient's domain takes no mail at all.",
    "2.0": "The recipient's mailbox cannot be used.",
    "2.1": "The recipient's mailbox is switched off.",
    "2.2": "The recipient's mailbox is full.",
    "2.3": "The message is larger than this recipient accepts.",
    "2.4": "The mailing list could not be resolved.",
    "3.1": "The recipient's mail system is full.",
    "3.2": "The recipient's mail system takes no messages at the moment.",
    "3.4": "The message is larger than the recipient's mail system accepts.",
    "4.1": "The recipient's mail server does not answer.",
    "4.2": "The connection to the recipient's mail server broke.",
    "4.4": "No way to the recipient's mail server is known.",
    "4.5": "The mail system is overloaded.",
    "4.6": "The message goes round in circles between mail servers.",
    "4.7": "The recipient's mail server did not take the message in time.",
    "5.0": "The mail servers did not understand each other.",
    "5.3": "The message has too many recipients.",
    "5.4": "The sending settings were not understood by the server.",
    "6.0": "The content of the message could not be handled.",
    "6.1": "The recipient's mail system does not take this kind of content.",
    "6.7": "The server does not take addresses with non-ASCII characters.",
    "7.0": "The message was refused for reasons of security or reputation.",
    "7.1": "Sending to this recipient is not allowed.",
    "7.8": "The login name or the password is wrong.",
    "7.9": "The server wants another way of logging in, e.g. an app password.",
    "7.23": "The sender's domain does not allow this server to send for it (SPF).",
    "7.25": "The sending server has no proper name in the DNS.",
    "7.26": "The message failed the checks of the sender's domain (SPF, DKIM, DMARC).",
    "7.27": "The sender's address takes no mail itself.",
    "7.28": "Too much mail was sent; the server wants it slower.",
    "7.57": "The server wants a login before it takes mail.",
    "7.60": "This account may not send as this address.",
    "7.64": "The domain is not known to this mail system.",
    "7.133": "This group takes mail from its own organisation only.",
    "7.139": "Login by password is switched off for this mailbox.",
    "7.708": "The organisation's server was stopped from sending.",
}
_BY_CODE = {
    421: "The server is closing the connection and wants us to come back later.",
    450: "The mailbox cannot be used at the moment.",
    451: "The server could not handle the message at the moment.",
    452: "The server has no room for the message, or it has too many recipients.",
    454: "The server cannot check the login at the moment.",
    500: "The server did not understand what was sent.",
    501: "The server did not understand an address.",
    521: "This server takes no mail at all.",
    530: "The server wants a login before it takes mail.",
    534: "The server wants another way of logging in, e.g. an app password.",
    535: "The login name or the password is wrong.",
    541: "The message was refused as unwanted.",
    550: "The recipient's address is not accepted.",
    551: "The recipient is elsewhere, and this server does not pass mail on.",
    552: "The message is too large, or the mailbox is full.",
    553: "The server does not accept this address.",
    554: "The server refused the message.",
    556: "The recipient's domain takes no mail.",
}


def explain(code: int, enhanced: str, text: str) -> str:
    """Say in plain English what the server meant, and then its own words.

    :param code: reply code, 0 without one.
    :param enhanced: status code such as ``5.1.1``, or empty.
    :param text: the server's words.
    """
    _class, _, detail = enhanced.partition(".")
    both = f"{code} {detail}"
    meaning = _BY_STATUS.get(both) or _BY_STATUS.get(detail)
    meaning = meaning or _BY_CODE.get(code) or _by_class(code, enhanced)
    said = " ".join(part for part in (str(code or ""), enhanced, text.strip()) if part)
    return f"{meaning} ({said})" if text.strip() else meaning


def _by_class(code: int, enhanced: str) -> str:
    if enhanced.startswith("4") or 400 <= code < 500:
        return "The server could not take the message now and may do so later."
    return "The server refused the message."
