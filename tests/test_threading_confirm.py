"""A stranger who quotes a known message waits for a decision."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_threading import ThreadingMixin

_STRANGER = "Stella Strange <stella@elsewhere.example>"


@tagged("post_install", "-at_install")
class TestToConfirm(ThreadingMixin, SwitchboardCase):
    """A stranger who quotes a known message waits for a decision."""

    def setUp(self):
        super().setUp()
        self.first = self.arrive(subject="Offer")
        self.channel = self.first.channel_id
        self.strange = self.answer(self.first, From=_STRANGER)

    def test_lands_apart(self):
        self.assertNotEqual(self.strange.channel_id, self.channel)
        self.assertEqual(self.strange.thread_reason, "stranger")
        self.assertEqual(self.strange.quoted_channel_id, self.channel)
        values = self.strange.mail_message_id._switchboard_values()
        self.assertEqual(
            values["confirm"], {"id": self.channel.id, "name": self.channel.name}
        )
        self.assertFalse(self.first.mail_message_id._switchboard_values()["confirm"])

    def test_in_one_batch_with_what_it_quotes(self):
        first = self.send_mail(From="Rita <rita@cliente.example>", subject="New")
        self.send_mail(From=_STRANGER, In_Reply_To=first, Message_ID="<s2@elsewhere>")
        self.mailbox._sync()
        message = self.env["switchboard.message"].search(
            [("message_id_header", "=", "s2@elsewhere")]
        )
        self.assertEqual(
            message.quoted_channel_id, self.conversation("rita@cliente.example")
        )

    def test_join(self):
        apart = self.strange.channel_id
        self.strange.with_user(self.ben).action_join_quoted()
        self.assertEqual(self.strange.channel_id, self.channel)
        self.assertFalse(apart.active, "nothing is left in it")
        people = [p["email"] for p in self.channel.switchboard_counterparts]
        self.assertIn("stella@elsewhere.example", people)
        self.assertIn(self.strange.mail_message_id, self.shown(self.channel))
        # Remembered: the next one joins by itself, with references or without.
        later = self.answer(self.first, From=_STRANGER)
        self.assertEqual(later.channel_id, self.channel)
        bare = self.arrive(From=_STRANGER, subject="Something else")
        self.assertEqual(bare.channel_id, self.channel)

    def test_stay_apart(self):
        apart = self.strange.channel_id
        self.strange.with_user(self.ben).action_stay_apart()
        self.assertEqual(self.strange.channel_id, apart)
        self.assertFalse(self.strange.mail_message_id._switchboard_values()["confirm"])
        later = self.answer(self.strange, From=_STRANGER)
        self.assertEqual(later.channel_id, apart)

    def test_readers_do_not_decide(self):
        for user in (self.carla, self.nobody):
            for method in ("action_join_quoted", "action_stay_apart"):
                with self.assertRaises(AccessError):
                    getattr(self.strange.with_user(user), method)()
