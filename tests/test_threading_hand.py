"""How people change where mails stand: split, merge, move."""

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_threading import ThreadingMixin
from .test_rights import SENDERS, RightsMixin


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
