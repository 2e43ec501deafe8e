"""Automatic, bulk and list mail, told by its headers."""

import re

from .headers import Headers
from .values import Kind

_RETURNED = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|"
    r"automatische antwort|abwesenheit|réponse automatique|respuesta automática|"
    r"risposta automatica|automatisch antwoord|resposta automática|автоответ)",
    re.I,
)
_AUTO_FIELDS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-auto-response",
    "x-vacation",
)
_LIST_FIELDS = ("list-id", "list-post", "mailing-list", "x-mailing-list")
_BULK_FIELDS = (
    "list-unsubscribe",
    "feedback-id",
    "x-campaign-id",
    "x-campaignid",
    "x-mailgun-batch-id",
    "x-csa-complaints",
)
_PRECEDENCE = {
    "auto_reply": Kind.AUTO_REPLY,
    "list": Kind.LIST,
    "bulk": Kind.BULK,
    "junk": Kind.BULK,
}
_ANGLES = re.compile(r"<([^<>]*)>")


def list_id(headers: Headers) -> str:
    """Read the identity of a mailing list (RFC 2919).

    :param headers: of the mail
    :return: without angle brackets and description, "" when missing
    """
    text = headers.value("list-id", 1000)
    found = _ANGLES.findall(text)
    return (found[-1] if found else text).strip().lower()


def kind_of(headers: Headers, title: str) -> Kind:
    """Tell what sort of mail it is; reports are told by their parts.

    :param headers: of the mail
    :param title: its subject
    :return: ``AUTO_REPLY`` for whatever was sent by a machine on its own
        (RFC 3834 section 5), ``LIST`` (RFC 2369, RFC 2919), ``BULK``, ``NORMAL``
    """
    fields = headers.fields
    submitted = headers.value("auto-submitted", 200).partition(";")[0].strip().lower()
    automatic = submitted not in ("", "no")
    suppress = headers.value("x-auto-response-suppress", 200).lower()
    precedence = _PRECEDENCE.get(headers.value("precedence", 200).lower())
    if submitted == "auto-replied" or any(name in fields for name in _AUTO_FIELDS):
        return Kind.AUTO_REPLY
    if any(name in fields for name in _LIST_FIELDS):
        return Kind.LIST
    if automatic or precedence is Kind.AUTO_REPLY or _RETURNED.match(title):
        return Kind.AUTO_REPLY
    if precedence:
        return precedence
    if suppress not in ("", "none") or any(name in fields for name in _BULK_FIELDS):
        # Exchange puts X-Auto-Response-Suppress on what programs send.
        return Kind.BULK
    return Kind.NORMAL
