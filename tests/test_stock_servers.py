"""The stock rows of a mailbox stay out of stock mail."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestStockServers(SwitchboardCase):
    def test_stock_mail_never_chooses_a_mailbox_server(self):
        server = self.mailbox.mail_server_id
        Server = self.env["ir.mail_server"]
        Server.search([("switchboard_mailbox_id", "=", False)]).active = False
        for sender in (self.address, "other@ours.example", "x@elsewhere.example"):
            found, _sender = Server._find_mail_server(sender)
            self.assertNotEqual(found, server)
        mail = self.env["mail.mail"].create(
            {"email_from": self.address, "email_to": "x@y.example", "subject": "Stock"}
        )
        for batch in mail._split_by_mail_configuration():
            self.assertNotEqual(batch[0], server.id)

    def test_a_stock_template_never_chooses_it(self):
        template = self.env["mail.template"].create(
            {
                "name": "T",
                "model_id": self.env.ref("base.model_res_partner").id,
                "email_from": self.address,
                "email_to": "x@y.example",
                "subject": "Stock template",
                "body_html": "<p>Hi</p>",
            }
        )
        mail_id = template.send_mail(self.env.user.partner_id.id)
        mail = self.env["mail.mail"].browse(mail_id)
        for batch in mail._split_by_mail_configuration():
            self.assertNotEqual(batch[0], self.mailbox.mail_server_id.id)

    def test_stock_crons_leave_it_alone(self):
        server = self.mailbox.fetchmail_server_id
        server.button_confirm_login()
        self.assertEqual(server.state, "draft")
        server.with_context(fetchmail_cron_running=True).state = "done"
        seen = []

        def connect(self, *args, **kwargs):
            seen.append(self.id)
            raise OSError("no")

        with (
            patch.object(type(server), "_connect__", connect),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            server.with_env(self.env(cr=cr))._fetch_mail()
        self.assertEqual(seen, [])

    def test_read_only_with_a_link(self):
        for server in (self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id):
            server = server.with_user(self.admin)
            with self.assertRaisesRegex(AccessError, "belongs to the mailbox"):
                server.name = "Other"
            with self.assertRaisesRegex(AccessError, "belongs to the mailbox"):
                server.unlink()
            action = server.action_open_switchboard_mailbox()
            self.assertEqual(action["res_id"], self.mailbox.id)
            arch = server.get_view(view_type="form")["arch"]
            self.assertIn("action_open_switchboard_mailbox", arch)
            self.assertIn(
                'name="name" readonly="switchboard_mailbox_id',
                arch.replace('placeholder="e.g. My Outgoing Server" ', ""),
            )

    def test_they_go_with_their_mailbox(self):
        servers = self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id
        self.mailbox.with_user(self.manager).unlink()
        for server in servers:
            self.assertFalse(server.exists())
