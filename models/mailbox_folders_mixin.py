from odoo import fields, models

from .. import const
from ..tools import providers
from ..tools.errors import FolderRefused
from ..transaction import commit

# What we leave of a provider's daily volume to people's own mail programs.
_OUR_SHARE = 0.6
_MB = 1024 * 1024


class SwitchboardMailboxFoldersMixin(models.AbstractModel):
    """Folders that were renamed, and limits of what is fetched."""

    _name = "switchboard.mailbox.folders.mixin"
    _description = "Folders and Limits of a Mailbox"

    def _folder_moved(self, folder, remote_folders, session):
        """Follow a folder that was renamed: the same numbers under another name.

        :param switchboard.folder folder: not listed any more
        :param list remote_folders: RemoteFolder values
        :param ImapSession session: open
        :return: whether it was found
        """
        rows = {row.path: row for row in self.folder_ids}
        validity, seen_uid = folder.uidvalidity, folder.last_uid
        for remote in remote_folders:
            row = rows.get(remote.path)
            if row and (row.selected or row.uidvalidity):
                continue
            commit(self.env)
            try:
                status = session.status(remote.path)
            except FolderRefused:
                continue
            follows = status.uidnext is None or status.uidnext > seen_uid
            if status.uidvalidity == validity and follows:
                if row:
                    row.unlink()
                text = self.env._(
                    "The folder “%(old)s” is now called “%(new)s”.",
                    old=folder.path,
                    new=remote.path,
                )
                folder.write({"path": remote.path, "error": False})
                self.env["switchboard.log"]._note(self.line_id, "folder", text)
                return True
        return False

    def _max_mail_bytes(self):
        """Larger mails are stored with headers and text only."""
        # sudo - ir.config_parameter: a limit, no secret
        get_param = self.env["ir.config_parameter"].sudo().get_param
        value = get_param("mail_switchboard.max_mail_mb") or const.MAX_MAIL_MB
        return max(int(value), 1) * _MB

    # The provider's daily volume

    def _budget_left(self):
        """Bytes of history that may still be fetched today."""
        limits = providers.by_key(self.provider or "other").limits
        if not limits.daily_download_mb:
            return float("inf")
        runtime = self.line_id.runtime_ids
        used = 0
        if runtime.budget_day == fields.Date.today():
            used = runtime.budget_bytes
        return limits.daily_download_mb * _MB * _OUR_SHARE - used

    def _note_budget(self):
        """Say once a day that history waits for tomorrow."""
        runtime = self.line_id.runtime_ids
        today = fields.Date.today()
        if runtime.budget_noted_on != today:
            runtime.budget_noted_on = today
            text = self.env._(
                "The provider limits what may be fetched in a day. New mail comes in, "
                "older mail goes on tomorrow."
            )
            self.env["switchboard.log"]._note(self.line_id, "limit", text)
