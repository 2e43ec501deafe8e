"""Who is told about what arrives: by sound and notice, and by web push."""

import json

from markupsafe import Markup

from odoo.tests import tagged

from .common_rpc import RpcCase

# Told about everything; ``send_own`` only where he wrote himself.
TOLD = {"owner", "send_all", "receive_all", "team"}
WATCHED = (
    "owner",
    "send_own",
    "send_all",
    "receive_all",
    "team",
    "manager",
    "administrator",
)


@tagged("post_install", "-at_install")
class TestNotifications(RpcCase):
    def setUp(self):
        super().setUp()
        # Creates the pair of keys that browsers subscribe with.
        self.env["mail.push.device"].get_web_push_vapid_public_key()
        for role in WATCHED:
            self.env["mail.push.device"].sudo().create(
                {
                    "partner_id": self.roles[role].partner_id.id,
                    "endpoint": f"https://push.example/{role}",
                    "keys": json.dumps({"p256dh": "x", "auth": "y"}),
                }
            )

    def _pushed(self):
        """Roles with a notice that waits for the browser, and what it says."""
        pushes = self.env["mail.push"].sudo().search([])
        self.payloads = [json.loads(push.payload) for push in pushes]
        endpoints = pushes.mapped("mail_push_device_id.endpoint")
        pushes.unlink()
        return {endpoint.rpartition("/")[2] for endpoint in endpoints}

    def _told_by_sound(self, channel):
        """Roles whose open window is to ring, as the server answers each of them."""
        message = self.shown(channel)[:1]
        told = set()
        for role in ("owner", "send_own", "send_all", "receive_all", "manager"):
            self._log_in(role)
            answer = self.make_jsonrpc_request(
                "/mail/data",
                {
                    "fetch_params": [
                        [
                            "/mail_switchboard/update",
                            {"channel_id": channel.id, "message_ids": message.ids},
                            1,
                        ]
                    ]
                },
            )
            if any(row.get("notify") for row in answer.get("DataResponse", [])):
                told.add(role)
        return told

    def test_levels(self):
        self.send_mail(subject="Roof", body="A question")
        self.mailbox._sync()
        self.assertEqual(self._pushed(), TOLD)
        [payload] = {json.dumps(p, sort_keys=True) for p in self.payloads}
        self.assertIn("A question", payload)
        self.assertEqual(json.loads(payload)["title"][-4:], "Roof")
        channel = self.conversation()
        self.assertEqual(self._told_by_sound(channel), TOLD - {"team"})
        # Whoever wrote is told about answers; his own message rings nowhere.
        channel.with_user(self.ben).message_post(body=Markup("<p>Yes</p>"))
        self.assertEqual(self._pushed(), set())
        self.send_mail(subject="Re: Roof")
        self.mailbox._sync()
        self.assertEqual(self._pushed(), TOLD | {"send_own"})
        self.assertEqual(self._told_by_sound(channel), TOLD - {"team"} | {"send_own"})
        # Another conversation of the same line is not his.
        self.send_mail(From="Joao <joao@other.example>")
        self.mailbox._sync()
        self.assertEqual(self._pushed(), TOLD)

    def test_a_withdrawn_grant_is_not_told(self):
        self.send_mail()
        self.mailbox._sync()
        self._pushed()
        self.line.grant_ids.filtered(lambda g: g.user_id == self.sara).unlink()
        self.send_mail()
        self.mailbox._sync()
        self.assertEqual(self._pushed(), TOLD - {"send_all"})

    def test_history_tells_nobody(self):
        name = "history"
        self.server.wipe(name)
        self.send_mail(to=f"{name}@ours.example")
        mailbox = self.make_mailbox(f"{name}@ours.example")
        mailbox.action_connect()
        mailbox._sync()
        index = self.env["switchboard.message"].search(
            [("line_id", "=", mailbox.line_id.id)]
        )
        self.assertEqual(len(index), 1)
        self.assertFalse(index.live)
        self.assertEqual(self._pushed(), set())

    def test_machines_and_lists_tell_nobody(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"List_Id": "News <news.list.example>"},
        ):
            with self.subTest(headers=headers):
                self.send_mail(**headers)
                self.mailbox._sync()
                index = self.env["switchboard.message"].search(
                    [("line_id", "=", self.line.id)], order="id desc", limit=1
                )
                self.assertTrue(index.kind)
                self.assertFalse(index.live)
                self.assertEqual(
                    index.channel_id.with_user(self.sara).switchboard_unread, 0
                )
                self.assertEqual(self._pushed(), set())
