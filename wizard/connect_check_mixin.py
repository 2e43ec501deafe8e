from odoo import models
from odoo.exceptions import UserError

from ..models.line_error import sentence
from ..tools import providers
from ..tools.errors import FolderRefused, LineError
from ..tools.imap import ImapSession, ImapSettings
from ..tools.plain import PlainError
from ..tools.smtp import SmtpSettings
from ..transaction import commit


def folders_with_counts(settings):
    """Sign in, list the folders and count what lies in them.

    :return: (RemoteFolder, number of messages, None where the server will not say)
    :raise LineError: the server cannot be used
    """
    found = []
    with ImapSession.open(settings) as session:
        for folder in session.folders():
            try:
                count = session.status(folder.path).messages
            except FolderRefused:
                count = None
            found.append((folder, count))
    return found


class SwitchboardConnectCheckMixin(models.AbstractModel):
    """Asks both servers before anything is created; refusals stand at their field."""

    _name = "switchboard.connect.check.mixin"
    _description = "Check of a New Mailbox"

    def _check_address(self):
        try:
            providers.split_address(self.email or "")
            self.env["switchboard.mailbox"]._check_new(self.email)
        except (ValueError, UserError) as error:
            self.email_error = str(error)
            return False
        if not self.imap_host:
            self._discover()
        return True

    def _check_imap(self):
        if not self.imap_host:
            self.imap_error = self.env._(
                "The servers of this address are not known. Type the IMAP server's "
                "name; your provider's help page tells it."
            )
            return False
        try:
            settings = ImapSettings(
                host=self.imap_host,
                port=self.imap_port,
                security=self.imap_security,
                login=self._get_login(),
                password=self._get_password(),
                connect_host=self._resolve(self.imap_host, self.imap_port),
            )
            commit(self.env)
            found = folders_with_counts(settings)
        except (LineError, PlainError) as error:
            self.imap_error = sentence(self.env, error)
            return False
        self._take_folders(found)
        return True

    def _check_smtp(self):
        if not self.smtp_host:
            return True
        try:
            settings, email = self._smtp_settings(), self.email
            commit(self.env)
            self.env["switchboard.mailbox"]._check_smtp(settings, email)
        except (LineError, PlainError) as error:
            self.smtp_error = sentence(self.env, error)
            return False
        return True

    def _smtp_settings(self):
        """Settings of the connection that this dialog describes, password in clear.

        :rtype: SmtpSettings
        :raise netguard.HostRefused: the host lies in the server's own network
        """
        if self.mailbox_id:
            # The engine's method does not ask, and a browser may name any mailbox.
            self.mailbox_id.check_access("write")
            return self.mailbox_id._smtp_settings()
        signs_in = self.smtp_auth == "same"
        return SmtpSettings(
            host=self.smtp_host,
            port=self.smtp_port,
            security=self.smtp_security,
            login=self._get_login() if signs_in else "",
            password=self._get_password() if signs_in else "",
            connect_host=self._resolve(self.smtp_host, self.smtp_port),
        )

    def _get_password(self):
        # sudo - switchboard.connect.mailbox: the secret typed by this user
        secret = self.sudo().password_secret
        return self.env["switchboard.mailbox"]._decrypt(secret)

    def _resolve(self, host, port):
        Mailbox = self.env["switchboard.mailbox"]
        return Mailbox._resolve(host, port, Mailbox._trusts_hosts())
