import os
from datetime import datetime, timezone

from odoo.tests import BaseCase

from ....tools.imap import large
from ....tools.imap.fetch import batches
from ....tools.imap.large import first_text
from ...fakes.imap_server import FakeFolder
from ...fakes.script import Rule
from .common import MB, ImapCase, mail

MIXED = (
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment\r\n\r\n%s\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe text\r\n--b--\r\n"
)


class TestBatches(BaseCase):
    def test_by_bytes_and_number(self):
        sizes = {1: 60, 2: 60, 3: 500, 4: 10}
        self.assertEqual(list(batches([4, 3, 2, 1], sizes, 100)), [[4], [3], [2], [1]])
        self.assertEqual(list(batches([1, 2, 4, 3], sizes, 130)), [[1, 2, 4], [3]])
        self.assertEqual([len(b) for b in batches(range(450), {}, 100)], [200, 200, 50])


class TestFetch(ImapCase):
    def test_everything_about_a_mail(self):
        folder = FakeFolder()
        date = datetime(2026, 3, 1, 12, 30, tzinfo=timezone.utc)
        folder.add(mail(), flags=["\\Seen"], date=date)
        (found,) = self.fetch(self.open(self.serve({"INBOX": folder})))
        self.assertEqual(found.raw, mail())
        self.assertEqual(found.flags, ("\\Seen",))
        self.assertEqual((found.uid, found.internaldate), (1, date))
        self.assertEqual((found.size, found.truncated), (len(mail()), False))

    def test_nothing_is_ever_marked_as_read(self):
        server = self.serve({"INBOX": [mail()]})
        self.fetch(self.open(server))
        self.assertEqual(server.asked("SELECT"), [])
        self.assertFalse([c for c in server.commands if "BODY[" in c])

    def test_order_of_batches_is_ours(self):
        server = self.serve({"INBOX": [mail(n) for n in range(1, 6)]})
        limits = {"max_bytes": 2 * len(mail()), "max_mail_bytes": MB}
        got = list(self.open(server).fetch([5, 4, 3, 2, 1], **limits))
        self.assertEqual([[f.uid for f in b] for b in got], [[4, 5], [2, 3], [1]])

    def test_one_question_for_sizes_and_one_for_mails(self):
        server = self.serve({"INBOX": [mail(n) for n in range(50)]})
        self.fetch(self.open(server))
        self.assertEqual(len(server.asked("UID FETCH")), 2)

    def test_mails_that_are_gone(self):
        session = self.open(self.serve({"INBOX": [mail(1), mail(2)]}))
        self.assertEqual([f.uid for f in self.fetch(session, [1, 2, 3])], [1, 2])

    def test_one_mail_the_server_cannot_read(self):
        server = self.serve({"INBOX": [mail(n) for n in range(1, 9)]})
        # The server refuses whatever set holds UID 5.
        asks = "UID FETCH (?:5|[1-5]:[5-8]) .*BODY"
        server.rules.append(Rule(asks, reply="NO [SERVERBUG] mail is broken"))
        found = self.fetch(self.open(server))
        self.assertEqual([f.uid for f in found], list(range(1, 9)))
        problems = {f.uid: f.problem for f in found if f.problem}
        self.assertEqual(problems, {5: "[SERVERBUG] mail is broken"})

    def test_forgetful_server(self):
        server = self.serve({"INBOX": [mail(1)]}, quirks=["forgetful"])
        (found,) = self.fetch(self.open(server))
        self.assertTrue(found.problem)

    def test_wrong_uids_are_not_taken_for_ours(self):
        server = self.serve({"INBOX": [mail(1)]}, quirks=["wrong-uids"])
        (found,) = self.fetch(self.open(server))
        self.assertEqual((found.uid, found.raw, bool(found.problem)), (1, b"", True))

    def test_news_in_between(self):
        server = self.serve({"INBOX": [mail(1), mail(2)]}, quirks=["chatty"])
        self.assertEqual(
            [f.raw for f in self.fetch(self.open(server))], [mail(1), mail(2)]
        )


