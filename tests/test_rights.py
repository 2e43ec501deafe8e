"""Each model × each role × read, write, create, delete, post: by the ORM.

The tables below are the specification. A role that is not named in a row may not.
"""

import uuid

from markupsafe import Markup

from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import SwitchboardCase

OPERATOR = "base.group_user,mail_switchboard.group_operator"
MANAGER = "base.group_user,mail_switchboard.group_manager"

# Who reads the conversations of the shared line, who sends, who changes the line.
READERS = {"owner", "send_own", "send_all", "receive_all", "team"}
SENDERS = {"owner", "send_own", "send_all", "team"}
MANAGERS = {"owner", "administrator"}
OPERATORS = READERS | {"manager", "administrator", "other_company"}
INTERNAL = OPERATORS | {"employee"}
NOBODY = set()

# model: (read, write, create, delete) on the shared line's records
SHARED = {
    "switchboard.line": (READERS | MANAGERS, MANAGERS, OPERATORS, MANAGERS),
    "switchboard.mailbox": (READERS | MANAGERS, MANAGERS, OPERATORS, MANAGERS),
    "switchboard.grant": (MANAGERS | {"send_all"}, MANAGERS, MANAGERS, MANAGERS),
    "switchboard.signature": (
        MANAGERS | {"send_all"},
        MANAGERS | {"send_all"},
        SENDERS | MANAGERS,
        MANAGERS | {"send_all"},
    ),
    "switchboard.folder": (READERS | MANAGERS, MANAGERS, NOBODY, NOBODY),
    "switchboard.skipped": (MANAGERS, NOBODY, NOBODY, NOBODY),
    "switchboard.message": (READERS, NOBODY, NOBODY, NOBODY),
    "switchboard.location": (READERS, NOBODY, NOBODY, NOBODY),
    "switchboard.outgoing": (READERS, NOBODY, NOBODY, NOBODY),
    "switchboard.read": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.runtime": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.wanted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.overview": ({"administrator"}, NOBODY, NOBODY, NOBODY),
    "switchboard.plan": (
        INTERNAL,
        {"administrator"},
        {"administrator"},
        {"administrator"},
    ),
    "discuss.channel": (READERS, NOBODY, NOBODY, NOBODY),
    "mail.message": (READERS, NOBODY, NOBODY, NOBODY),
    "ir.attachment": (READERS, NOBODY, NOBODY, NOBODY),
    "fetchmail.server": ({"administrator"}, NOBODY, {"administrator"}, NOBODY),
    "ir.mail_server": ({"administrator"}, NOBODY, {"administrator"}, NOBODY),
}
# On a personal line of the manager everything is the owner's alone.
OWNER = {"owner"}
PERSONAL = {
    "switchboard.line": (OWNER, OWNER, OPERATORS, OWNER),
    "switchboard.mailbox": (OWNER, OWNER, OPERATORS, OWNER),
    "switchboard.grant": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.signature": (OWNER, OWNER, OWNER, OWNER),
    "switchboard.folder": (OWNER, OWNER, NOBODY, NOBODY),
    "switchboard.skipped": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.message": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.location": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.outgoing": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.read": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.runtime": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.wanted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.overview": ({"administrator"}, NOBODY, NOBODY, NOBODY),
    "discuss.channel": (OWNER, NOBODY, NOBODY, NOBODY),
    "mail.message": (OWNER, NOBODY, NOBODY, NOBODY),
    "ir.attachment": (OWNER, NOBODY, NOBODY, NOBODY),
    "fetchmail.server": (NOBODY, NOBODY, {"administrator"}, NOBODY),
    "ir.mail_server": (NOBODY, NOBODY, {"administrator"}, NOBODY),
}
OPERATIONS = ("read", "write", "create", "delete")

# A field of each model to read and to write.
FIELD = {
    "switchboard.line": ("name", "Other"),
    "switchboard.mailbox": ("sender_name", "Other"),
    "switchboard.grant": ("level", "receive_all"),
    "switchboard.signature": ("body", "<p>Other</p>"),
    "switchboard.folder": ("selected", True),
    "switchboard.skipped": ("folder_id", False),
    "switchboard.message": ("subject", "Other"),
    "switchboard.location": ("flags", "Other"),
    "switchboard.outgoing": ("state", "stopped"),
    "switchboard.read": ("index_id", 7),
    "switchboard.line.runtime": ("done", 7),
    "switchboard.wanted": ("served", True),
    "switchboard.line.overview": ("state", "failed"),
    "switchboard.plan": ("sync_interval", 7),
    "discuss.channel": ("name", "Other"),
    "mail.message": ("subject", "Other"),
    "ir.attachment": ("name", "Other"),
    "fetchmail.server": ("server", "other.example"),
    "ir.mail_server": ("smtp_host", "other.example"),
}


