"""Where mails go, why, and how people change it."""

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SwitchboardCase
from .test_rights import SENDERS, RightsMixin

_STRANGER = "Stella Strange <stella@elsewhere.example>"


class ThreadingMixin:
    def arrive(self, **headers):
        """Send a mail, sync, and return its row of the index."""
        header = self.send_mail(**headers)
        self.mailbox._sync()
        return self.env["switchboard.message"].search(
            [("message_id_header", "=", header.strip("<>"))]
        )

    def answer(self, parent, **headers):
        header = f"<{parent.message_id_header}>"
        return self.arrive(In_Reply_To=header, References=header, **headers)


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


@tagged("post_install", "-at_install")
class TestByHand(ThreadingMixin, SwitchboardCase):
    """Splitting, merging, moving to a record; later answers follow."""

    def setUp(self):
        super().setUp()
        self.first = self.arrive(
            subject="Offer", Date="Mon, 01 Jun 2026 10:00:00 +0000"
        )
        self.second = self.answer(
            self.first, subject="Roof", Date="Mon, 01 Jun 2026 11:00:00 +0000"
        )
        self.third = self.answer(
            self.second, subject="Roof", Date="Mon, 01 Jun 2026 12:00:00 +0000"
        )
        self.channel = self.first.channel_id
        self.assertEqual(self.third.channel_id, self.channel)

    def _wizard(self, message=None, user=None, channel=None, **values):
        Wizard = self.env["switchboard.move.messages"].with_user(user or self.ben)
        return Wizard.create(
            {
                "channel_id": (channel or self.channel).id,
                "message_id": message and message.id,
                **values,
            }
        )

    def test_split_from_here(self):
        action = self._wizard(self.second, scope="after", target="new").action_move()
        channel = self.second.channel_id
        self.assertNotEqual(channel, self.channel)
        self.assertEqual(action["params"]["active_id"], f"discuss.channel_{channel.id}")
        self.assertEqual(self.third.channel_id, channel)
        self.assertEqual(self.first.channel_id, self.channel)
        self.assertEqual(self.channel.switchboard_subject, "Offer")
        self.assertEqual(channel.switchboard_subject, "Roof")
        self.assertEqual(self.shown(self.channel), self.first.mail_message_id)
        self.assertEqual(
            self.shown(channel), (self.third | self.second).mail_message_id
        )
        self.assertEqual(
            channel.switchboard_counterparts[0]["email"], self.customer_address
        )
        for parent, expected in ((self.third, channel), (self.first, self.channel)):
            self.assertEqual(self.answer(parent).channel_id, expected)

    def test_one_message_to_another_conversation(self):
        other = self.arrive(From="Rita <rita@cliente.example>").channel_id
        self._wizard(
            self.second, scope="one", target="existing", target_channel_id=other.id
        ).action_move()
        self.assertEqual(self.second.channel_id, other)
        self.assertEqual(self.third.channel_id, self.channel)
        self.assertEqual(self.second.thread_reason, "hand")

    def test_merge(self):
        rita = self.arrive(From="Rita <rita@cliente.example>", subject="Mine")
        gone = rita.channel_id
        self._wizard(
            channel=gone,
            scope="all",
            target="existing",
            target_channel_id=self.channel.id,
        ).action_move()
        self.assertEqual(rita.channel_id, self.channel)
        self.assertFalse(gone.active)
        self.assertEqual(gone.switchboard_merged_id, self.channel)
        # Remembered, with references or without.
        later = self.answer(rita, From="Rita <rita@cliente.example>")
        self.assertEqual(later.channel_id, self.channel)
        bare = self.arrive(From="Rita <rita@cliente.example>", subject="Else")
        self.assertEqual(bare.channel_id, self.channel)
        # Writing first to her alone does not write to the others as well.
        found = self.env["discuss.channel"]._switchboard_find(
            self.line, {"rita@cliente.example": "Rita"}
        )
        self.assertFalse(found)

    def test_unread_stays_unread(self):
        rita = self.arrive(From="Rita <rita@cliente.example>")
        ben = self.channel.with_user(self.ben)
        ben._switchboard_mark_read(self.third.id)
        self.assertEqual(ben.switchboard_unread, 0)
        rita.channel_id.with_user(self.ben)._switchboard_merge_into(ben)
        self.channel.invalidate_recordset()
        self.assertEqual(ben.switchboard_unread, 1)
        self.assertEqual(ben.switchboard_unread_from, rita.id)

    def test_move_to_a_record(self):
        lead = self.env["crm.lead"].create({"name": "Roof 12 kW"})
        self.ben.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self._wizard(
            self.second,
            scope="after",
            target="record",
            record_ref=f"crm.lead,{lead.id}",
        ).action_move()
        self.assertFalse(self.second.channel_id)
        copy = self.second.mail_message_id
        self.assertEqual((copy.model, copy.res_id), ("crm.lead", lead.id))
        self.assertEqual(copy.message_id, f"<{self.second.message_id_header}>")
        self.assertIn(copy, lead.message_ids)
        later = self.answer(self.third)
        self.assertEqual((later.res_model, later.res_id), ("crm.lead", lead.id))
        self.assertEqual(self.answer(self.first).channel_id, self.channel)

    def test_not_to_a_record_one_may_not_change(self):
        lead = self.env["crm.lead"].create({"name": "Not his"})
        with self.assertRaises(AccessError):
            self.second.with_user(self.ben)._move_to_record(lead.with_user(self.ben))

    def test_not_to_another_line(self):
        other = self.make_mailbox("other" + self.address)
        channel = self.env["discuss.channel"]._switchboard_create(
            [(other.line_id, {"x@cliente.example": "X"})]
        )
        with self.assertRaises(UserError):
            self.second.with_user(self.manager)._move_to(
                channel.with_user(self.manager)
            )
        with self.assertRaises(AccessError):
            self.second.with_user(self.ben)._move_to(channel.with_user(self.ben))

    def test_not_while_it_is_on_its_way(self):
        self.line.undo_seconds = 60
        post = self.channel.with_user(self.ben).message_post(body=Markup("<p>Yes</p>"))
        row = post.sudo().switchboard_message_ids
        with self.assertRaises(UserError):
            row.with_user(self.ben)._move_to(self.channel)


@tagged("post_install", "-at_install")
class TestMovingRights(RightsMixin, ThreadingMixin, SwitchboardCase):
    def test_who_moves(self):
        self._set_up_roles()
        message = self.arrive(subject="Offer")
        other = self.arrive(From="Rita <rita@cliente.example>").channel_id
        channel = message.channel_id
        for name, move in (
            (
                "split",
                lambda user: channel.with_user(user)._switchboard_split(
                    message.with_user(user)
                ),
            ),
            ("move", lambda user: message.with_user(user)._move_to(other)),
            (
                "merge",
                lambda user: channel.with_user(user)._switchboard_merge_into(other),
            ),
        ):
            may = set()
            for role, user in self.roles.items():
                try:
                    with self.env.cr.savepoint() as savepoint:
                        move(user)
                        may.add(role)
                        savepoint.rollback()
                except AccessError:
                    pass
                self.env.invalidate_all(flush=False)
            with self.subTest(way=name):
                self.assertEqual(may, SENDERS)
