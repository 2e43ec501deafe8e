"""Phones by RPC, and what the plan allows: the same code as for mailboxes."""

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException

from .phone_common import THEIRS, PhoneCase
from .test_phone_rights import FIELD, OPERATIONS, SHARED, PhoneRightsMixin


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
