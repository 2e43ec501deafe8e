"""The disk of the file store is full, and has room again later.

Files of the process at work may not grow beyond a limit: what the system does then
is what it does on a full disk, a part of the file is written and the rest refused.
"""

import os
import resource
import uuid
from email import message_from_bytes
from email.policy import SMTP

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_phone_workers import PhoneWorkersCase
from .common_queue import QueueCase
from .common_sync_workers import SyncWorker, SyncWorkerCase

_ROOM = 2_000
# What a process on a full disk ends with when it was refused to write.
_REFUSED = 7


def on_a_full_disk(registry, work):
    """Run ``work(env)`` in a process of its own; return how it ended."""

    def limited(env):
        resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, _ROOM))
        try:
            work(env)
            env.cr.commit()
        except OSError:
            os._exit(_REFUSED)

    return SyncWorker(registry, limited).wait()


def new_content():
    """Content no other test has."""
    return uuid.uuid4().hex.encode() * 2_000


@tagged("post_install", "-at_install")
class TestDiskFullQueue(QueueCase):
    def upload(self, env, content):
        """A file as the composer uploads it."""
        return env["ir.attachment"].create({"name": "plan.pdf", "raw": content})

    def test_a_message_that_found_no_room_is_written_again(self):
        content = new_content()

        def write_with_file(env):
            line = env["switchboard.line"].browse(self.line_id)
            Channel = env["discuss.channel"]
            channel = Channel._switchboard_write_first(line, ["full@x.example"])
            file = self.upload(env, content)
            channel.message_post(body=Markup("<p>Plan</p>"), attachment_ids=file.ids)

        self.assertEqual(on_a_full_disk(self.registry, write_with_file), _REFUSED)
        with self.env() as env:
            queued = env["switchboard.outgoing"].search_count(
                [("line_id", "=", self.line_id)]
            )
            self.assertFalse(queued, "half of a message was queued")
            write_with_file(env)
        self.process()
        [mail] = self.smtp.mails
        [file] = message_from_bytes(mail.raw, policy=SMTP).iter_attachments()
        self.assertEqual(file.get_content(), content)

    def test_half_a_file_of_before_is_mended(self):
        """As a stock Odoo leaves it: under its final name."""
        content = new_content()
        with self.env() as env:
            file = self.upload(env, content)
            path = file._full_path(file.store_fname)
            env.cr.rollback()
        with open(path, "wb") as half:
            half.write(content[:_ROOM])
        with self.env() as env:
            file = self.upload(env, content)
            self.assertEqual(file.raw, content)
            # Another content under this name is still refused.
            with open(path, "wb") as other:
                other.write(bytes(reversed(content)))
            try:
                self.upload(env, content)
            except UserError:
                return
        self.fail("the file's content is another one")

    def test_what_is_queued_leaves_while_there_is_no_room(self):
        ids = self.write(5)

        def process(env):
            env["switchboard.outgoing"]._process()

        self.assertEqual(on_a_full_disk(self.registry, process), 0)
        self.assertEqual(set(self.states(ids)), {"sent"})
        self.assertEqual(set(self.arrived().values()), {1})


@tagged("post_install", "-at_install")
class TestDiskFullSync(SyncWorkerCase):
    def test_a_pass_goes_on_when_there_is_room(self):
        server, mailbox_id = self.connect(30)
        for content in (new_content(), new_content()):
            server.folders["INBOX"].add(
                b"From: a@x.example\r\nMessage-ID: <%s@x.example>\r\n\r\n%s"
                % (content[:32], content)
            )

        def sync(env):
            env["switchboard.mailbox"].browse(mailbox_id)._sync()

        self.assertEqual(on_a_full_disk(self.registry, sync), 0)
        with self.env() as env:
            line = env["switchboard.mailbox"].browse(mailbox_id).line_id
            self.assertIn("no room left on its disk", line.state_message)
        self.assert_not_ahead(server, mailbox_id)
        self.assertTrue(self.sync(mailbox_id))
        self.assert_complete(server, mailbox_id)
        with self.env() as env:
            stored = env["switchboard.message"].search([("line_id", "=", line.id)])
            raws = set(stored.raw_attachment_id.mapped("raw"))
            self.assertEqual(
                raws, {m.raw for m in server.folders["INBOX"].mails.values()}
            )


@tagged("post_install", "-at_install")
class TestDiskFullSms(PhoneWorkersCase):
    def test_a_picture_that_found_no_room_is_fetched_again(self):
        picture = b"\x89PNG\r\n\x1a\n" + new_content()
        url = self.twilio.url + self.account.add_media(picture, "image/png")
        self.store(self.incoming("Look", NumMedia="1", MediaUrl0=url))
        refused = on_a_full_disk(
            self.registry, lambda env: env["switchboard.webhook"]._work()
        )
        self.assertEqual(refused, 0)
        with self.env() as env:
            [row] = env["switchboard.webhook"].search([("kind", "=", "media")])
            self.assertEqual((row.state, row.attempts), ("waiting", 1))
            row.next_at = "2020-01-01"
        self.work()
        with self.env() as env:
            [message] = env["switchboard.message"].search(
                [("line_id", "=", self.line_id)]
            )
            files = message.mail_message_id.attachment_ids
            self.assertEqual(files.mapped("raw"), [picture])
