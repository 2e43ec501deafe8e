"""Grants, levels, teams and companies: who may what on a line, one by one."""

from markupsafe import Markup

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_rights import RightsMixin
from .test_rights import READERS


@tagged("post_install", "-at_install")
class TestRightsLevels(RightsMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self._set_up_roles()

    def test_rows_are_not_moved_to_another_line(self):
        """What a user owns cannot be turned into a right on another's line."""
        mine = self.make_mailbox("mine@ours.example", access="shared")
        ben = self.ben
        ben.group_ids += self.env.ref("mail_switchboard.group_manager")
        line = mine.line_id
        line.owner_id = ben
        grant = self.env["switchboard.grant"].create(
            {"line_id": line.id, "user_id": self.nobody.id}
        )
        signature = self.env["switchboard.signature"].create({"line_id": line.id})
        victim = self.mailbox
        stock = self.env["ir.mail_server"].create(
            {"name": "Company", "smtp_host": "smtp.ours.example"}
        )
        for record, vals in (
            (grant, {"line_id": victim.line_id.id}),
            (signature, {"line_id": victim.line_id.id}),
            (mine, {"line_id": victim.line_id.id}),
            (mine, {"mail_server_id": stock.id}),
            (mine, {"fetchmail_server_id": victim.fetchmail_server_id.id}),
            (mine, {"state": "connected"}),
            (line, {"state": "connected"}),
            (line, {"mailbox_ids": [(4, victim.id)]}),
            (line, {"grant_ids": [(4, victim.grant_ids[0].id)]}),
            (mine.folder_ids, {"mailbox_id": victim.id}),
        ):
            with self.subTest(record=record, vals=vals), self.assertRaises(AccessError):
                record.with_user(ben).write(vals)

    def test_levels_tell_who_is_notified(self):
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        told = {
            role for role in READERS if channel._switchboard_notifies(self.roles[role])
        }
        self.assertEqual(told, {"owner", "send_all", "receive_all", "team"})
        channel.with_user(self.ben).message_post(body=Markup("<p>Mine</p>"))
        self.assertTrue(channel._switchboard_notifies(self.ben))

    def test_team_level(self):
        member, line = self.roles["team"], self.line
        for level, sends, all_told in (
            ("send_all", True, True),
            ("send_own", True, False),
            ("receive_all", False, True),
        ):
            line.team_level = level
            seen = line.with_user(member)
            self.assertEqual(
                (seen.can_read, seen.can_send, seen.notified_about_all),
                (True, sends, all_told),
                level,
            )
        self.team.crm_team_member_ids.active = False
        self.assertFalse(line.with_user(member).can_read)

    def test_own_row_beats_the_team(self):
        member, line = self.roles["team"], self.line
        self.env["switchboard.grant"].create(
            {"line_id": line.id, "user_id": member.id, "level": "receive_all"}
        )
        self.assertFalse(line.with_user(member).can_send)

    def test_other_company(self):
        """A grant in a company one does not work in is refused, or without effect."""
        elsewhere = self.roles["other_company"]
        with (
            self.assertRaisesRegex(ValidationError, "does not work in"),
            self.env.cr.savepoint(),
        ):
            self.env["switchboard.grant"].create(
                {"line_id": self.line.id, "user_id": elsewhere.id}
            )
        own = self.env.company
        elsewhere.company_ids += own
        self.env["switchboard.grant"].create(
            {"line_id": self.line.id, "user_id": elsewhere.id}
        )
        self.assertTrue(self.line.with_user(elsewhere).can_read)
        elsewhere.company_ids -= own
        self.assertFalse(self.line.with_user(elsewhere).can_read)
        # An administrator of the other company only manages nothing here.
        self.admin.write(
            {
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        self.assertFalse(self.line.with_user(self.admin).can_manage)

    def test_administrators_see_owner_state_and_quota_of_personal_lines(self):
        line = self._personal().line_id
        row = (
            self.env["switchboard.line.overview"].with_user(self.admin).browse(line.id)
        )
        self.assertEqual(row.owner_id, self.manager)
        self.assertEqual(row.state, line.state)
        self.assertEqual(row.quota, "2, no limit")
        self.assertFalse(row.name)
        self.assertNotIn("address", row._fields)
        with self.assertRaises(AccessError):
            row.action_open_line()
        shared = row.browse(self.line.id)
        self.assertEqual(shared.name, "Sales")
        self.assertEqual(shared.action_open_line()["res_model"], "switchboard.mailbox")
