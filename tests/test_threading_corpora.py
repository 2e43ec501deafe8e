"""The public sample mails that quote others, each with the mail that it quotes."""

from collections import defaultdict
from email.message import EmailMessage

from odoo.tests import tagged

from ..tools import mime
from .sync_common import SyncCase
from .test_samples import CORPORA


def quoting():
    """Sample mails that quote another one: [(file, parsed)]."""
    files = sorted(CORPORA.glob("*/*")) if CORPORA.is_dir() else ()
    for file in files:
        if file.suffix in (".eml", ".raw", ".txt"):
            parsed = mime.parse(file.read_bytes())
            if parsed.message_id and (parsed.in_reply_to or parsed.references):
                yield file, parsed


def parent_of(header, people):
    """A mail that all of ``people`` got, with this Message-ID."""
    message = EmailMessage()
    message["From"] = "Maria <maria@parents.example>"
    message["To"] = ", ".join(sorted(people))
    message["Message-ID"] = f"<{header}>"
    message["Date"] = "Mon, 06 Jan 1997 10:00:00 +0000"
    message["Subject"] = "What it began with"
    message.set_content("Hello")
    return message.as_bytes()


@tagged("post_install", "-at_install")
class TestThreadingCorpora(SyncCase):
    def setUp(self):
        super().setUp()
        self.samples = list(quoting())
        if not self.samples:
            self.skipTest("no sample mails beside the project (shared/corpora)")

    def _people(self):
        """Who quotes what: {Message-ID: addresses}."""
        people = defaultdict(set)
        for _file, parsed in self.samples:
            sender = parsed.from_ or parsed.sender
            if sender and sender.normalized:
                nearest = [*parsed.in_reply_to, *reversed(parsed.references)]
                people[nearest[0]].add(sender.normalized)
        return people

    def test_answers_join_what_they_quote(self):
        people = self._people()
        parents = [parent_of(header, who) for header, who in people.items()]
        raws = [file.read_bytes() for file, _parsed in self.samples]
        self.connect({"INBOX": [*parents, *raws]})
        self.assertTrue(self.mailbox._sync(), self.mailbox.state_message)
        rows = {row.message_id_header: row for row in self.messages()}
        joined = 0
        for file, parsed in self.samples:
            sender = parsed.from_ or parsed.sender
            row = rows.get(parsed.message_id)
            if not row or not sender or not sender.normalized:
                continue
            nearest = [*parsed.in_reply_to, *reversed(parsed.references)][0]
            with self.subTest(mail=file.name):
                self.assertEqual(row.thread_reason, "references")
                self.assertEqual(row.channel_id, rows[nearest].channel_id)
                self.assertIn("answers", row.get_thread_reason())
            joined += 1
        self.assertGreater(joined, 5)

    def test_strangers_wait_to_be_confirmed(self):
        """The same mails, quoting one whose people do not know them."""
        parents = [parent_of(h, {"rita@parents.example"}) for h in self._people()]
        raws = [file.read_bytes() for file, _parsed in self.samples]
        self.connect({"INBOX": [*parents, *raws]})
        self.assertTrue(self.mailbox._sync(), self.mailbox.state_message)
        rows = {row.message_id_header: row for row in self.messages()}
        strange = 0
        for file, parsed in self.samples:
            row = rows.get(parsed.message_id)
            nearest = [*parsed.in_reply_to, *reversed(parsed.references)][0]
            if row and nearest in rows and row.thread_reason == "stranger":
                with self.subTest(mail=file.name):
                    parent = rows[nearest].channel_id
                    self.assertNotEqual(row.channel_id, parent)
                    self.assertEqual(row.quoted_channel_id, parent)
                strange += 1
        self.assertGreater(strange, 5)