class TestLarge(ImapCase):
    def setUp(self):
        super().setUp()
        self.patch(large, "PIECE", 1000)

    def test_in_pieces(self):
        for size in (999, 1000, 1001, 2000, 4321):
            with self.subTest(size=size):
                raw = mail(1)
                raw += b"x" * (size - len(raw))
                session = self.open(self.serve({"INBOX": [raw]}))
                items = b"(UID FLAGS BODY.PEEK[])"
                record, got, cut = large.fetch_in_pieces(session.wire, 1, items, size)
                self.assertEqual((record.uid, got, cut), (1, raw, False))

    def test_pieces_of_a_size_that_is_an_estimate(self):
        raw = mail(1, body=b"x" * 3000)
        session = self.open(self.serve({"INBOX": [raw]}, quirks=["estimate-sizes"]))
        _record, got, _cut = large.fetch_in_pieces(
            session.wire, 1, b"(UID BODY.PEEK[])", 900
        )
        self.assertEqual(got, raw)

    def test_over_the_limit_headers_and_text_come(self):
        raw = mail(1, extra=MIXED[:45], body=MIXED[47:] % (b"x" * 5000))
        session = self.open(self.serve({"INBOX": [raw, mail(2)]}))
        first, second = self.fetch(session, max_mail_bytes=3000)
        self.assertTrue(first.truncated)
        self.assertEqual(first.size, len(raw))
        self.assertIn(b"Message-ID: <1@x.example>", first.raw)
        self.assertIn(b"charset=utf-8\r\n\r\nThe text", first.raw)
        self.assertNotIn(b"xxxx", first.raw)
        self.assertEqual(first.raw.lower().count(b"content-type"), 1)
        self.assertFalse(second.truncated)

    def test_over_the_limit_without_parts(self):
        raw = mail(1, body=b"word " * 3000)
        (found,) = self.fetch(
            self.open(self.serve({"INBOX": [raw]})), max_mail_bytes=3000
        )
        self.assertEqual((found.raw, found.truncated), (raw, True))

    def test_larger_than_the_server_said(self):
        self.patch(large, "TEXT_BYTES", 100)
        raw = mail(1, body=b"y" * 400_000)
        server = self.serve({"INBOX": [raw, mail(2)]}, quirks=["estimate-sizes"])
        first, second = self.fetch(self.open(server), max_mail_bytes=150_000)
        self.assertEqual((first.truncated, second.raw), (True, mail(2)))
        self.assertLess(len(first.raw), 1000)

    def test_a_huge_mail(self):
        """300 MB with SWITCHBOARD_LONG, else 12; it must not pass through memory."""
        size = (300 if os.environ.get("SWITCHBOARD_LONG") else 12) * MB
        raw = mail(1, extra=MIXED[:45], body=b"--b\r\n\r\n" + b"z" * size)
        server = self.serve({"INBOX": [raw, mail(2)]})
        session = self.open(server, timeout=60.0)
        before = server.bytes_sent
        first, second = self.fetch(session, max_mail_bytes=10 * MB)
        self.assertEqual((first.truncated, second.raw), (True, mail(2)))
        self.assertEqual(first.size, len(raw))
        self.assertLess(server.bytes_sent - before, 2 * MB)

    def test_first_text(self):
        plain = (b"TEXT", b"PLAIN", None, None, None, b"7BIT", 1, 1, None, None)
        filed = (
            b"TEXT",
            b"PLAIN",
            None,
            None,
            None,
            b"7BIT",
            1,
            1,
            None,
            (b"ATTACHMENT", None),
        )
        image = (b"IMAGE", b"PNG", None, None, None, b"BASE64", 1)
        for structure, section in (
            (plain, "TEXT"),
            (image, ""),
            ((image, plain, b"MIXED", None), "2"),
            ((filed, (image, plain, b"RELATED"), b"MIXED"), "2.2"),
            ((filed, image, b"MIXED"), ""),
            (None, ""),
            ((), ""),
        ):
            with self.subTest(section=section):
                self.assertEqual(first_text(structure), section)