class _Undo(Exception):
    """Ends a savepoint that is to be rolled back."""


class RightsMixin:
    """A user for each role, and one record of each model on one line."""

    def _set_up_roles(self):
        self.team = self.env["crm.team"].create({"name": "Europe"})
        self.other_company = self.env["res.company"].create({"name": "Others Ltd"})
        member = self._user("team", OPERATOR)
        self.env["crm.team.member"].create(
            {"crm_team_id": self.team.id, "user_id": member.id}
        )
        self.line.team_id = self.team
        elsewhere = self._user(
            "other", OPERATOR, self.other_company, self.other_company
        )
        self.roles = {
            "owner": self.manager,
            "send_own": self.ben,
            "send_all": self.sara,
            "receive_all": self.carla,
            "team": member,
            "manager": self._user("manager2", MANAGER),
            "employee": self._user("employee", "base.group_user"),
            "administrator": self.admin,
            "other_company": elsewhere,
            "portal": self._user("portal", "base.group_portal"),
            "public": self.env.ref("base.public_user"),
        }

    def _user(self, name, groups, company=None, companies=None):
        values = {}
        if company:
            values = {"company_id": company.id, "company_ids": [(6, 0, companies.ids)]}
        login = f"sb_{name}_{uuid.uuid4().hex[:6]}"
        return new_test_user(self.env, login, groups=groups, **values)

    def _records(self, mailbox):
        """One record of each model that belongs to this mailbox."""
        line = mailbox.line_id
        self.send_mail(
            to=mailbox.email, attachment=("plan.pdf", b"%PDF-1", "application", "pdf")
        )
        mailbox._sync()
        index = self.env["switchboard.message"].search([("line_id", "=", line.id)])
        channel = index.channel_id
        [received] = self.shown(channel)
        post = channel.with_user(self.manager).message_post(body=Markup("<p>Yes</p>"))
        inbox = mailbox.folder_ids.filtered(lambda folder: folder.role == "inbox")
        return {
            "switchboard.line": line,
            "switchboard.mailbox": mailbox,
            "switchboard.grant": line.grant_ids.filtered(
                lambda grant: grant.user_id == self.sara
            ),
            "switchboard.signature": self.env["switchboard.signature"].create(
                {
                    "line_id": line.id,
                    "user_id": (self.sara if line.grant_ids else self.manager).id,
                    "body": "<p>Sara</p>",
                }
            ),
            "switchboard.folder": inbox,
            "switchboard.skipped": self.env["switchboard.skipped"].create(
                {
                    "mailbox_id": mailbox.id,
                    "folder_id": inbox.id,
                    "uidvalidity": 1,
                    "uid": 99,
                    "reason": "list",
                }
            ),
            "switchboard.message": index,
            "switchboard.location": index.location_ids,
            "switchboard.outgoing": post.sudo().switchboard_message_ids.outgoing_ids,
            "switchboard.read": self.env["switchboard.read"].search(
                [("channel_id", "=", channel.id)], limit=1
            ),
            "switchboard.line.runtime": line.runtime_ids,
            "switchboard.wanted": self.env["switchboard.wanted"].create(
                {"channel_id": channel.id, "line_id": line.id}
            ),
            "switchboard.line.overview": self.env["switchboard.line.overview"].browse(
                line.id
            ),
            "switchboard.plan": self.env.ref("mail_switchboard.plan_free"),
            "discuss.channel": channel,
            "mail.message": received,
            "ir.attachment": received.attachment_ids,
            "fetchmail.server": mailbox.fetchmail_server_id,
            "ir.mail_server": mailbox.mail_server_id,
        }

    def _create_values(self, model, records, user):
        """What a user of bad will, or a good one, would create."""
        name = uuid.uuid4().hex[:8]
        line, channel = records["switchboard.line"].id, records["discuss.channel"].id
        mailbox = records["switchboard.mailbox"].id
        newcomer = self.nobody.id
        return {
            "switchboard.line": {"name": name, "kind": "email"},
            "switchboard.mailbox": {"email": f"{name}@ours.example"},
            "switchboard.grant": {"line_id": line, "user_id": newcomer},
            "switchboard.signature": {"line_id": line, "user_id": user.id},
            "switchboard.folder": {"mailbox_id": mailbox, "path": name},
            "switchboard.skipped": {
                "mailbox_id": mailbox,
                "folder_id": records["switchboard.folder"].id,
                "uidvalidity": 1,
                "uid": 7,
                "reason": "list",
            },
            "switchboard.message": {"line_id": line, "key": name},
            "switchboard.location": {"message_id": records["switchboard.message"].id},
            "switchboard.outgoing": {"line_id": line, "user_id": user.id},
            "switchboard.read": {"channel_id": channel, "user_id": user.id},
            "switchboard.line.runtime": {"line_id": line},
            "switchboard.wanted": {"line_id": line, "channel_id": channel},
            "switchboard.line.overview": {"owner_id": user.id},
            "switchboard.plan": {"name": name},
            "discuss.channel": {
                "name": name,
                "channel_type": "email",
                "switchboard_line_id": line,
            },
            "mail.message": {
                "model": "discuss.channel",
                "res_id": channel,
                "body": name,
                "message_type": "email",
            },
            "ir.attachment": {
                "name": name,
                "raw": b"x",
                "res_model": "discuss.channel",
                "res_id": channel,
            },
            "fetchmail.server": {"name": name},
            "ir.mail_server": {"name": name, "smtp_host": "other.example"},
        }[model]


