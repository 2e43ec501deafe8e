"""One SMTP connection that serves many mails.

The whole point of an own sender: the moment from which a mail may have left is known
exactly. It is the moment the last byte of the final dot is given to the system, not
before, because no server may take a mail without it (RFC 5321 4.1.1.4).
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from types import TracebackType

from ..errors import LineError, SenderRefused, Throttled, retry_after
from .connect import open_dialog, translating
from .dialog import Dialog
from .login import login_failure
from .payload import UnfitAddress, envelope_address, payload
from .result import (
    Refusal,
    SendInDoubt,
    SendRefused,
    SendResult,
    SendUnreached,
    refusal,
)
from .settings import SmtpSettings

DOT = b".\r\n"
_BROKEN = (OSError, smtplib.SMTPServerDisconnected)
_NO_UTF8 = "The server does not take addresses with non-ASCII characters."
_UNFIT = "This is not an address."


class SmtpSession:
    """A connection that may send; use it as a context manager.

    :ivar size_limit: bytes the server takes at most, None when it does not say.
    :ivar smtputf8: whether addresses may hold non-ASCII characters (RFC 6531).
    :ivar usable: False after the connection broke.
    """

    def __init__(self, dialog: Dialog) -> None:
        self._dialog = dialog
        self.usable = True
        size = dialog.esmtp_features.get("size", "")
        # "SIZE 0", or SIZE alone, means no limit (RFC 1870 4).
        self.size_limit: int | None = (
            int(size) if size.isdigit() and int(size) else None
        )
        self.smtputf8 = dialog.has_extn("smtputf8")

    @classmethod
    def open(cls, settings: SmtpSettings) -> SmtpSession:
        """Connect, secure, log in.

        :raises CredentialsRefused, ConsentGone: the account's own fault.
        :raises ServerUnreachable, TlsFailed, Throttled, ProtocolFailed: try later.
        """
        return cls(open_dialog(settings))

    def __enter__(self) -> SmtpSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(
        self,
        mail_from: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        smtputf8: bool = False,
    ) -> SendResult:
        """Hand one mail over.

        :param mail_from: the envelope sender, a bare address; may be empty.
        :param recipients: bare addresses.
        :param raw: the mail; line ends and dots are taken care of.
        :param smtputf8: its headers hold UTF-8, so the server must know (RFC 6531).
        :return: who it was accepted for; nobody may send it to them again.
        :raises SendRefused: nothing left.
        :raises SendUnreached: nothing left, the connection broke.
        :raises SendInDoubt: it may have left.
        """
        data = payload(raw)
        if self.size_limit and len(data) > self.size_limit:
            words = f"The server takes {self.size_limit} bytes at most."
            raise SendRefused(552, words, True, enhanced="5.3.4")
        try:
            self._mail(mail_from, len(data), raw, smtputf8)
            refused = self._recipients(recipients)
            accepted = tuple(r for r in recipients if r not in refused)
            if not accepted:
                raise _nobody(refused)
            self._begin_data(refused)
            # TLS hides how much of a piece went out, so there the dot goes alone.
            rest = DOT if self._dialog.in_tls else b""
            self._body(data if rest else data + DOT, refused)
        except SendRefused:
            self._reset_after_refusal()
            raise
        except _BROKEN as error:
            self._drop()
            raise SendUnreached(str(error) or type(error).__name__) from error
        return SendResult(accepted, refused, self._conclude(rest, refused))

    def _mail(self, mail_from: str, size: int, raw: bytes, utf8: bool) -> None:
        dialog = self._dialog
        try:
            sender = envelope_address(mail_from)
        except UnfitAddress as error:
            raise SendRefused(553, _UNFIT, True, enhanced="5.1.7") from error
        utf8 = utf8 or not sender.isascii()
        if utf8 and not self.smtputf8:
            raise SendRefused(550, _NO_UTF8, True, enhanced="5.6.7")
        options = f" SIZE={size}" if dialog.has_extn("size") else ""
        if not raw.isascii() and dialog.has_extn("8bitmime"):
            options += " BODY=8BITMIME"
        options += " SMTPUTF8" if utf8 else ""
        said = self._ask(f"MAIL FROM:<{sender}>{options}")
        if said.code != 250:
            raise _refused(said)

    def _recipients(self, recipients: Sequence[str]) -> dict[str, Refusal]:
        """Name the recipients; return what was said about those refused."""
        refused: dict[str, Refusal] = {}
        for recipient in recipients:
            said = self._recipient(recipient)
            if said.code == 421:  # the server goes away, whatever we ask next
                raise _refused(said)
            if said.code not in (250, 251):
                refused[recipient] = said
        return refused

    def _recipient(self, recipient: str) -> Refusal:
        try:
            address = envelope_address(recipient)
        except UnfitAddress:
            return Refusal(553, "5.1.3", _UNFIT, True)
        if not address or not address.isascii() and not self.smtputf8:
            return Refusal(553, "5.6.7", _NO_UTF8 if address else _UNFIT, True)
        return self._ask(f"RCPT TO:<{address}>")

    def _begin_data(self, refused: dict[str, Refusal]) -> None:
        said = self._ask("DATA")
        if said.code != 354:
            raise _refused(said, refused)

    def _body(self, data: bytes, refused: dict[str, Refusal]) -> None:
        """Send bytes; when this fails, the last of them has not gone out."""
        try:
            self._dialog.hand_over(data)
        except OSError as error:
            # A server that has enough says so and hangs up while we still send.
            said = self._last_words()
            if said and said.code >= 400:
                self._drop()
                raise _refused(said, refused) from error
            raise

    def _last_words(self) -> Refusal | None:
        try:
            self._dialog.patience(1.0)
            return refusal(*self._dialog.getreply())
        except (OSError, smtplib.SMTPException):
            return None

    def _conclude(self, rest: bytes, refused: dict[str, Refusal]) -> str:
        """Send what is left of the mail's end. From here on it may have left."""
        settings = self._dialog.settings
        try:
            self._dialog.patience(settings.data_timeout)
            self._dialog.hand_over(rest)
            said = refusal(*self._dialog.getreply())
            self._dialog.patience(settings.timeout)
        except (*_BROKEN, ValueError) as error:
            self._drop()
            raise SendInDoubt(str(error) or type(error).__name__) from error
        if said.code >= 400:
            self._reset_after_refusal()
            raise _refused(said, refused)
        if not 200 <= said.code < 300:
            self._drop()
            raise SendInDoubt(f"The server answered: {said.text}")
        return said.text

    def _ask(self, command: str) -> Refusal:
        """Send a command and read the answer, good or bad."""
        dialog = self._dialog
        dialog.hand_over(command.encode("utf-8") + b"\r\n")
        code, reply = dialog.getreply()
        if code < 0:
            dialog.close()
            raise smtplib.SMTPServerDisconnected(f"No SMTP answer: {reply[:80]!r}")
        if code == 421:
            self.usable = False
        return refusal(code, reply)

    def check(self, mail_from: str) -> None:
        """Find out whether this account may send as ``mail_from``; nothing is sent.

        :raises SenderRefused: it may not.
        :raises LineError: another subclass, as for :meth:`open`.
        """
        try:
            with translating():
                self._mail(mail_from, 0, b"", False)
        except SendRefused as error:
            self._reset_after_refusal()
            raise _check_failure(error, self._dialog.settings) from error
        except LineError:
            self._drop()
            raise
        self.reset()

    def alive(self) -> bool:
        """Ask whether the connection still stands (NOOP)."""
        return self._works("NOOP")

    def reset(self) -> bool:
        """Forget a mail begun (RSET).

        :return: whether the session can be used further.
        """
        return self._works("RSET")

    def _works(self, command: str) -> bool:
        if not self.usable:
            return False
        try:
            if self._ask(command).code == 250:
                return True
        except _BROKEN:
            pass
        self._drop()
        return False

    def close(self) -> None:
        """Say goodbye, without waiting long, and let go; never raises."""
        if self.usable:
            try:
                self._dialog.patience(2.0)
                self._ask("QUIT")
            except _BROKEN:
                pass
        self._drop()

    def _reset_after_refusal(self) -> None:
        if self.usable:
            self.reset()
        else:
            self._drop()

    def _drop(self) -> None:
        self.usable = False
        self._dialog.close()


def _refused(said: Refusal, refused: dict[str, Refusal] | None = None) -> SendRefused:
    return SendRefused(
        said.code, said.text, said.permanent, refused, enhanced=said.enhanced
    )


def _nobody(refused: dict[str, Refusal]) -> SendRefused:
    """As long as one of them may be accepted later, trying again makes sense."""
    said = min(refused.values(), key=lambda r: r.permanent, default=None)
    if said is None:
        return SendRefused(0, "The message has no recipient.", True)
    return _refused(said, refused)


def _check_failure(error: SendRefused, settings: SmtpSettings) -> LineError:
    words = f"{error.code} {error.enhanced} {error.text}".replace("  ", " ")
    if error.code in (530, 534, 535, 538):
        oauth = bool(settings.oauth_token)
        return login_failure(error.code, error.text.encode(), oauth=oauth)
    if not error.permanent:
        return Throttled(words, retry_after(words))
    return SenderRefused(words)
