"""Outlook's Thread-Index, where a gateway has dropped In-Reply-To and References."""

import base64
import uuid

from odoo.tests import tagged

from .common import SwitchboardCase
from .common_threading import ThreadingMixin

_BOTH = {"Cc": "Joao <joao@cliente.example>"}


def thread_index(name=None, answers=0):
    """Write a Thread-Index as Outlook does.

    :param bytes name: sixteen bytes; of a new thread when left out
    :param int answers: how deep in the thread the mail stands
    """
    raw = b"\x01\xc4\xfd\xf8\x25\x25" + (name or uuid.uuid4().bytes)
    return base64.b64encode(raw + b"\x00\x00\x81\x5c\x00" * answers).decode()


@tagged("post_install", "-at_install")
class TestThreadIndex(ThreadingMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.name = uuid.uuid4().bytes
        # Maria writes with Joao on Cc; Outlook begins a thread.
        self.first = self.arrive(
            subject="Offer", Thread_Index=thread_index(self.name), **_BOTH
        )
        self.channel = self.first.channel_id

    def test_answer_of_one_of_them(self):
        """By counterparts alone it would be another conversation."""
        message = self.arrive(
            subject="AW: Offer", Thread_Index=thread_index(self.name, 1)
        )
        self.assertEqual(message.channel_id, self.channel)
        self.assertEqual(message.thread_reason, "thread_index")
        self.assertIn("Outlook", message.get_thread_reason())
        # Without it, and in another thread, the counterparts decide.
        for headers in ({}, {"Thread_Index": thread_index()}):
            apart = self.arrive(subject="AW: Offer", **headers)
            self.assertNotEqual(apart.channel_id, self.channel)

    def test_in_one_batch(self):
        name = uuid.uuid4().bytes
        self.send_mail(
            From="Rita <rita@cliente.example>",
            Message_ID="<one@cliente.example>",
            Thread_Index=thread_index(name),
            Date="Mon, 01 Jun 2026 10:00:00 +0000",
            **_BOTH,
        )
        self.send_mail(
            From="Rita <rita@cliente.example>",
            Message_ID="<two@cliente.example>",
            Thread_Index=thread_index(name, 1),
            Date="Mon, 01 Jun 2026 11:00:00 +0000",
        )
        self.mailbox._sync()
        one, two = (
            self.env["switchboard.message"].search(
                [("message_id_header", "=", f"{which}@cliente.example")]
            )
            for which in ("one", "two")
        )
        self.assertEqual(one.channel_id, two.channel_id)
        self.assertEqual(two.thread_reason, "thread_index")

    def test_references_go_before(self):
        other = self.arrive(From="Joao <joao@cliente.example>", subject="Mine")
        message = self.answer(
            other,
            From="Joao <joao@cliente.example>",
            Thread_Index=thread_index(self.name, 2),
        )
        self.assertEqual(message.channel_id, other.channel_id)
        self.assertEqual(message.thread_reason, "references")

    def test_somebody_else_does_not_join(self):
        """A mail that was forwarded keeps its Thread-Index."""
        message = self.arrive(
            From="Stella <stella@elsewhere.example>",
            subject="WG: Offer",
            Thread_Index=thread_index(self.name, 1),
        )
        self.assertNotEqual(message.channel_id, self.channel)
        self.assertEqual(message.thread_reason, "new")

    def test_our_own_copies(self):
        """Mails that were written in Outlook lie in the Sent folder."""
        sent = {"From": f"Ours <{self.address}>"}
        for to, joins in (
            (self.customer_address, True),
            ("supplier@elsewhere.example", False),  # forwarded to him
        ):
            message = self.arrive(
                to=f"{to}, {self.address}",
                subject="RE: Offer",
                Thread_Index=thread_index(self.name, 1),
                **sent,
            )
            with self.subTest(to=to):
                self.assertEqual(message.direction, "out")
                self.assertEqual(message.channel_id == self.channel, joins)

    def test_goes_where_the_thread_was_moved(self):
        """Split by hand: later answers follow the latest mail of the thread."""
        channel = self.channel.with_user(self.ben)._switchboard_split(
            self.first.with_user(self.ben)
        )
        message = self.arrive(Thread_Index=thread_index(self.name, 3))
        self.assertEqual(message.channel_id, channel)
