"""The CRM's models × roles × read, write, create, delete: a role not named may not."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SwitchboardCase

OPERATOR = "base.group_user,mail_switchboard.group_operator"
ROLES = {
    "owner": "base.group_user,mail_switchboard.group_manager",
    "operator": OPERATOR,
    "administrator": f"{OPERATOR},mail_switchboard.group_administrator",
    "employee": "base.group_user",
    "contacts": f"{OPERATOR},base.group_partner_manager",
    "portal": "base.group_portal",
}
INTERNAL = set(ROLES) - {"portal"}
LINES = INTERNAL - {"employee"}
OWNER, ADMIN, MANAGES = {"owner"}, {"administrator"}, {"owner", "administrator"}
OPERATIONS = ("read", "write", "create", "unlink")

# model: (read, write, create, delete) of one record
TABLE = {
    "switchboard.shared.message": (INTERNAL, set(), set(), set()),
    "switchboard.access.request": (MANAGES | {"employee"}, set(), set(), set()),
    "switchboard.sharing": (MANAGES, set(), set(), set()),
    "switchboard.partner.address": (INTERNAL, *[{"contacts"}] * 3),
    "switchboard.forgotten.address": (ADMIN, set(), set(), ADMIN),
    # Of the owner: his own; the row of the company is the administrator's.
    "switchboard.blocked": (OWNER, OWNER, LINES, OWNER),
    "switchboard.log": (MANAGES, set(), set(), set()),
}


@tagged("post_install", "-at_install")
class TestCrmRights(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.users = {
            role: self.manager
            if role == "owner"
            else new_test_user(self.env, f"crm_{role}", groups=groups)
            for role, groups in ROLES.items()
        }
        self.maria = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )
        self.send_mail()
        self.mailbox._sync()
        self.message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)]
        )

    def records(self):
        """One record of each model of the table."""
        create = {
            "switchboard.sharing": {
                "channel_id": self.conversation().id,
                "level": "metadata",
            },
            "switchboard.partner.address": {
                "partner_id": self.maria.id,
                "email": "private@cliente.example",
            },
            "switchboard.forgotten.address": {"digest": "1" * 64},
            "switchboard.blocked": {
                "pattern": "x@y.example",
                "user_id": self.manager.id,
            },
        }
        found = {model: self.env[model].create(create[model]) for model in create}
        Shared = self.env["switchboard.shared.message"]
        found[Shared._name] = Shared.browse(self.message.id)
        asking = self.users["employee"]
        request = self.env["switchboard.access.request"].with_user(asking)
        asked = request._ask(found[Shared._name].with_user(asking), "Why not")
        found[asked._name] = asked.sudo()
        found["switchboard.log"] = self.line.log_ids[:1]
        return found

    def may(self, record, operation, user):
        """Try it, and undo it."""
        model = record.with_user(user).sudo(False)
        try:
            with self.env.cr.savepoint() as savepoint:
                if operation == "read":
                    model.read(["id"])
                    model.check_access("read")
                elif operation == "create":
                    model.browse().check_access("create")
                else:
                    model.check_access(operation)
                savepoint.rollback()
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def test_table(self):
        records = self.records()
        self.env.flush_all()
        for model, rows in TABLE.items():
            for operation, allowed in zip(OPERATIONS, rows, strict=True):
                for role, user in self.users.items():
                    with self.subTest(model=model, operation=operation, role=role):
                        may = self.may(records[model], operation, user)
                        self.assertEqual(may, role in allowed)

    def test_what_stands_in_a_dialog_is_its_users(self):
        """Drafts and reasons: Odoo itself keeps no rows of dialogs apart."""
        draft = self.env["switchboard.write.first"].with_user(self.manager)
        draft = draft.create({"line_id": self.line.id, "body": "<p>Secret</p>"})
        self.assertIn("Secret", draft.body)
        for role in ("operator", "administrator"):
            other = draft.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertFalse(other.search([("id", "=", draft.id)]))
                for work in (
                    lambda row=other: row.read(["body"]),
                    lambda row=other: row.write({"body": "Other"}),
                    other.action_send,
                ):
                    self.assertRaises(AccessError, work)
        for name, model in self.env.registry.items():
            if model._transient and name.startswith("switchboard."):
                rules = self.env["ir.rule"].with_user(self.manager)
                with self.subTest(name):
                    self.assertIn("create_uid", str(rules._compute_domain(name)))

    def test_nobody_decides_about_his_own_request(self):
        request = self.records()["switchboard.access.request"]
        asking = request.with_user(self.users["employee"])
        for method in (
            "action_grant_week",
            "action_grant_for_good",
            "action_decline",
            "action_widen",
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(asking, method)()
        self.assertEqual(request.state, "asked")
