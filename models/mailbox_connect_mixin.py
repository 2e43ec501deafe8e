import logging

from odoo import api, models
from odoo.exceptions import UserError

from .. import const
from ..tools.errors import LineError
from ..tools.imap import ImapSession
from ..tools.plain import PlainError
from ..tools.smtp import SmtpSession
from ..transaction import commit
from .line_error import sentence

_logger = logging.getLogger(__name__)

# Folders selected at first; the owner chooses others later.
_FIRST_ROLES = ("inbox", "sent")


class SwitchboardMailboxConnectMixin(models.AbstractModel):
    """Connecting, checking and disconnecting a mailbox."""

    _name = "switchboard.mailbox.connect.mixin"
    _description = "Connecting a Mailbox"

    def action_connect(self):
        """Check both servers, list the folders and begin to sync.

        The line ends in "syncing", or in "failed" with the reason.

        :return: True when both servers answered
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "disconnected":
            self.line_id._check_again()
        self.line_id._set_state("connecting")
        try:
            imap = self._imap_settings()
            commit(self.env)
            folders, takes = self._check_imap(imap), {}
            if self.smtp_host:
                smtp, address = self._smtp_settings(), self.email
                commit(self.env)
                takes = self._check_smtp(smtp, address)
        except (LineError, PlainError) as error:
            self.line_id._set_state("failed", sentence(self.env, error))
            return False
        self.write(takes)
        self._update_folders(folders)
        self.line_id._set_state("syncing")
        self._sync_soon()
        return True

    def _signed_in(self):
        """Go on after a consent at the provider.

        A mailbox that worked before is connected again; a new one lists its folders
        and waits for its owner's choices.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            return self.action_connect()
        try:
            settings = self._imap_settings()
            commit(self.env)
            folders = self._check_imap(settings)
        except (LineError, PlainError) as error:
            self.line_id._set_state("failed", sentence(self.env, error))
            return False
        self._update_folders(folders)
        self.line_id._set_state(
            "draft",
            self.env._("You are signed in. Choose what you like, then press Connect."),
        )
        return True

    def action_choose_details(self):
        """Ask what the dialog's second step asks, after the owner has signed in.

        :return: the action that shows the dialog, or the form when it is too late
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            return self._open_form()
        return self.env["switchboard.connect.mailbox"]._open_after_sign_in(self)

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "switchboard.mailbox",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_sync_now(self):
        """Have the mailbox synced by the next free worker.

        :return: True
        """
        self.check_access("write")
        for mailbox in self:
            if mailbox.state not in const.WORKING_STATES:
                raise UserError(
                    self.env._(
                        "Connect “%s” first, then it can be synced.", mailbox.name
                    )
                )
        self._sync_soon()
        return True

    def _sync_soon_if_working(self):
        for mailbox in self.filtered(lambda m: m.state in const.WORKING_STATES):
            mailbox._sync_soon()

    def _sync_soon(self):
        # sudo - switchboard.line.runtime, ir.cron: the engine's own rows
        self.line_id.sudo().runtime_ids._schedule(0)
        self.env["switchboard.mailbox"]._trigger_lanes()

    @api.model
    def _check_imap(self, settings):
        """Sign in and list the folders.

        :param ImapSettings settings: of the connection
        :return: the mail folders
        :rtype: list[RemoteFolder]
        :raise LineError: the server cannot be used, and why
        """
        with ImapSession.open(settings) as session:
            return session.folders()

    @api.model
    def _check_smtp(self, settings, address):
        """Sign in and go as far as MAIL FROM, where bad credentials show up.

        :param SmtpSettings settings: of the connection
        :param str address: the mailbox's own address
        :return: values of the mailbox: what the server takes
        :raise LineError: the server cannot be used, and why
        """
        session = SmtpSession.open(settings)
        try:
            session.check(address)
            return {
                "smtp_size_limit": min(session.size_limit or 0, 2**31 - 1),
                "smtp_without_utf8": not session.smtputf8,
            }
        finally:
            session.close()

    def _update_folders(self, remote_folders):
        """Take over the server's list of folders; known ones keep their position.

        :param list remote_folders: RemoteFolder values
        """
        self.ensure_one()
        # sudo - switchboard.folder: the list is the server's, not a setting
        folders = self.sudo().folder_ids
        known = {folder.path: folder for folder in folders}
        first = not known
        for remote in remote_folders:
            role = remote.role or "other"
            if remote.path in known:
                known[remote.path].role = role
                continue
            folders.create(
                {
                    "mailbox_id": self.id,
                    "path": remote.path,
                    "role": role,
                    "selected": first and role in _FIRST_ROLES,
                }
            )
