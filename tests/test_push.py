"""Web push follows who takes part in a conversation, and who lost his grant."""

import json

from markupsafe import Markup

from odoo.tests import tagged

from .common import SwitchboardCase
from .test_rights import RightsMixin


@tagged("post_install", "-at_install")
class TestPush(RightsMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self._set_up_roles()
        config = self.env["ir.config_parameter"]
        config.set_param("mail.web_push_vapid_private_key", "private")
        config.set_param("mail.web_push_vapid_public_key", "public")
        self.env["mail.push.device"].create(
            [
                {
                    "endpoint": f"https://push.example/{role}",
                    "keys": json.dumps({"p256dh": "x", "auth": "y"}),
                    "partner_id": user.partner_id.id,
                }
                for role, user in self.roles.items()
            ]
        )

    def _pushed(self, **headers):
        """Roles whose devices get a push about the next mail."""
        self.env["mail.push"].search([]).unlink()
        self.send_mail(**headers)
        self.mailbox._sync()
        pushes = self.env["mail.push"].search([])
        return {push.mail_push_device_id.endpoint.rpartition("/")[2] for push in pushes}

    def test_own_notifications(self):
        self._pushed(subject="Roof")
        channel = self.conversation()
        channel.with_user(self.ben).message_post(body=Markup("<p>Yes</p>"))
        self.assertIn("send_own", self._pushed(subject="Re: Roof"))

    def test_whose_conversation_it_is(self):
        self._pushed(subject="Roof")
        self.conversation().with_user(self.sara).action_switchboard_assign(self.ben.id)
        self.assertIn("send_own", self._pushed(subject="Re: Roof"))

    def test_a_withdrawn_grant_ends_it(self):
        self.line.grant_ids.filtered(lambda g: g.user_id == self.sara).unlink()
        self.assertNotIn("send_all", self._pushed(subject="Roof"))

    def test_machines_push_nothing(self):
        told = self._pushed(subject="Sale", List_Id="<news.shop.example>")
        self.assertEqual(told, set())
        told = self._pushed(subject="Away", Auto_Submitted="auto-replied")
        self.assertEqual(told, set())
