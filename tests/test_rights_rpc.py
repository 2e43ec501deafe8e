"""The tables of rights once more, as calls over HTTP."""

from odoo.tests import tagged

from .common_rpc import RpcCase
from .test_rights import FIELD, OPERATIONS, PERSONAL, SENDERS, SHARED


@tagged("post_install", "-at_install")
class TestRightsRpc(RpcCase):
    def _rpc(self, operation, model, records, user):
        """Try one operation over RPC, undo it, and tell whether it was let through."""
        record, (name, value) = records[model], FIELD[model]
        values = self._create_values(model, records, user)
        values.pop("raw", None)

        def create():
            if model == "switchboard.signature":
                self.env[model].search([("user_id", "=", user.id)]).unlink()
                self.env.flush_all()
            self._call(model, "create", [values])

        call = {
            "read": lambda: self._call(model, "read", record.ids, [name]),
            "write": lambda: self._call(model, "write", record.ids, {name: value}),
            "delete": lambda: self._call(model, "unlink", record.ids),
            "create": create,
        }[operation]
        return not self._refused(call, undo=True)

    def _check_table(self, table, records):
        for role in self.roles:
            user = self._log_in(role)
            for model, expected in table.items():
                if not records[model]:
                    continue
                for operation, allowed in zip(OPERATIONS, expected, strict=True):
                    with self.subTest(role=role, model=model, operation=operation):
                        may = self._rpc(operation, model, records, user)
                        self.assertEqual(may, role in allowed)

    def test_shared_line(self):
        self._check_table(SHARED, self._records(self.mailbox))

    def test_personal_line(self):
        self._check_table(PERSONAL, self._records(self._personal()))

    def test_posting(self):
        for mailbox, senders in (
            (self.mailbox, SENDERS),
            (self._personal(), {"owner"}),
        ):
            self.send_mail(to=mailbox.email)
            mailbox._sync()
            self._check_posting(self.conversation(mailbox=mailbox), senders)

    def _check_posting(self, channel, senders):
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
            with self.subTest(role=role, channel=channel.id):
                self.assertEqual(not refused, role in senders)
                sent = Outgoing.search_count([]) - before
                self.assertEqual(sent, int(role in senders))
