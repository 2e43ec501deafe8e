"""Each model × each role × read, write, create, delete, post: by the ORM.

The tables below are the specification. A role that is not named in a row may not.
"""

from markupsafe import Markup

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from .common import SwitchboardCase
from .common_rights import RightsMixin

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
    "switchboard.posted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.runtime": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.wanted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.linked.record": (NOBODY, NOBODY, NOBODY, NOBODY),
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
    "switchboard.posted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.line.runtime": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.wanted": (NOBODY, NOBODY, NOBODY, NOBODY),
    "switchboard.linked.record": (NOBODY, NOBODY, NOBODY, NOBODY),
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
    "switchboard.posted": ("key", "other"),
    "switchboard.line.runtime": ("done", 7),
    "switchboard.wanted": ("served", True),
    "switchboard.linked.record": ("res_id", 7),
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
