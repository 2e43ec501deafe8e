"""The ways round the rights that Discuss and the web offer, each tried over HTTP."""

import json

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_rpc import SECRET, RpcCase


@tagged("post_install", "-at_install")
class TestLeaks(RpcCase):
    def test_a_member_adds_nobody(self):
        channel, _message = self._conversation()
        partner = self.nobody.partner_id
        for role in ("owner", "send_own", "receive_all", "administrator", "manager"):
            self._log_in(role)
            for call in (
                lambda: self._call(
                    "discuss.channel", "add_members", channel.ids, partner.ids
                ),
                lambda: self._call(
                    "discuss.channel.member",
                    "create",
                    [{"channel_id": channel.id, "partner_id": partner.id}],
                ),
            ):
                with self.subTest(role=role):
                    self.assertTrue(self._refused(call))
        self.assertFalse(channel.channel_member_ids)
        # Even a row that is there by accident opens nothing.
        self.env["discuss.channel.member"].create(
            {"channel_id": channel.id, "partner_id": partner.id}
        )
        self.assertFalse(channel.with_user(self.nobody).has_access("read"))

    def test_the_public_page_lets_nobody_in(self):
        channel, _message = self._conversation()
        for role in ("public", "portal", "manager", "send_own"):
            self._log_in(role)
            answer = self.url_open(f"/chat/{channel.id}/{channel.uuid}")
            with self.subTest(role=role):
                self.assertNotIn(SECRET, answer.text)
                self.assertNotIn("Maria Silva", answer.text)
                self.assertFalse(channel.channel_member_ids)

    def test_search_finds_own_lines_only(self):
        channel, _message = self._conversation()
        for role, found in (
            ("send_own", True),
            ("manager", False),
            ("administrator", False),
        ):
            self._log_in(role)
            for term in ("Maria", self.customer, "12,345"):
                answer = self.make_jsonrpc_request("/discuss/search", {"term": term})
                ids = [row["id"] for row in answer.get("discuss.channel", [])]
                with self.subTest(role=role, term=term):
                    self.assertEqual(channel.id in ids, found)

    def test_typing_creates_no_member(self):
        channel, _message = self._conversation()
        for role in ("send_own", "manager", "administrator"):
            self._log_in(role)
            self._refused(
                lambda: self.make_jsonrpc_request(
                    "/discuss/channel/notify_typing",
                    {"channel_id": channel.id, "is_typing": True},
                )
            )
            self.assertFalse(channel.channel_member_ids)

    def _hears_the_line(self):
        """Whether a websocket that subscribes now is given the line's channel."""
        answer = self.make_jsonrpc_request(
            "/websocket/peek_notifications",
            {"channels": [], "last": 0, "is_first_poll": True},
        )
        return ["switchboard.line", self.line.id] in [
            list(channel[1:]) for channel in answer["channels"]
        ]

    def test_a_withdrawn_grant_acts_at_once(self):
        channel, message = self._conversation()
        ben = self._log_in("send_own")
        own = channel.with_user(ben).message_post(body=Markup("<p>By Ben</p>"))
        attachment = message.attachment_ids
        self.assertEqual(
            self.url_open(f"/web/content/{attachment.id}").status_code, 200
        )
        self.assertTrue(self._hears_the_line())
        self.env["bus.bus"].sudo().search([]).unlink()
        self.line.grant_ids.filtered(lambda grant: grant.user_id == ben).unlink()
        self.env.cr.precommit.run()
        # His windows are told, and what he asks for is refused from now on.
        told = self.env["bus.bus"].search([]).mapped("message")
        self.assertTrue(any("mail_switchboard/rights" in text for text in told))
        self.assertFalse(self._hears_the_line())
        self.assertEqual(
            self.url_open(f"/web/content/{attachment.id}").status_code, 404
        )
        self.assertTrue(
            self._refused(lambda: self._call("mail.message", "read", own.ids, ["body"]))
        )
        answer = self.make_jsonrpc_request(
            "/mail/data",
            {
                "fetch_params": [
                    [
                        "/mail_switchboard/update",
                        {"channel_id": channel.id, "message_ids": (own | message).ids},
                    ],
                    ["/mail_switchboard/conversations", {"line_id": self.line.id}],
                ]
            },
        )
        self.assertNotIn(SECRET, json.dumps(answer))
        self.assertNotIn("By Ben", json.dumps(answer))

    def test_the_author_keeps_nothing(self):
        channel, _message = self._conversation()
        own = channel.with_user(self.ben).message_post(body=Markup("<p>By Ben</p>"))
        for operation in ("write", "unlink"):
            self.assertFalse(own.with_user(self.ben).has_access(operation))
        self.line.grant_ids.filtered(lambda grant: grant.user_id == self.ben).unlink()
        self.assertFalse(own.with_user(self.ben).has_access("read"))
        self.assertFalse(
            self.env["mail.message"].with_user(self.ben).search([("id", "=", own.id)])
        )

    def test_an_open_socket_hears_ids_only(self):
        """A socket outlives a grant, so nothing worth reading goes over it."""
        self.env["bus.bus"].sudo().search([]).unlink()
        channel, _message = self._conversation()
        channel.with_user(self.ben).message_post(body=Markup("<p>Secret answer</p>"))
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([])
        self.assertTrue(rows)
        for row in rows:
            text = row.channel + row.message
            for secret in (SECRET, "Secret", "Maria", self.customer):
                self.assertNotIn(secret, text)

    def test_messages_are_not_changed(self):
        channel, message = self._conversation()
        update = {"message_id": message.id, "update_data": {"body": "Forged"}}
        for role in ("owner", "send_all", "administrator"):
            self._log_in(role)
            with self.subTest(role=role):
                self.assertTrue(
                    self._refused(
                        lambda: self.make_jsonrpc_request(
                            "/mail/message/update_content", update
                        )
                    )
                )
        self.assertNotIn("Forged", message.body)

    def test_foreign_files_are_not_sent(self):
        """Nobody mails himself a file he may not read."""
        channel, _message = self._conversation()
        hidden = self.env["ir.attachment"].create(
            {
                "name": "key",
                "raw": b"x",
                "res_model": "ir.config_parameter",
                "res_id": 1,
            }
        )
        with self.assertRaises(AccessError):
            channel.with_user(self.ben).message_post(
                body=Markup("<p>Hi</p>"), attachment_ids=hidden.ids
            )

    def test_names_of_foreign_lines_are_not_found(self):
        personal = self.make_mailbox(
            "hidden@ours.example", access="personal", name="Hidden line"
        )
        for role in ("manager", "administrator", "send_all"):
            self._log_in(role)
            for model in ("switchboard.line", "switchboard.mailbox"):
                with self.subTest(role=role, model=model):
                    self.assertEqual(self._call(model, "name_search", "Hidden"), [])
                    rows = self._call(
                        model, "search_read", [("name", "ilike", "hidden")], ["name"]
                    )
                    self.assertEqual(rows, [])
            for model in ("fetchmail.server", "ir.mail_server"):
                if role != "administrator":
                    continue
                rows = self._call(
                    model, "search_read", [("name", "ilike", "hidden")], []
                )
                self.assertEqual(rows, [])
        self.assertTrue(personal.exists())
