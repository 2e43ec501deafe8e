"""Which hosts a user may make the server talk to."""

import uuid

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import netguard
from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestHosts(SwitchboardCase):
    def test_inside_is_refused_for_users_and_allowed_by_administrators(self):
        params = self.env["ir.config_parameter"]
        Mailbox = self.env["switchboard.mailbox"]
        host = self.server.host
        for user, allowed, reached in (
            (self.manager, "", False),
            (self.manager, "127.0.0.0/8", True),
            (self.manager, host, True),
            (self.admin, "", True),
        ):
            params.set_param("mail_switchboard.allowed_hosts", allowed)
            name = f"{uuid.uuid4().hex[:6]}@ours.example"
            mailbox = self.make_mailbox(name, user=user, access="personal")
            with self.subTest(user=user.name, allowed=allowed):
                self.assertEqual(mailbox.action_connect(), reached)
                if not reached:
                    self.assertIn("not public", mailbox.state_message)
        params.set_param("mail_switchboard.allowed_hosts", "")
        for inside in (
            "localhost",
            "10.0.0.1",
            "169.254.169.254",
            "[::1]",
            "2130706433",
            "192.168.1.1",
        ):
            with self.subTest(host=inside), self.assertRaises(netguard.HostRefused):
                Mailbox.with_user(self.manager)._resolve(inside, 143, False)

    def test_a_user_cannot_use_what_an_administrator_typed(self):
        """A host that a user changes later is his, not the administrator's."""
        self.env["ir.config_parameter"].set_param("mail_switchboard.allowed_hosts", "")
        mailbox = self.make_mailbox("adm@ours.example", user=self.admin)
        self.assertTrue(mailbox.imap_host_trusted)
        mailbox.line_id.owner_id = self.manager
        mailbox.with_user(self.manager).imap_host = "localhost"
        self.assertFalse(mailbox.imap_host_trusted)

    def test_certificates_are_an_administrators_choice(self):
        with self.assertRaises(AccessError):
            self.mailbox.with_user(self.manager).verify_tls = False
        self.mailbox.with_user(self.admin).verify_tls = False
        self.assertTrue(self.mailbox.with_user(self.ben).tls_unchecked)
        self.assertTrue(self.line.with_user(self.ben).tls_unchecked)
        for view in ("list", "kanban"):
            arch = self.line.get_view(view_type=view)["arch"]
            self.assertIn("tls_unchecked", arch)
