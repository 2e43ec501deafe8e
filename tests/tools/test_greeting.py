"""How long a server's first words are waited for."""

import time
from unittest.mock import patch

from odoo.tests import BaseCase

from ...tools import net
from ...tools.errors import TlsFailed
from ...tools.imap import ImapSession, ImapSettings
from ...tools.smtp import SmtpSession, SmtpSettings
from ..fakes.certificate import server_context
from ..fakes.imap_server import FakeImapServer
from ..fakes.script import Rule
from ..fakes.smtp_server import FakeSmtpServer


def open_imap(server):
    return ImapSession.open(
        ImapSettings(server.host, server.port, "none", "me", "secret")
    )


def open_smtp(server):
    return SmtpSession.open(SmtpSettings(server.host, server.port, "none"))


KINDS = {"imap": (FakeImapServer, open_imap), "smtp": (FakeSmtpServer, open_smtp)}


class TestGreeting(BaseCase):
    def setUp(self):
        super().setUp()
        self.patience = net.SILENT_SECONDS
        self.enterContext(patch.object(net, "SILENT_SECONDS", 0.4))

    def test_a_person_does_not_wait_long_for_the_wrong_port(self):
        self.assertLessEqual(self.patience, 10)
        for kind, (make, connect) in KINDS.items():
            with self.subTest(kind), make(tls=server_context()) as server:
                began = time.monotonic()
                # The settings' own patience is half a minute.
                with self.assertRaises(TlsFailed) as caught:
                    connect(server)
                self.assertLess(time.monotonic() - began, 5)
                self.assertIn("choose SSL/TLS", caught.exception.message)

    def test_a_slow_server_is_waited_for(self):
        slow = Rule("CONNECT", silence=1.2, obey=True, times=1)
        with FakeSmtpServer(rules=[slow]) as server:
            open_smtp(server).close()
        with SlowImapServer() as server:
            open_imap(server).close()


class SlowImapServer(FakeImapServer):
    def handle(self, connection):
        connection.wait(1.2)
        super().handle(connection)
