"""Where mails go, and why."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_threading import ThreadingMixin


@tagged("post_install", "-at_install")
class TestShapes(ThreadingMixin, SwitchboardCase):
    """The shapes that mail programs give to answers."""

    def setUp(self):
        super().setUp()
        self.first = self.arrive(subject="Offer")
        self.channel = self.first.channel_id

    def test_shapes_of_answers(self):
        header = f"<{self.first.message_id_header}>"
        for shape, headers, reason in (
            ("both", {"In_Reply_To": header, "References": header}, "references"),
            ("In-Reply-To alone", {"In_Reply_To": header}, "references"),
            ("References alone", {"References": header}, "references"),
            (
                "the parent is missing, the one before it is here",
                {
                    "In_Reply_To": "<gone@x.example>",
                    "References": f"{header} <gone@x.example>",
                },
                "references",
            ),
            (
                "text around the id",
                {"In_Reply_To": f"Your mail {header}"},
                "references",
            ),
            ("missing references", {}, "counterparts"),
            ("subject only", {"subject": "Re: Offer"}, "counterparts"),
            (
                "Outlook without references",
                {
                    "subject": "AW: Offer",
                    "Thread_Topic": "Offer",
                    "Thread_Index": "AdpQ1l6wYcVm0d3vTqCkYh3oF0XZNgABIFwA",
                },
                "counterparts",
            ),
            (
                "references to unknown mails",
                {"References": "<a@x.example> <b@x.example>"},
                "counterparts",
            ),
        ):
            with self.subTest(shape=shape):
                message = self.arrive(**headers)
                self.assertEqual(message.channel_id, self.channel)
                self.assertEqual(message.thread_reason, reason)

    def test_forwarded_to_us_by_somebody_else(self):
        """A forwarded mail begins a conversation with who forwarded it."""
        message = self.arrive(
            From="Joao <joao@cliente.example>",
            subject="Fwd: Offer",
            body="---------- Forwarded message ---------\nFrom: Maria\n\nHello",
        )
        self.assertNotEqual(message.channel_id, self.channel)
        self.assertEqual(message.thread_reason, "new")
        self.assertFalse(message.quoted_channel_id)

    def test_colleague_of_the_customer_on_cc_takes_part(self):
        self.answer(self.first, Cc="Joao <joao@cliente.example>")
        message = self.arrive(
            From="Joao <joao@cliente.example>",
            References=f"<{self.first.message_id_header}>",
        )
        self.assertEqual(message.channel_id, self.channel)

    def test_answers_before_their_parent(self):
        """A back-fill goes from new to old."""
        early = self.arrive(
            From="Rita <rita@cliente.example>",
            subject="Re: Later",
            In_Reply_To="<parent@cliente.example>",
        )
        parent = self.arrive(
            From="Rita <rita@cliente.example>",
            subject="Later",
            Message_ID="<parent@cliente.example>",
        )
        self.assertEqual(early.channel_id, parent.channel_id)

    def test_mailing_list(self):
        """Whoever writes to a list takes part in what is written there."""
        members = "Team <team@list.example>"
        listed = {"to": f"{self.address}, {members}", "List_Id": "<team.list.example>"}
        first = self.arrive(From="A <a@list.example>", subject="Plan", **listed)
        self.assertEqual(first.kind, "list")
        second = self.answer(first, From="B <b@other.example>", **listed)
        self.assertEqual(second.channel_id, first.channel_id)
        self.assertEqual(second.thread_reason, "references")
        # A header alone lets nobody into a conversation that is no list's.
        third = self.answer(self.first, From="B <b@other.example>", **listed)
        self.assertNotEqual(third.channel_id, self.channel)
        self.assertEqual(third.thread_reason, "stranger")

    def test_reasons_are_said(self):
        message = self.answer(self.first, subject="Re: Offer")
        reason = message.with_user(self.carla).get_thread_reason()
        self.assertIn("Joined because it answers “Offer” of", reason)
        self.assertIn("Maria Silva", reason)
        self.assertIn(
            "The first message", self.first.with_user(self.ben).get_thread_reason()
        )
        every = [
            reason for reason, _label in self.first._fields["thread_reason"].selection
        ]
        said = set()
        for reason in every:
            self.first.thread_reason = reason
            said.add(self.first.get_thread_reason())
        self.assertEqual(len(said), len(every), "each has a sentence of its own")
        with self.assertRaises(AccessError):
            message.with_user(self.nobody).get_thread_reason()
