"""Each model of a phone × each role × read, write, create, delete: by the ORM.

The tables below are the specification. A role that is not named in a row may not.
"""

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from .phone_common import THEIRS, PhoneCase, PhoneMixin
from .test_rights import (
    MANAGERS,
    NOBODY,
    OPERATORS,
    OWNER,
    READERS,
    SENDERS,
    RightsMixin,
)

OPERATIONS = ("read", "write", "create", "delete")
# model: who may read, write, create and delete
SHARED = {
    "switchboard.line": (READERS | MANAGERS, MANAGERS, OPERATORS, MANAGERS),
    "switchboard.phone": (READERS | MANAGERS, MANAGERS, OPERATORS, MANAGERS),
    "switchboard.opt.out": (READERS | MANAGERS, NOBODY, NOBODY, NOBODY),
    "switchboard.webhook": (MANAGERS, NOBODY, NOBODY, NOBODY),
    "switchboard.message": (READERS, NOBODY, NOBODY, NOBODY),
    "switchboard.outgoing": (READERS, NOBODY, NOBODY, NOBODY),
    "discuss.channel": (READERS, NOBODY, NOBODY, NOBODY),
    "mail.message": (READERS, NOBODY, NOBODY, NOBODY),
}
PERSONAL = {
    "switchboard.line": (OWNER, OWNER, OPERATORS, OWNER),
    "switchboard.phone": (OWNER, OWNER, OPERATORS, OWNER),
    "switchboard.opt.out": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.webhook": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.message": (OWNER, NOBODY, NOBODY, NOBODY),
    "switchboard.outgoing": (OWNER, NOBODY, NOBODY, NOBODY),
    "discuss.channel": (OWNER, NOBODY, NOBODY, NOBODY),
    "mail.message": (OWNER, NOBODY, NOBODY, NOBODY),
}
# A field of each model to read and to write.
FIELD = {
    "switchboard.line": ("name", "Other"),
    "switchboard.phone": ("public_url", "https://other.example"),
    "switchboard.opt.out": ("word", "Other"),
    "switchboard.webhook": ("state", "done"),
    "switchboard.message": ("snippet", "Other"),
    "switchboard.outgoing": ("state", "sent"),
    "discuss.channel": ("name", "Other"),
    "mail.message": ("body", "Other"),
}


class _Undo(Exception):
    """Ends a savepoint that is to be rolled back."""


class PhoneRightsMixin(RightsMixin, PhoneMixin):
    def make_records(self):
        """One record of each model, of a phone with one conversation."""
        self.receive("Hello")
        outgoing = self.post("Yes", user=self.manager)
        self.receive("STOP", sender="+351912345678")
        channel = self.talk()
        index = self.env["switchboard.message"].search(
            [("channel_id", "=", channel.id), ("direction", "=", "in")]
        )
        return {
            "switchboard.line": self.line,
            "switchboard.phone": self.phone,
            "switchboard.opt.out": self.line.opt_out_ids,
            "switchboard.webhook": self.phone.webhook_ids[:1],
            "switchboard.message": index,
            "switchboard.outgoing": outgoing,
            "discuss.channel": channel,
            "mail.message": index.mail_message_id,
        }

    def create_values(self, model, records):
        line, channel = records["switchboard.line"].id, records["discuss.channel"].id
        return {
            "switchboard.line": {"name": "New", "kind": "sms"},
            "switchboard.phone": {"number": "+49301230000", "account_sid": "AC1"},
            "switchboard.opt.out": {"line_id": line, "number": THEIRS},
            "switchboard.webhook": {
                "phone_id": self.phone.id,
                "kind": "message",
                "key": "SM1",
            },
            "switchboard.message": {"line_id": line, "key": "SM1", "direction": "in"},
            "switchboard.outgoing": {"line_id": line, "recipients": THEIRS},
            "discuss.channel": {
                "name": "New",
                "channel_type": "sms",
                "switchboard_line_id": line,
            },
            "mail.message": {
                "model": "discuss.channel",
                "res_id": channel,
                "body": "Hi",
                "message_type": "sms",
            },
        }[model]


@tagged("post_install", "-at_install")
class TestPhoneRights(PhoneRightsMixin, PhoneCase):
    def setUp(self):
        super().setUp()
        self._set_up_roles()

    def allowed(self, work):
        """Try, undo, and tell whether the rights let it through."""
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
        except UserError as error:
            # Conversations stay: that is no question of rights.
            return "conversations" in str(error)
        finally:
            self.env.invalidate_all(flush=False)

    def attempt(self, operation, model, records, user):
        record = records[model].with_user(user)
        name, value = FIELD[model]
        values = self.create_values(model, records)
        works = {
            "read": lambda: record.read([name]),
            "write": lambda: record.write({name: value}),
            "create": lambda: self.env[model].with_user(user).create(values),
            "delete": record.unlink,
        }
        return self.allowed(works[operation])

    def check(self, table, records):
        for model, expected in table.items():
            for operation, roles in zip(OPERATIONS, expected, strict=True):
                may = {
                    role
                    for role, user in self.roles.items()
                    if self.attempt(operation, model, records, user)
                }
                with self.subTest(model=model, operation=operation):
                    self.assertEqual(may, roles)

    def test_shared(self):
        self.check(SHARED, self.make_records())

    def test_personal(self):
        records = self.make_records()
        self.line.grant_ids.unlink()
        self.line.write({"team_id": False, "access": "personal"})
        self.check(PERSONAL, records)

    def test_posting(self):
        self.receive("Hello")
        channel = self.talk()
        may = {
            role
            for role, user in self.roles.items()
            if self.allowed(
                lambda user=user: channel.with_user(user).message_post(body="Hi")
            )
        }
        self.assertEqual(may, SENDERS)

    def test_managing(self):
        """Connecting, giving back, trying again what failed: who manages the line."""
        self.receive("Hello")
        for name in ("action_connect", "action_disconnect", "action_delete"):
            may = {
                role
                for role, user in self.roles.items()
                if self.allowed(
                    lambda user=user, name=name: getattr(
                        self.phone.with_user(user), name
                    )()
                )
            }
            with self.subTest(name):
                self.assertEqual(may, MANAGERS)
        row = self.phone.webhook_ids
        may = {
            role
            for role, user in self.roles.items()
            if self.allowed(lambda user=user: row.with_user(user).action_retry())
        }
        self.assertEqual(may, MANAGERS)

    def test_a_withdrawn_grant(self):
        self.receive("Hello")
        channel = self.talk().with_user(self.ben)
        self.assertTrue(self.shown(channel, self.ben))
        self.line.grant_ids.filtered(lambda g: g.user_id == self.ben).unlink()
        self.assertFalse(channel.search([("id", "=", channel.id)]))
        self.assertFalse(self.allowed(lambda: self.shown(channel, self.ben)))
        self.assertFalse(self.allowed(lambda: channel.message_post(body="Hi")))
        self.assertFalse(self.allowed(channel.get_switchboard_other))

    def test_who_is_told(self):
        """The levels tell who is notified of an answer, as for mailboxes."""
        self.receive("Hello")
        self.post("Mine", user=self.manager)
        channel = self.talk()
        for user, told in ((self.ben, False), (self.sara, True), (self.carla, True)):
            with self.subTest(user=user.login):
                seen = channel.with_user(user)
                self.assertEqual(seen._switchboard_notifies(user), told)
        self.post("Also mine", user=self.ben)
        self.assertTrue(channel.with_user(self.ben)._switchboard_notifies(self.ben))
