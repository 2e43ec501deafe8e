import socket
import ssl

from odoo.tests import BaseCase

from ....tools.errors import (
    ConsentGone,
    CredentialsRefused,
    FolderRefused,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
    TlsFailed,
)
from ....tools.imap.translate import translate, translating
from ....tools.imap.wire import CommandRefused, SaidBye, WireBroken


class TestWords(BaseCase):
    """Answers as providers give them."""

    def login(self, text, status="NO", **values):
        return type(translate(CommandRefused(status, text), "login", **values))

    def test_refused(self):
        for text in (
            "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            "[ALERT] Application-specific password required: https://x.example",
            "[AUTHENTICATIONFAILED] Authentication failed.",
            "LOGIN failed.",
            "Incorrect username or password.",
            "[AUTHORIZATIONFAILED] User not authorized",
            "[EXPIRED] password expired",
        ):
            with self.subTest(text):
                self.assertIs(self.login(text), CredentialsRefused)
                self.assertIs(self.login(text, oauth=True), ConsentGone)

    def test_refused_by_a_server_that_says_bad(self):
        self.assertIs(self.login("invalid credentials", "BAD"), CredentialsRefused)
        self.assertIs(self.login("unknown command", "BAD"), ProtocolFailed)

    def test_later(self):
        for text in (
            "[UNAVAILABLE] Temporary authentication failure.",
            "[INUSE] Mailbox in use",
            "[LIMIT] Rate limit hit",
            "[OVERQUOTA] Account exceeded command or bandwidth limits",
            "Account exceeded command or bandwidth limits. (Failure)",
            "Too many simultaneous connections. (Failure)",
            "Server busy, please try again later",
            "User is authenticated but not connected.",
        ):
            with self.subTest(text):
                self.assertIs(self.login(text), Throttled)

    def test_tls_wanted(self):
        self.assertIs(self.login("[PRIVACYREQUIRED] TLS required"), TlsFailed)

    def test_a_folder(self):
        error = translate(CommandRefused("NO", "no"), otherwise=FolderRefused)
        self.assertIs(type(error), FolderRefused)

    def test_goodbye(self):
        self.assertIs(type(translate(SaidBye("Autologout; idle"))), ProtocolFailed)
        self.assertIs(type(translate(SaidBye("Bandwidth limits"))), Throttled)


class TestSockets(BaseCase):
    def test_each_has_its_class(self):
        for error, expected in (
            (socket.gaierror(-2, "Name or service not known"), ServerUnreachable),
            (ConnectionRefusedError(111, "Connection refused"), ServerUnreachable),
            (TimeoutError("timed out"), ServerUnreachable),
            (ConnectionResetError(104, "reset"), ServerUnreachable),
            (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong"), TlsFailed),
            (WireBroken("what"), ProtocolFailed),
            (RecursionError("deep"), ProtocolFailed),
        ):
            with self.subTest(error=error):
                self.assertIs(type(translate(error)), expected)

    def test_our_own_mistakes_are_not_the_servers(self):
        with self.assertRaises(TypeError), translating():
            raise TypeError("a bug")

    def test_a_refusal_does_not_break_the_connection(self):
        broken = []
        for error in (CommandRefused("NO", "no"), WireBroken("what")):
            with self.assertRaises(ProtocolFailed):
                with translating(broken=lambda e=error: broken.append(e)):
                    raise error
        self.assertEqual(len(broken), 1)
