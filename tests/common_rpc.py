import contextlib

from odoo.tests import HttpCase, JsonRpcException

from .common import SwitchboardMixin
from .common_rights import RightsMixin

SECRET = "Roof for 12,345 euro"


class _Undo(Exception):
    """Ends a savepoint that is to be rolled back."""


class RpcCase(RightsMixin, SwitchboardMixin, HttpCase):
    """Logs in as a role and calls what a browser calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.mailbox.action_connect()
        self.mailbox._sync()
        self._set_up_roles()

    def _log_in(self, role):
        user = self.roles[role]
        if role == "public":
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)
        return user

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _refused(self, call, undo=False):
        """True when the server says no; an answer in between counts as a yes.

        :param bool undo: leave everything as it was before
        """
        refused = False
        with contextlib.suppress(_Undo), self.env.cr.savepoint():
            try:
                call()
            except JsonRpcException as error:
                self.assertRegex(
                    str(error), "Access|Missing|NotFound|Session|Forbidden"
                )
                refused = True
            if undo:
                raise _Undo
        if undo:
            self.env.invalidate_all(flush=False)
        return refused

    def _conversation(self):
        self.send_mail(
            subject=SECRET,
            body="Secret body",
            attachment=("plan.pdf", b"%PDF-1", "application", "pdf"),
        )
        self.mailbox._sync()
        channel = self.conversation()
        [message] = self.shown(channel)
        return channel, message
