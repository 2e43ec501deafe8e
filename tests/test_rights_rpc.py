"""The tables of rights once more, as calls over HTTP."""

from odoo.tests import tagged

from .common_rpc import RpcCase
from .test_rights import FIELD, OPERATIONS, PERSONAL, SENDERS, SHARED


@tagged("post_install", "-at_install")
class TestRightsRpc(RpcCase):
    def _rpc(self, operation, model, records, user):
        """Try one operation over RPC; only what is to be refused may change rows."""
        record, (name, value) = records[model], FIELD[model]
        if operation == "read":
            return not self._refused(
                lambda: self._call(model, "read", record.ids, [name])
            )
        if operation == "write":
            return not self._refused(
                lambda: self._call(model, "write", record.ids, {name: value})
            )
        if operation == "delete":
            return not self._refused(lambda: self._call(model, "unlink", record.ids))
        values = self._create_values(model, records, user)
        values.pop("raw", None)
        return not self._refused(lambda: self._call(model, "create", [values]))

    def _check_refused(self, table, records, roles=None):
        """Reading by every role; of the rest what the table does not allow."""
        for role in roles or self.roles:
            user = self._log_in(role)
            for model, expected in table.items():
                if not records[model]:
                    continue
                for operation, allowed in zip(OPERATIONS, expected, strict=True):
                    if role in allowed and operation != "read":
                        continue
                    with self.subTest(role=role, model=model, operation=operation):
                        may = self._rpc(operation, model, records, user)
                        self.assertEqual(may, role in allowed)

    def test_rights_by_rpc_on_a_shared_line(self):
        self._check_refused(SHARED, self._records(self.mailbox))

    def test_rights_by_rpc_on_a_personal_line(self):
        mailbox = self.make_mailbox("anna.rpc@ours.example", access="personal")
        mailbox.action_connect()
        mailbox._sync()
        roles = ("owner", "send_all", "manager", "administrator", "public")
        self._check_refused(PERSONAL, self._records(mailbox), roles)

    def test_posting_by_rpc(self):
        channel, _message = self._conversation()
        Outgoing = self.env["switchboard.outgoing"]
        for role in self.roles:
            self._log_in(role)
            before = Outgoing.search_count([])
            refused = self._refused(
                lambda: self.make_jsonrpc_request(
                    "/mail/message/post",
                    {
                        "thread_model": "discuss.channel",
                        "thread_id": channel.id,
                        "post_data": {"body": "Hi", "message_type": "email"},
                        # What a browser sends is not believed.
                        "context": {
                            "switchboard_post": {"su": True},
                            "install_mode": True,
                        },
                    },
                )
            )
            with self.subTest(role=role):
                self.assertEqual(not refused, role in SENDERS)
                sent = Outgoing.search_count([]) - before
                self.assertEqual(sent, int(role in SENDERS))