@tagged("post_install", "-at_install")
class TestRights(RightsMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self._set_up_roles()

    def _allowed(self, work):
        """Try, undo, and tell whether it was let through."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                work()
                self.env.flush_all()
                raise _Undo
        except _Undo:
            return True
        except (AccessError, MissingError):
            return False
        finally:
            self.env.invalidate_all(flush=False)

    def _try(self, operation, model, records, user):
        record = records[model].with_user(user)
        name, value = FIELD[model]
        if operation == "read":
            found = self._allowed(lambda: self.assertTrue(record.read([name])))
            if found or record.has_access("read"):
                self.assertIn(record, record.search([("id", "in", record.ids)]))
            else:
                denied = self._allowed(
                    lambda: self.assertFalse(record.search([("id", "in", record.ids)]))
                )
                self.assertIn(denied, (True, False))
            return found
        if operation == "write":
            return self._allowed(lambda: record.write({name: value}))
        if operation == "delete":
            return self._allowed(record.unlink)
        values = self._create_values(model, records, user)

        def create():
            if model == "switchboard.signature":
                self.env[model].search([("user_id", "=", user.id)]).unlink()
            self.env[model].with_user(user).create(values)

        return self._allowed(create)

    def _check_table(self, table, records):
        for model, expected in table.items():
            if not records[model]:
                self.assertEqual(expected, (NOBODY,) * 4, model)
                continue
            for operation, roles in zip(OPERATIONS, expected, strict=True):
                may = {
                    role
                    for role, user in self.roles.items()
                    if self._try(operation, model, records, user)
                }
                with self.subTest(model=model, operation=operation):
                    self.assertEqual(may, roles)

    def test_shared_line(self):
        self._check_table(SHARED, self._records(self.mailbox))

    def test_personal_line(self):
        self._check_table(PERSONAL, self._records(self._personal()))

    def _personal(self):
        name = uuid.uuid4().hex[:8]
        mailbox = self.make_mailbox(f"anna{name}@ours.example", access="personal")
        mailbox.action_connect()
        mailbox._sync()
        return mailbox

    def test_posting(self):
        for mailbox, senders in ((self.mailbox, SENDERS), (self._personal(), OWNER)):
            channel = self._records(mailbox)["discuss.channel"]
            may = {
                role
                for role, user in self.roles.items()
                if self._allowed(
                    lambda user=user, channel=channel: channel.with_user(
                        user
                    ).message_post(body=Markup("<p>Hi</p>"))
                )
            }
            self.assertEqual(may, senders)

    def test_writing_first(self):
        def start(user, line):
            Channel = self.env["discuss.channel"].with_user(user)
            Channel._switchboard_write_first(
                line.with_user(user), ["new@cliente.example"], body=Markup("<p>Hi</p>")
            )

        for line, senders in (
            (self.line, SENDERS),
            (self._personal().line_id, OWNER),
        ):
            may = {
                role
                for role, user in self.roles.items()
                if self._allowed(lambda user=user, line=line: start(user, line))
            }
            self.assertEqual(may, senders)

    def test_stopping(self):
        outgoing = self._records(self.mailbox)["switchboard.outgoing"]
        may = {
            role
            for role, user in self.roles.items()
            if self._allowed(outgoing.with_user(user).action_stop)
        }
        self.assertEqual(may, SENDERS)

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
