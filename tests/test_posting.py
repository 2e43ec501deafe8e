"""Posting what may have been posted already."""

import json
import threading

from markupsafe import Markup

from odoo import api
from odoo.service.model import retrying
from odoo.tests import HttpCase, new_test_user, tagged

from ..models.posted import PostedBefore
from .common import SwitchboardCase, SwitchboardMixin
from .common_chatter import ChatterMixin
from .common_queue import QueueCase
from .test_writing import WritingCase


@tagged("post_install", "-at_install")
class TestRepeatedPost(WritingCase):
    def outgoing_count(self):
        return self.env["switchboard.outgoing"].search_count(
            [("line_id", "=", self.line.id)]
        )

    def test_a_repeated_post_gives_the_message_that_is_there(self):
        first = self.post(switchboard_key="k1", switchboard_cc="joe@cliente.example")
        again = self.post(switchboard_key="k1", switchboard_cc="joe@cliente.example")
        self.assertEqual(first, again)
        self.assertEqual(self.outgoing_count(), 1)
        for kwargs in ({"switchboard_key": "k2"}, {}, {}):
            self.assertNotEqual(self.post(**kwargs), first)
        self.assertEqual(self.outgoing_count(), 4)

    def test_how_the_markup_looks_is_no_matter(self):
        first = self.post("<p>One</p><p>two</p>", switchboard_key="k1")
        again = self.post("<div>One<br/>two</div>", switchboard_key="k1")
        self.assertEqual(first, again)

    def test_another_text_under_the_same_key_is_told(self):
        self.post(switchboard_key="k1")
        for changed in (
            {"body": "<p>Today</p>"},
            {"subject": "Other"},
            {"switchboard_to": "joe@cliente.example"},
        ):
            with self.subTest(changed), self.assertRaisesRegex(PostedBefore, "stands"):
                self.post(**changed, switchboard_key="k1")
        self.assertEqual(self.outgoing_count(), 1)

    def test_keys_are_each_users_and_each_conversations(self):
        first = self.post(switchboard_key="k1")
        self.assertNotEqual(self.post(user=self.sara, switchboard_key="k1"), first)
        channel = self.env["discuss.channel"]._switchboard_write_first(
            self.line, ["joe@cliente.example"]
        )
        other = channel.with_user(self.ben).message_post(
            body=Markup("<p>Tomorrow</p>"), switchboard_key="k1"
        )
        self.assertNotEqual(other, first.mail_message_id)

    def test_a_dialog_sends_once(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.ben)
            .with_context(
                default_model="discuss.channel",
                default_res_ids=self.channel.ids,
                default_composition_mode="comment",
            )
            .create({"body": "<p>Hi</p>", "subject": "Hi"})
        )
        composer.action_send_mail()
        composer.action_send_mail()
        self.assertEqual(self.outgoing_count(), 1)
        composer.body = "<p>Something else</p>"
        composer.action_send_mail()
        self.assertEqual(self.outgoing_count(), 2)
        wizard = (
            self.env["switchboard.write.first"]
            .with_user(self.ben)
            .create(
                {
                    "line_id": self.line.id,
                    "emails": "joe@cliente.example",
                    "subject": "Offer",
                    "body": "<p>Hello</p>",
                }
            )
        )
        self.assertEqual(wizard.action_send(), wizard.action_send())
        self.assertEqual(self.outgoing_count(), 3)

    def test_old_keys_are_forgotten(self):
        self.post(switchboard_key="k1")
        posted = self.env["switchboard.posted"]
        posted._gc_posted()
        self.assertEqual(posted.search_count([("user_id", "=", self.ben.id)]), 1)
        self.cr.execute(
            "UPDATE switchboard_posted SET create_date = now() - interval '91 days'"
        )
        posted._gc_posted()
        self.assertFalse(posted.search([("user_id", "=", self.ben.id)]))


@tagged("post_install", "-at_install")
class TestRepeatedOnRecord(ChatterMixin, SwitchboardCase):
    def test_a_record_is_written_to_once(self):
        self.make_records()
        for record in self.records:
            with self.subTest(model=record._name):
                first = self.post(record, switchboard_key="k1")
                self.assertEqual(self.post(record, switchboard_key="k1"), first)
                self.assertEqual(len(self.outgoing(first)), 1)
                with self.assertRaises(PostedBefore):
                    self.post(record, body=Markup("<p>No</p>"), switchboard_key="k1")


@tagged("post_install", "-at_install")
class TestRepeatedRequest(SwitchboardMixin, HttpCase):
    """The route of the web client, as a browser calls it twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.mailbox.action_connect()
        self.mailbox._sync()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()

    def request(self, **post_data):
        body = {
            "thread_model": "discuss.channel",
            "thread_id": self.channel.id,
            "post_data": {"body": "<p>Hello</p>", "subject": "Re: Roof", **post_data},
        }
        response = self.url_open(
            "/mail/message/post",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": body}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def test_posted_twice(self):
        self.authenticate("sb_ben", "sb_ben")
        first = self.request(switchboard_key="k1")["result"]
        again = self.request(switchboard_key="k1")["result"]
        self.assertEqual(first["message_id"], again["message_id"])
        outgoing = self.env["switchboard.outgoing"].search(
            [("line_id", "=", self.line.id)]
        )
        self.assertEqual(len(outgoing), 1)
        error = self.request(switchboard_key="k1", body="<p>Other</p>")["error"]
        self.assertTrue(error["data"]["name"].endswith("PostedBefore"))
        # Who lost the right in between learns nothing of it.
        self.line.grant_ids.filtered(lambda g: g.user_id == self.ben).unlink()
        self.assertEqual(self.request(switchboard_key="k1")["error"]["code"], 404)


@tagged("post_install", "-at_install")
class TestConcurrentPosts(QueueCase):
    def test_posts_at_the_same_time_are_one(self):
        [outgoing_id] = self.write()
        with self.env() as env:
            channel_id = env["switchboard.outgoing"].browse(outgoing_id).channel_id.id
            user = new_test_user(
                env,
                f"sb_{self.box}",
                groups="base.group_user,mail_switchboard.group_operator",
            )
            env["switchboard.line"].browse(self.line_id).access = "shared"
            env["switchboard.grant"].create(
                {"line_id": self.line_id, "user_id": user.id, "level": "send_own"}
            )
            user_id = user.id
        self.addCleanup(self._delete_user, user_id)
        barrier, found = threading.Barrier(3, timeout=30), []

        def post():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, user_id, {})
                env.user.has_group("base.group_user")  # the snapshot is taken
                barrier.wait()

                def work():
                    channel = env["discuss.channel"].browse(channel_id)
                    message = channel.message_post(
                        body=Markup("<p>Once</p>"), switchboard_key="k1"
                    )
                    return message.id

                found.append(retrying(work, env))

        threads = [threading.Thread(target=post) for _number in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(found), 3)
        self.assertEqual(len(set(found)), 1)
        with self.env() as env:
            rows = env["switchboard.outgoing"].search(
                [("channel_id", "=", channel_id), ("user_id", "=", user_id)]
            )
            self.assertEqual(len(rows), 1)

    def _delete_user(self, user_id):
        with self.env() as env:
            user = env["res.users"].browse(user_id)
            env["switchboard.outgoing"].search([("user_id", "=", user_id)]).unlink()
            user.active = False
