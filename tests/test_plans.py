"""What a plan allows, and team mailboxes."""

import uuid

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestPlans(SwitchboardCase):
    def _plan(self, **values):
        plan = self.env["switchboard.plan"].create({"name": "Tiny", **values})
        self.env.company.switchboard_plan_id = plan
        return plan

    def test_ready_plans(self):
        for name, expected in {
            "free": (1, False, 60),
            "standard": (3, True, 10),
            "professional": (0, True, 5),
        }.items():
            plan = self.env.ref(f"mail_switchboard.plan_{name}")
            found = (plan.max_lines_per_user, plan.allow_shared, plan.sync_interval)
            self.assertEqual(found, expected, name)

    def test_own_and_granted_lines_count(self):
        self._plan(max_lines_per_user=2)
        ben = self.ben
        self.make_mailbox("one@ours.example", user=ben, access="personal")
        with self.assertRaises(ValidationError) as caught:
            self.make_mailbox("two@ours.example", user=ben, access="personal")
        self.assertIn("“Tiny”: 2 lines for each user", str(caught.exception))
        self.assertIn("Ada Admin", str(caught.exception))

    def test_a_grant_counts_for_the_one_who_gets_it(self):
        self._plan(max_lines_per_user=1)
        self.make_mailbox("mine@ours.example", user=self.nobody, access="personal")
        with self.assertRaisesRegex(ValidationError, "Nick Nobody has reached"):
            self.env["switchboard.grant"].create(
                {"line_id": self.line.id, "user_id": self.nobody.id}
            )

    def test_a_disconnected_line_does_not_count_until_it_is_back(self):
        self._plan(max_lines_per_user=1)
        self.mailbox.action_disconnect()
        self.make_mailbox("second@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "has reached the limit"):
            self.mailbox.action_connect()

    def test_no_sharing(self):
        self._plan(allow_shared=False)
        mailbox = self.make_mailbox("own@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "personal lines only"):
            mailbox.access = "shared"

    def test_lowering_disconnects_nothing_and_says_what_is_over(self):
        self.make_mailbox("private@ours.example", user=self.sara, access="personal")
        self._plan(max_lines_per_user=1, allow_shared=False)
        self.assertEqual(self.mailbox.state, "connected")
        self.assertTrue(self.mailbox._sync())
        said = "\n".join(self.env.company._switchboard_over_plan())
        self.assertIn("Sara Lind has 1 lines over the limit of 1", said)
        self.assertIn("“Sales” is shared", said)
        # The name of a personal line is nobody else's business.
        self.assertNotIn("private@", said)

    def test_interval(self):
        self._plan(sync_interval=60)
        self.assertEqual(self.mailbox._sync_interval(), 3600)
        self.mailbox._sync()
        wait = self.line.runtime_ids.next_sync_at - self.line.runtime_ids.last_sync_at
        self.assertAlmostEqual(wait.total_seconds(), 3600, delta=400)

    def test_administrators_edit_plans(self):
        plan = self.env.ref("mail_switchboard.plan_free")
        plan.with_user(self.admin).max_lines_per_user = 2
        with self.assertRaises(AccessError):
            plan.with_user(self.manager).max_lines_per_user = 5


@tagged("post_install", "-at_install")
class TestTeamMailbox(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.team = self.env["crm.team"].create({"name": "Europe"})

    def test_connected_by_leader_or_administrator(self):
        leader = new_test_user(
            self.env,
            f"lead_{uuid.uuid4().hex[:6]}",
            groups="base.group_user,mail_switchboard.group_operator",
        )
        for user, words in (
            (self.manager, "by an administrator or by the team's leader"),
            (self.ben, "by an administrator or by the team's leader"),
        ):
            with (
                self.assertRaisesRegex(AccessError, words),
                self.env.cr.savepoint(),
            ):
                self.make_mailbox("t1@ours.example", user=user, team_id=self.team.id)
        self.team.user_id = leader
        mailbox = self.make_mailbox(
            "t2@ours.example", user=leader, team_id=self.team.id
        )
        with self.assertRaisesRegex(ValidationError, "has a team mailbox already: t2@"):
            self.make_mailbox("t3@ours.example", user=self.admin, team_id=self.team.id)
        mailbox.active = False
        self.make_mailbox("t4@ours.example", user=self.admin, team_id=self.team.id)

    def test_operators_do_not_share(self):
        with (
            self.assertRaisesRegex(AccessError, "Only managers share"),
            self.env.cr.savepoint(),
        ):
            self.make_mailbox("o@ours.example", user=self.ben, access="shared")
        mine = self.make_mailbox("o@ours.example", user=self.ben, access="personal")
        with self.assertRaisesRegex(AccessError, "Only managers share"):
            mine.with_user(self.ben).access = "shared"

    def test_a_personal_line_has_no_members(self):
        mine = self.make_mailbox("p@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "no members and no team"):
            self.env["switchboard.grant"].create(
                {"line_id": mine.line_id.id, "user_id": self.ben.id}
            )
