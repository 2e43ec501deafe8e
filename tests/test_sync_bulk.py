"""The hot path of an import: a few statements for a batch, and nothing else."""

import contextlib
from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .fakes.imap_store import FakeFolder
from .sync_common import SyncCase, mail

# Tables in which an import of history leaves nothing.
_UNTOUCHED = (
    "mail.message",
    "mail.notification",
    "mail.followers",
    "mail.mail",
    "discuss.channel.member",
    "res.partner",
    "crm.lead",
)


@tagged("post_install", "-at_install")
class TestSyncBulk(SyncCase):
    def import_(self, count, **values):
        """Connect a mailbox with so many mails; return the queries of its import."""
        mails = [mail(n, sender=f"p{n // 3}@cliente.example") for n in range(count)]
        self.connect({"INBOX": mails}, sync=False, values=values)
        before = self.env.cr.sql_log_count
        self.sync()
        self.assertEqual(len(self.messages()), count)
        return self.env.cr.sql_log_count - before

    def test_queries_of_a_batch_do_not_grow_with_its_mails(self):
        self.import_(20)
        few = self.import_(20)
        many = self.import_(180)
        self.assertLessEqual(many, few + 3)

    def test_queries_of_a_batch_do_not_grow_with_what_is_there(self):
        self.import_(20)
        counts = []
        for start in (1000, 2000, 3000):
            for number in range(start, start + 30):
                person = f"q{number // 3}@cliente.example"
                self.inbox.add(mail(number, sender=person))
            before = self.env.cr.sql_log_count
            self.sync()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[-1], counts[0] + 6, counts)

    def test_history_makes_no_message_no_contact_and_tells_nobody(self):
        counts = {name: self.env[name].search_count([]) for name in _UNTOUCHED}
        self.import_(40)
        for name, before in counts.items():
            self.assertEqual(self.env[name].search_count([]), before, name)

    def test_bus_is_told_of_progress_only(self):
        self.connect({"INBOX": [mail(n) for n in range(40)]}, sync=False)
        self.env["bus.bus"].search([]).unlink()
        self.sync()
        notes = self.env["bus.bus"].search([]).mapped("message")
        self.assertFalse([n for n in notes if "mail_switchboard/conversation" in n])
        self.assertLess(len(notes), 10)

    def test_polling_costs_the_same_in_a_large_folder(self):
        statements, commands = [], []
        for count in (5, 190):
            self.import_(count)
            self.sync()
            # Two passes within one second would have one row to write less.
            runtime = self.line.runtime_ids
            runtime.last_sync_at = fields.Datetime.now() - timedelta(seconds=5)
            self.env.flush_all()
            self.fake.commands.clear()
            with self.listening() as said:
                self.sync()
            statements.append(said)
            commands.append(len(self.fake.commands))
        self.assertEqual(statements[0], statements[1])
        self.assertGreater(statements[0].total(), 5)
        self.assertEqual(commands[0], commands[1])

    @contextlib.contextmanager
    def listening(self):
        """Count what the database is asked, by the statements' first words."""
        said = Counter()
        execute = self.env.cr.execute

        def heard(query, *args, **kwargs):
            text = query.code if isinstance(query, SQL) else str(query)
            if "SAVEPOINT" not in text:  # each has a name of its own
                said[" ".join(text.split())[:120]] += 1
            return execute(query, *args, **kwargs)

        with patch.object(self.env.cr, "execute", heard):
            yield said

    def test_pictures_are_kept_as_they_came(self):
        picture = b"\x89PNG\r\n\x1a\n not a picture at all"
        raw = (
            b"From: a@x.example\r\nTo: b@x.example\r\nSubject: P\r\n"
            b"Message-ID: <1@cliente.example>\r\nMIME-Version: 1.0\r\n"
            b"Date: Thu, 15 Jan 2026 10:01:00 +0000\r\n"
            b"Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n"
            b"Content-Disposition: attachment; filename=p.png\r\n\r\n"
        ) + picture
        self.connect({"INBOX": FakeFolder([raw])})
        message = self.message(1)
        self.assertEqual(message.raw_attachment_id.raw, raw)
        shown = self.shown(message.channel_id)
        self.assertEqual(shown.attachment_ids.raw, picture)
