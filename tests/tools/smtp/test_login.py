import ssl

from ....tools.errors import (
    ConsentGone,
    CredentialsRefused,
    ProtocolFailed,
    ServerUnreachable,
    Throttled,
    TlsFailed,
)
from ....tools.smtp import SmtpSession
from ...fakes.certificate import certificate, server_context
from ...fakes.script import Rule
from .common import SmtpCase, settings


class TestLogin(SmtpCase):
    def failed(self, server, error, **values):
        given = {"login": "me", "password": "secret", **values}
        with self.assertRaises(error) as caught:
            SmtpSession.open(settings(server, **given))
        return caught.exception

    def test_ways(self):
        for offered in ("PLAIN", "LOGIN", "LOGIN PLAIN XOAUTH2", "CRAM-MD5 PLAIN"):
            with self.subTest(offered):
                server = self.serve(auth=offered, password="Žluťoučký")
                self.open(server, login="me", password="Žluťoučký")
                self.failed(server, CredentialsRefused)

    def test_token(self):
        server = self.serve(auth="LOGIN XOAUTH2")
        self.open(server, login="me", oauth_token="token")
        error = self.failed(server, ConsentGone, oauth_token="old")
        self.assertIn('"status":"401"', error.message)

    def test_no_login_wanted(self):
        server = self.serve(auth="PLAIN")
        self.open(server)
        self.assertEqual(server.asked("AUTH"), [])

    def test_no_login_offered(self):
        self.failed(self.serve(), ProtocolFailed)
        self.failed(self.serve(starttls=server_context()), TlsFailed)

    def test_replies(self):
        for reply, expected in (
            ("535 5.7.8 Username and Password not accepted", CredentialsRefused),
            ("534 5.7.9 Application-specific password required", CredentialsRefused),
            ("535 5.7.139 SmtpClientAuthentication is disabled", CredentialsRefused),
            ("530 5.7.0 Authentication required", CredentialsRefused),
            ("454 4.7.0 Too many login attempts", Throttled),
            ("432 4.3.2 STOREDRV.ClientSubmit; concurrent connections", Throttled),
            ("535 5.7.3 temporarily unavailable, try again later", Throttled),
            ("538 5.7.11 Encryption required", TlsFailed),
            ("504 5.5.4 Unrecognized authentication type", ProtocolFailed),
            ("334 what?", ProtocolFailed),
        ):
            with self.subTest(reply):
                server = self.serve(auth="PLAIN", rules=[Rule("AUTH", reply=reply)])
                if reply.startswith("334"):
                    server.rules.append(Rule(r"\*", reply="501 cancelled"))
                self.failed(server, expected)

    def test_at_the_door(self):
        for greeting, expected in (
            ("421 4.7.0 Too many connections, try again in 5 min", Throttled),
            ("554 5.7.1 no service", ProtocolFailed),
            ("hello, world", ProtocolFailed),
        ):
            with self.subTest(greeting):
                self.failed(self.serve(greeting=greeting), expected)

    def test_the_server_names_the_delay(self):
        server = self.serve(greeting="421 try again in 5 minutes")
        self.assertEqual(self.failed(server, Throttled).retry_after, 300.0)

    def test_broken_off_on_the_way_in(self):
        for moment in ("CONNECT", "EHLO", "AUTH"):
            for values in ({"drop": True}, {"reset": True}, {"silence": 9.0}):
                with self.subTest(moment, **values):
                    server = self.serve(auth="PLAIN", rules=[Rule(moment, **values)])
                    with self.assertRaises(ServerUnreachable):
                        SmtpSession.open(
                            settings(server, login="me", password="secret", timeout=0.2)
                        )

    def test_nobody_there(self):
        server = self.serve()
        server.stop_listening()
        self.failed(server, ServerUnreachable)

    def test_an_old_server(self):
        server = self.serve(rules=[Rule("EHLO", reply="502 what?")])
        self.assertIsNone(self.open(server).size_limit)


class TestTls(SmtpCase):
    def failed(self, server, **values):
        with self.assertRaises(TlsFailed) as caught:
            SmtpSession.open(settings(server, **values))
        return caught.exception.message

    def test_both_ways(self):
        for security, server in (
            ("ssl", self.serve(tls=server_context())),
            ("starttls", self.serve(starttls=server_context(), auth="PLAIN")),
        ):
            given = {"security": security, "ca_file": certificate(), "login": ""}
            session = self.open(
                server, host="localhost", connect_host="127.0.0.1", **given
            )
            self.assertIsInstance(session._dialog.sock, ssl.SSLSocket)
            self.assertIn("not trusted", self.failed(server, security=security))
            self.open(server, security=security, verify_tls=False)

    def test_wrong_port(self):
        self.assertIn("choose STARTTLS", self.failed(self.serve(), security="ssl"))
        server = self.serve(tls=server_context())
        self.assertIn("choose SSL/TLS", self.failed(server, timeout=0.3))

    def test_no_starttls(self):
        self.assertIn("no STARTTLS", self.failed(self.serve(), security="starttls"))
        rules = [Rule("STARTTLS", reply="454 4.7.0 not now")]
        server = self.serve(starttls=server_context(), rules=rules)
        self.assertIn("not now", self.failed(server, security="starttls"))
