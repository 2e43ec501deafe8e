"""Keeps passwords and tokens out of the log, whoever writes the line.

Masking at each call is forgotten sooner or later, and other people's libraries log
too. So the records of chosen loggers are rewritten where they are made, before any
handler sees them: message, arguments, exception and stack.
"""

from __future__ import annotations

import base64
import logging
import re
import traceback
from collections.abc import Callable, Iterable
from urllib.parse import quote

MASK = "***"
# A shorter secret stands in too many innocent words.
_SHORTEST_SECRET = 4

# A line without any of these has nothing for the patterns below.
_HINTS = (
    "pass pwd secret token auth login apikey api_key private bearer basic assertion "
    "credential code :// ya29. 1//0 gocspx eyj dxnlcj"
).split()
_TWILIO = re.compile(r"AC[0-9a-f]{32}")
# The end of a name is enough, and searching for its start costs time on long lines.
_NAME = (
    r"(?:passw(?:or)?d|passphrase|pwd|secret|token|api_?key|private_?key|"
    r"authorization|credentials?|assertion|code_verifier|(?<![a-z])pass)"
)
# A quoted value of JSON, of a repr, or of either inside a string: \"x\"
_QUOTED = r"[bu]?(?P<quote>\\*[\"'])(?:(?!(?P=quote))(?:\\.|.))*(?P=quote)"
_BARE = r"[^\s,;&)\]}<>\"']+"
_SASL = r"PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5|NTLM"
_WORD = r"\"(?:[^\"\\]|\\.)*\"|[^\s\"]+"

Replacement = str | Callable[[re.Match[str]], str]


def _mask_value(match: re.Match[str]) -> str:
    quotes = match["quote"] or ""
    return f"{match['name']}{quotes}{MASK}{quotes}"


_PATTERNS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    # scheme://user:password@host
    (
        re.compile(r"(\b[a-z][a-z0-9+.-]{0,20}://[^\s:/@]*:)[^\s@/]+(?=@)", re.I),
        rf"\1{MASK}",
    ),
    # Authorization: Bearer x, and tokens that stand alone; OAuth 2.0 of SASL as well
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.I), rf"\1 {MASK}"),
    # AUTH PLAIN x (SMTP), AUTHENTICATE XOAUTH2 x (IMAP)
    (
        re.compile(
            rf"\b(AUTH(?:ENTICATE)?\s+(?:{_SASL}))\s+(?!(?:{_SASL})\b)[^\s'\"\\]+",
            re.I,
        ),
        rf"\1 {MASK}",
    ),
    # A1 LOGIN user password; the password may be a literal: {8}, line break, text
    (
        re.compile(
            rf"(\b[A-Za-z]*\d+\s+LOGIN\s+)(?:{_WORD})\s+"
            rf"(?:\{{\d+\+?\}}(?:\\r|\\n|\s)+\S+|{_WORD})",
            re.I,
        ),
        rf"\1{MASK} {MASK}",
    ),
    # The start of an XOAUTH2 string in base64: user=
    (re.compile(r"\bdXNlcj[\w+/=-]{8,}"), MASK),
    # Twilio: account and auth token beside each other
    (re.compile(r"(\bAC[0-9a-f]{32}[\"']?\s*[,:]\s*[\"']?)[0-9a-f]{32}"), rf"\1{MASK}"),
    # An OAuth 2.0 redirect carries its code in the address
    (re.compile(r"([?&]code=)[^&\s'\"]+"), rf"\1{MASK}"),
    # Google's and anybody's tokens by their shape
    (re.compile(r"\bya29\.[\w-]+|\b1//0[\w-]{16,}|\bGOCSPX-[\w-]+"), MASK),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), MASK),
    # name=value, "name": "value", ('name', 'value')
    (
        re.compile(
            rf"(?P<name>{_NAME}(?:\\*[\"']\s*(?:=>|[:=,])|\s*(?:=>|[:=]))\s*)"
            rf"(?!None\b|True\b|False\b|null\b|true\b|false\b)"
            rf"(?:{_QUOTED}|{_BARE})",
            re.I | re.S,
        ),
        _mask_value,
    ),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text with everything that looks like a secret masked.

    :param text: a log line, an exception, a traceback.
    :param secrets: texts that are known to be secret; masked wherever they stand,
        also quoted as in an URL or coded in base64.
    """
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            for form in _forms(secret):
                text = text.replace(form, MASK)
    lower = text.lower()
    if any(hint in lower for hint in _HINTS) or _TWILIO.search(text):
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
    return text


def _forms(secret: str) -> tuple[str, ...]:
    coded = base64.b64encode(secret.encode()).decode("ascii")
    return secret, quote(secret, safe=""), repr(secret)[1:-1], coded


class RedactingFilter(logging.Filter):
    """Rewrites a record so that no handler can show a secret. Lets all pass.

    :param name: as for :class:`logging.Filter`; empty stands for every logger.
    :param secrets: texts that are known to be secret.
    """

    def __init__(self, name: str = "", secrets: Iterable[str] = ()) -> None:
        super().__init__(name)
        self._secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask message, arguments, exception and stack of a record in place.

        :return: True, always.
        """
        if super().filter(record):
            self._clean(record)
        return True

    def _clean(self, record: logging.LogRecord) -> None:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # Wrong arguments: logging would print them raw when it complains.
            text = f"{record.msg} {record.args}"
            record.msg, record.args = redact(text, self._secrets), ()
        clean = redact(text, self._secrets)
        if clean != text:
            record.msg, record.args = clean, ()
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            # A formatter takes a text that is there instead of making its own.
            lines = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            record.exc_text = redact(lines, self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)


_installed: dict[str, RedactingFilter] = {}


def install(logger_names: Iterable[str]) -> None:
    """Mask secrets in all that these loggers and those below them say from now on.

    A filter on a logger does not see what its children log, and one on the handlers
    misses handlers added later: so it is done where records are made. Calling it
    again adds names.

    :param logger_names: for example ``odoo.addons.mail_switchboard`` or ``imapclient``.
    """
    _installed.update({name: RedactingFilter(name) for name in logger_names})
    make = logging.getLogRecordFactory()
    if getattr(make, "redacts", False):
        return

    def factory(*args: object, **kwargs: object) -> logging.LogRecord:
        record = make(*args, **kwargs)
        for redacting in _installed.values():
            redacting.filter(record)
        return record

    factory.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(factory)
