import ssl

from ....tools.errors import (
    ConsentGone,
    CredentialsRefused,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
    TlsFailed,
)
from ....tools.imap import ImapSession
from ...fakes.certificate import certificate, server_context
from ...fakes.script import Rule
from .common import ImapCase, settings


class TestLogin(ImapCase):
    def refused(self, server, error, **values):
        with self.assertRaises(error) as caught:
            ImapSession.open(settings(server, **values))
        return caught.exception.message

    def test_password(self):
        server = self.serve(password='pass "word" \\')
        self.open(server, password='pass "word" \\')
        self.assertEqual(server.asked("AUTHENTICATE"), [])

    def test_password_that_is_not_ascii(self):
        for offered in ("IMAP4rev1 AUTH=PLAIN", "IMAP4rev1 AUTH=PLAIN SASL-IR"):
            server = self.serve(password="žluťoučký", capabilities=offered)
            self.open(server, password="žluťoučký")
            self.assertEqual(server.asked("LOGIN"), [])

    def test_login_disabled(self):
        server = self.serve(capabilities="IMAP4rev1 LOGINDISABLED AUTH=PLAIN")
        self.open(server)
        self.assertEqual(server.asked("LOGIN"), [])

    def test_wrong_password(self):
        words = self.refused(self.serve(), CredentialsRefused, password="wrong")
        self.assertEqual(words, "[AUTHENTICATIONFAILED] Invalid credentials")

    def test_no_second_command_in_a_password(self):
        server = self.serve()
        self.refused(server, ProtocolFailed, password="x\r\nS9 DELETE INBOX")
        self.assertEqual(server.asked("S9") + server.asked("LOGIN"), [])

    def test_token(self):
        for offered in ("IMAP4rev1 AUTH=XOAUTH2", "IMAP4rev1 AUTH=XOAUTH2 SASL-IR"):
            server = self.serve(capabilities=offered)
            self.open(server, oauth_token="token")
            words = self.refused(server, ConsentGone, oauth_token="old")
            self.assertIn('"status":"401"', words)

    def test_busy_is_not_refused(self):
        for reply in (
            "NO [UNAVAILABLE] Temporary authentication failure.",
            "NO [LIMIT] Too many simultaneous connections",
            "NO [AUTHENTICATIONFAILED] Too many login attempts, try again in 90 s",
            "BAD User is authenticated but not connected.",
        ):
            with self.subTest(reply):
                server = self.serve(rules=[Rule("LOGIN", reply=reply)])
                self.refused(server, Throttled)

    def test_the_server_names_the_delay(self):
        server = self.serve(rules=[Rule("LOGIN", reply="NO try again in 15 minutes")])
        with self.assertRaises(Throttled) as caught:
            ImapSession.open(settings(server))
        self.assertEqual(caught.exception.retry_after, 900.0)

    def test_refused_at_the_door(self):
        server = self.serve(greeting="* BYE Too many connections from your address")
        self.refused(server, Throttled)
        self.refused(self.serve(greeting="* BYE going down"), ProtocolFailed)
        self.refused(self.serve(greeting="220 smtp ready"), ProtocolFailed)

    def test_nobody_there(self):
        server = self.serve()
        server.stop_listening()
        self.refused(server, ServerUnreachable)

    def test_nobody_answers(self):
        self.refused(self.serve(greeting=""), ServerUnreachable, timeout=0.2)

    def test_password_is_not_shown(self):
        shown = repr(settings(self.serve(), password="hush", oauth_token="hush"))
        self.assertNotIn("hush", shown)


class TestTls(ImapCase):
    def failed(self, server, **values):
        with self.assertRaises(TlsFailed) as caught:
            ImapSession.open(settings(server, **values))
        return caught.exception.message

    def test_both_ways_with_the_certificate_checked(self):
        for security, server in (
            ("ssl", self.serve(tls=server_context())),
            ("starttls", self.serve(starttls=server_context())),
        ):
            session = self.open(server, security=security, ca_file=certificate())
            self.assertIsInstance(session.wire.sock, ssl.SSLSocket)

    def test_the_name_is_checked_even_when_the_address_is_given(self):
        server = self.serve(tls=server_context())
        given = {
            "security": "ssl",
            "ca_file": certificate(),
            "connect_host": "127.0.0.1",
        }
        self.open(server, host="localhost", **given)
        self.assertIn(
            "not trusted", self.failed(server, host="imap.x.example", **given)
        )

    def test_unknown_certificate(self):
        server = self.serve(tls=server_context())
        self.assertIn("not trusted", self.failed(server, security="ssl"))
        self.open(server, security="ssl", verify_tls=False)

    def test_plain_text_spoken_to_a_tls_port(self):
        server = self.serve(tls=server_context())
        for security in ("none", "starttls"):
            words = self.failed(server, security=security, timeout=0.3)
            self.assertIn("choose SSL/TLS", words)

    def test_tls_spoken_to_a_plain_port(self):
        self.assertIn("choose STARTTLS", self.failed(self.serve(), security="ssl"))

    def test_no_starttls(self):
        words = self.failed(self.serve(), security="starttls")
        self.assertIn("offers no STARTTLS", words)

    def test_what_was_said_before_tls_does_not_count(self):
        server = self.serve(starttls=server_context())
        # Somebody on the way adds an answer to our next question.
        injected = (b"S2 OK begin\r\n* CAPABILITY LOGINDISABLED\r\nS3 OK yours",)
        server.rules.append(Rule("STARTTLS", before=injected, times=1))
        try:
            session = self.open(server, security="starttls", ca_file=certificate())
        except (TlsFailed, ServerUnreachable, ProtocolFailed):
            return
        self.assertNotIn("LOGINDISABLED", session.capabilities)
