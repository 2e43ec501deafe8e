"""Posting what may have been posted already, and what cannot be sent."""

import json
import smtplib
import threading

from markupsafe import Markup

from odoo import api
from odoo.exceptions import AccessError, UserError
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


@tagged("post_install", "-at_install")
class TestBadPosts(WritingCase):
    def test_nobody_in_to(self):
        for kwargs in (
            {"switchboard_to": "", "switchboard_cc": "joe@cliente.example"},
            {"switchboard_to": [], "switchboard_bcc": "joe@cliente.example"},
        ):
            with (
                self.subTest(kwargs),
                self.assertRaisesRegex(UserError, "Nobody stands in “To”"),
            ):
                self.post(**kwargs)

    def test_an_empty_subject_is_sent_as_it_is(self):
        self.post()
        self.assertEqual(self.leave(self.customer)[0]["Subject"], "Re: Roof")
        self.post(subject="")
        self.assertFalse(self.leave(self.customer)[0]["Subject"])

    def test_a_file_over_the_size_of_the_server(self):
        """What the server said when it was connected is known; nothing is queued."""
        limit = self.mailbox.smtp_size_limit
        with self.server_smtp() as smtp:
            smtp.ehlo()
            self.assertEqual(limit, int(smtp.esmtp_features["size"]))
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertEqual(notes["size_limit"], limit)
        size = 40 * 1024 * 1024
        self.assertLess(limit, size * 4 // 3, "base64 makes a file a third longer")
        file = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "film.bin", "raw": b"\0" * size})
        )
        with (
            self.assertRaisesRegex(UserError, r"takes [\d.]+ MB at most"),
            self.cr.savepoint(),
        ):
            self.post(attachment_ids=file.ids, switchboard_key="big")
        domain = [("line_id", "=", self.line.id)]
        self.assertFalse(self.env["switchboard.outgoing"].search(domain))
        # The same draft without the file is free to go.
        self.assertTrue(self.post(switchboard_key="big"))

    def server_smtp(self):
        return smtplib.SMTP(self.server.host, self.server.smtp_port, timeout=10)

    def test_line_disconnected_while_writing(self):
        self.line.sudo()._set_state("disconnected")
        with self.assertRaisesRegex(UserError, "is not connected.*kept here"):
            self.post(switchboard_key="k1")
        self.line.sudo()._set_state("connected")
        self.assertTrue(self.post(switchboard_key="k1"))


@tagged("post_install", "-at_install")
class TestWritingNotes(WritingCase):
    def test_notes_of_a_line(self):
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "user_id": self.ben.id, "body": "<p>Ben</p>"}
        )
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertIn("Ben", notes["signature"])
        self.assertEqual(notes["signature_rule"], "operator")
        self.assertEqual(notes["from"], f"Ben Ortiz · Ours Sales <{self.address}>")
        self.assertFalse(notes["leaves_at"])
        for user in (self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.line.with_user(user).get_writing_notes()

    def test_when_it_leaves_about(self):
        self.line.max_per_minute = 1
        for _number in range(4):
            self.post()
        self.env["switchboard.outgoing"]._process()
        self.line.invalidate_recordset()
        notes = self.line.with_user(self.ben).get_writing_notes()
        self.assertTrue(notes["leaves_at"])


@tagged("post_install", "-at_install")
class TestDraftAgain(WritingCase):
    def test_everything_comes_back_after_a_stop(self):
        self.mailbox.undo_seconds = 30
        file = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "plan.txt", "raw": b"Plan"})
        )
        first = self.rows()
        row = self.post(
            body="<p>Tomorrow <b>at nine</b></p>",
            subject="Roof and gutter",
            attachment_ids=file.ids,
            switchboard_to=self.customer_address,
            switchboard_cc="Joe <joe@cliente.example>",
            switchboard_bcc="sue@else.example",
            switchboard_answers=first.id,
            switchboard_send_at="2090-01-01 09:00:00",
        )
        outgoing = row.outgoing_ids.with_user(self.ben)
        with self.assertRaisesRegex(UserError, "on its way"):
            outgoing.get_draft()
        self.assertTrue(outgoing.action_stop())
        draft = outgoing.get_draft()
        self.assertEqual(draft["subject"], "Roof and gutter")
        self.assertIn("<b>at nine</b>", draft["body"])
        self.assertIn(self.customer_address, draft["to"])
        self.assertIn("joe@cliente.example", draft["cc"])
        self.assertEqual(draft["bcc"], "sue@else.example")
        self.assertEqual(draft["answers"], first.id)
        self.assertEqual(draft["send_at"], "2090-01-01 09:00:00")
        [copy_id] = draft["attachment_ids"]
        self.assertNotEqual(copy_id, file.id)
        copy = self.env["ir.attachment"].browse(copy_id)
        self.assertEqual((copy.name, copy.raw), ("plan.txt", b"Plan"))
        [stored] = draft["store_data"]["ir.attachment"]
        self.assertTrue(stored["ownership_token"])
        # It can be sent with it.
        again = self.post(attachment_ids=[copy_id])
        self.assertEqual(again.mail_message_id.attachment_ids, copy)

    def test_an_untouched_answer_goes_to_everybody_again(self):
        self.mailbox.undo_seconds = 30
        outgoing = self.post().outgoing_ids.with_user(self.ben)
        outgoing.action_stop()
        draft = outgoing.get_draft()
        self.assertFalse(draft["to"])
        self.assertFalse(draft["send_at"])
        self.assertEqual(draft["attachment_ids"], [])
        for user in (self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                outgoing.with_user(user).get_draft()


@tagged("post_install", "-at_install")
class TestAnotherLine(WritingCase):
    def setUp(self):
        super().setUp()
        self.support = self.make_mailbox("support@ours.example").line_id
        self.support._set_state("connected")
        self.env["switchboard.grant"].create(
            {
                "line_id": self.support.id,
                "user_id": self.ben.id,
                "level": "send_own",
            }
        )

    def go_on(self, user=None, **kwargs):
        channel = self.channel.with_user(user or self.ben)
        return channel.switchboard_continue(self.support.id, **kwargs)

    def test_goes_on_in_the_lines_own_conversation(self):
        self.assertFalse(self.go_on()["channel_id"])
        found = self.go_on(create=True)
        channel = self.env["discuss.channel"].browse(found["channel_id"])
        self.assertEqual(channel.switchboard_line_id, self.support)
        self.assertEqual(found["people"], "Maria Silva")
        self.assertEqual(self.go_on()["channel_id"], channel.id)
        other = self.go_on(cc="joe@cliente.example")
        self.assertFalse(other["channel_id"], "other people, another conversation")

    def test_only_lines_the_user_may_send_from(self):
        for user in (self.sara, self.carla, self.nobody):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.go_on(user, create=True)
        self.support.write_first = False
        with self.assertRaisesRegex(UserError, "does not start conversations"):
            self.go_on(create=True)
