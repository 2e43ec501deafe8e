"""Each model of a phone × each role × read, write, create, delete: ORM and RPC.

The tables below are the specification. A role that is not named in a row may not.
"""

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException

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


@tagged("post_install", "-at_install")
class TestPhoneQuota(PhoneCase):
    """A phone counts like a mailbox, by the same code."""

    def setUp(self):
        super().setUp()
        self.account.add_number("+49301112223")

    def _plan(self, **values):
        plan = self.env["switchboard.plan"].create({"name": "Tiny", **values})
        self.env.company.switchboard_plan_id = plan

    def another(self, **values):
        return self.make_phone("+49301112223", **values)

    def test_lines_for_each_user(self):
        self._plan(max_lines_per_user=1)
        with self.assertRaises(ValidationError) as caught:
            self.another()
        self.assertIn("has reached the limit", str(caught.exception))
        with self.assertRaises(ValidationError):
            self.another(user=self.ben, access="personal")  # he is granted one

    def test_shared_lines(self):
        self._plan(allow_shared=False)
        with self.assertRaises(ValidationError):
            self.another()
        self.assertTrue(self.another(access="personal"))

    def test_connecting_again_counts(self):
        self.phone.action_disconnect()
        self._plan(max_lines_per_user=1)
        # Neither the owner nor a member may get a second one by way of the first.
        self.line.grant_ids.unlink()
        self.another()
        with self.assertRaises(ValidationError):
            self.phone.with_user(self.manager).action_connect()


@tagged("post_install", "-at_install")
class TestPhoneRpc(PhoneRightsMixin, HttpCase):
    """Whoever may not, may not by RPC either."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_twilio()

    def setUp(self):
        super().setUp()
        self._set_up_phone()
        self.phone.action_connect()
        self._set_up_roles()

    def rpc(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def refused(self, model, method, *args, **kwargs):
        try:
            with self.assertLogs("odoo.http", "WARNING"):
                self.rpc(model, method, *args, **kwargs)
        except JsonRpcException:
            return True
        except AssertionError:
            return False
        return False

    def test_what_is_refused(self):
        records = self.make_records()
        for role in ("send_own", "receive_all", "manager", "employee", "portal"):
            user = self.roles[role]
            self.authenticate(user.login, user.login)
            for model, expected in SHARED.items():
                calls = self._calls(model, records)
                for operation, roles in zip(OPERATIONS, expected, strict=True):
                    if role in roles:
                        continue
                    with self.subTest(role=role, model=model, operation=operation):
                        method, args = calls[operation]
                        self.assertTrue(self.refused(model, method, *args))

    def _calls(self, model, records):
        ids = records[model].ids
        name, value = FIELD[model]
        return {
            "read": ("read", [ids, [name]]),
            "write": ("write", [ids, {name: value}]),
            "create": ("create", [[self.create_values(model, records)]]),
            "delete": ("unlink", [ids]),
        }

    def test_secrets_and_the_engines_own(self):
        """Not even the owner reads a secret or calls the engine by RPC."""
        self.receive("Hello")
        self.authenticate("sb_manager", "sb_manager")
        [row] = self.rpc("switchboard.phone", "read", self.phone.ids, ["auth_token"])
        self.assertFalse(row["auth_token"])
        ids = self.phone.ids
        for method, args in (
            ("read", [ids, ["auth_token_secret"]]),
            ("read", [ids, ["stored_key_secret"]]),
            ("read", [ids, ["webhook_token"]]),
            ("write", [ids, {"webhook_token": "x"}]),
            ("write", [ids, {"state": "connected"}]),
            ("write", [ids, {"number": "+49309999999"}]),
            ("_receive_message", [ids, {}, "2026-01-01"]),
            ("_api_settings", [ids]),
        ):
            with self.subTest(method=method, args=args):
                self.assertTrue(self.refused("switchboard.phone", method, *args))
        for model, method in (
            ("switchboard.webhook", "_store"),
            ("switchboard.webhook", "_work"),
            ("switchboard.opt.out", "_start"),
            ("switchboard.outgoing", "_settle_sms"),
            ("switchboard.outgoing", "_process"),
        ):
            with self.subTest(method=method):
                self.assertTrue(self.refused(model, method, []))

    def test_the_frame_of_an_sms(self):
        """Signature and number are told to who may send, of what he may read."""
        partner = self.env["res.partner"].create({"name": "Maria", "phone": THEIRS})
        self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "body": "<p>Ours</p>"}
        )
        values = {"line_id": self.line.id, "model": partner._name, "res_id": partner.id}
        for user, allowed in ((self.ben, True), (self.carla, False)):
            self.authenticate(user.login, user.login)
            frame = self.make_jsonrpc_request("/mail_switchboard/sms/frame", values)
            with self.subTest(user=user.login):
                self.assertEqual(bool(frame["signature"]), allowed)
                self.assertEqual(bool(frame["to"]), allowed)
        self.authenticate("sb_ben", "sb_ben")
        hidden = {**values, "model": "res.users.settings", "res_id": 1}
        for body in (hidden, {**values, "model": "no.model"}):
            frame = self.make_jsonrpc_request("/mail_switchboard/sms/frame", body)
            self.assertFalse(frame["to"])
