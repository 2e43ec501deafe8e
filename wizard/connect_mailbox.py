from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.line_error import sentence
from ..tools.errors import LineError
from ..tools.imap import RemoteFolder
from ..tools.plain import PlainError
from ..transaction import commit
from .connect_check_mixin import folders_with_counts

# What a mailbox that exists already tells the dialog's second step.
_OF_MAILBOX = (
    "email",
    "provider",
    "sender_name",
    "name",
    "access",
    "sync_period",
    "sharing_level",
    "contact_rule",
    "lead_rule",
    "operator_signature",
    "fallback_signature",
    "imap_host",
    "smtp_host",
)


class SwitchboardConnectMailbox(models.TransientModel):
    """Connects a mailbox in two steps.

    With a password nothing is created before both servers have answered. Signing in
    at a provider needs a mailbox to come back to: it is a draft until step two ends.
    """

    _name = "switchboard.connect.mailbox"
    _inherit = [
        "switchboard.connect.servers.mixin",
        "switchboard.connect.check.mixin",
        "switchboard.connect.details.mixin",
        "switchboard.connect.warning.mixin",
        "switchboard.test.mail.mixin",
    ]
    _description = "Connect a Mailbox"

    step = fields.Selection(
        [("servers", "Servers"), ("details", "Details")], default="servers"
    )
    test_result = fields.Char(readonly=True)
    test_failed = fields.Boolean(readonly=True)

    def action_check(self):
        """Check the address and both servers; go on when they answer.

        :return: the action that shows this dialog again
        """
        self.ensure_one()
        self.write({"email_error": False, "imap_error": False, "smtp_error": False})
        if self._check_address() and self._check_imap() and self._check_smtp():
            self.write({"step": "details", "name": self.name or self.email})
        elif self.imap_error or self.smtp_error:
            self.show_servers = True
        return self._reopen()

    def action_sign_in(self):
        """Make the mailbox and send its owner to the provider's page.

        Step two follows after the return, see ``_open_after_sign_in``.

        :return: the action that opens the provider's page
        """
        self.ensure_one()
        self.email_error = False
        if not self._check_address():
            return self._reopen()
        self.env["switchboard.mailbox"]._check_oauth_ready(self.sign_in)
        return self._create_mailbox().action_sign_in()

    @api.model
    def _open_after_sign_in(self, mailbox):
        """Go on with step two for a mailbox whose owner has just signed in.

        :param switchboard.mailbox mailbox: still a draft
        :return: the action that shows the dialog
        :raise UserError: the server cannot be read
        """
        try:
            settings = mailbox._imap_settings()
            commit(self.env)
            found = folders_with_counts(settings)
        except (LineError, PlainError) as error:
            raise UserError(sentence(self.env, error)) from error
        values = {name: mailbox[name] for name in _OF_MAILBOX}
        wizard = self.create({**values, "mailbox_id": mailbox.id, "step": "details"})
        wizard._take_folders(found)
        return wizard._reopen()

    def action_back(self):
        """Go back to the first step.

        :return: the action that shows this dialog again
        """
        self.write({"step": "servers", "test_result": False})
        return self._reopen()

    def action_send_test(self):
        """Send a test email to the user's own address and show what became of it.

        :return: the action that shows this dialog again
        """
        self.ensure_one()
        good, words = self._send_test()
        self.write({"test_result": words, "test_failed": not good})
        return self._reopen()

    def action_connect(self):
        """Create the mailbox and begin to sync.

        :return: the action that shows the new mailbox
        """
        self.ensure_one()
        if self.step != "details":
            raise UserError(self.env._("Check the servers first."))
        mailbox = self.mailbox_id
        if mailbox:
            mailbox.write(self._details())
        else:
            mailbox = self._create_mailbox()
        mailbox._update_folders(
            [RemoteFolder(f.path, "", (), f.role or "") for f in self.folder_ids]
        )
        chosen = set(self.folder_ids.filtered("selected").mapped("path"))
        for folder in mailbox.folder_ids:
            folder.selected = folder.path in chosen
        mailbox.action_connect()
        return mailbox._open_form()

    def _create_mailbox(self):
        """Create the mailbox as it was typed, not connected yet.

        :rtype: switchboard.mailbox
        """
        return self.env["switchboard.mailbox"].create(
            {
                **self._details(),
                "email": self.email.strip(),
                "provider": self.provider,
                "imap_host": self.imap_host,
                "imap_port": self.imap_port,
                "imap_security": self.imap_security,
                "login": self._get_login(),
                "password": self._get_password(),
                "smtp_host": self.smtp_host or "",
                "smtp_port": self.smtp_port,
                "smtp_security": self.smtp_security,
                "smtp_auth": self.smtp_auth,
            }
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect an email"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
