from odoo import models
from odoo.tools import SQL

# Messages deleted in one transaction's statement.
_AT_ONCE = 1000


class SwitchboardFolderChangeMixin(models.AbstractModel):
    """What the owner changes about a folder: chosen or not, read anew, removed."""

    _name = "switchboard.folder.change.mixin"
    _description = "Changing a Folder"

    def action_select(self):
        """Bring in the mail of these folders.

        :return: True
        """
        self.check_access("write")
        self.write({"selected": True})
        self.mailbox_id._sync_soon_if_working()
        return True

    def action_deselect(self):
        """Ask what shall become of the messages that came from this folder."""
        self.ensure_one()
        return self._ask("folder", self.env._("Stop Syncing a Folder"))

    def action_restart(self):
        """Ask before the folder is read from its beginning."""
        self.ensure_one()
        return self._ask("restart", self.env._("Read a Folder Again"))

    def _ask(self, what, title):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "switchboard.sync.change",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_what": what,
                "default_folder_id": self.id,
                "default_mailbox_id": self.mailbox_id.id,
            },
        }

    def action_check(self):
        """Count this folder's mailbox through, now.

        :return: True
        """
        return self.mailbox_id.action_check()

    def _deselect(self, remove):
        """Stop syncing these folders.

        :param bool remove: also remove what lies in none of the others
        """
        # sudo - switchboard.folder: the position is the engine's
        folders = self.sudo()
        folders.write({"selected": False, "error": False})
        if remove:
            for folder in folders:
                folder._remove_messages()
                folder._forget()

    def _remove_messages(self):
        """Delete the messages that lie in this folder alone.

        They may come back: the owner changes what is synced, not what is kept.
        """
        ids = self._own_messages().ids
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            # sudo - switchboard.message: the owner takes his mail away again
            self.env["switchboard.message"].sudo().browse(part)._erase()

    def _own_messages(self):
        """Messages that lie in this folder and in no other.

        :rtype: switchboard.message
        """
        self.ensure_one()
        self.env["switchboard.location"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT l.message_id FROM switchboard_location l
                 WHERE l.folder_id = %(folder)s AND NOT EXISTS (
                       SELECT 1 FROM switchboard_location o
                        WHERE o.message_id = l.message_id
                          AND o.folder_id != %(folder)s)
                """,
                folder=self.id,
            )
        )
        return self.env["switchboard.message"].browse(i for (i,) in rows)

    def _forget(self):
        """Go back to the state before anything was read; messages stay."""
        for folder in self:
            folder.env["switchboard.location"].search(
                [("folder_id", "=", folder.id)]
            ).unlink()
            folder._forget_journal()
        self.write(
            {
                **dict.fromkeys(("uidvalidity", "last_uid", "backfill_uid"), 0),
                **dict.fromkeys(("highestmodseq", "seen_exists"), 0),
                **dict.fromkeys(("on_server", "stored", "skipped", "waiting"), 0),
                **dict.fromkeys(("quarantined", "missing"), 0),
                "reread_since": False,
            }
        )

    def _restart(self):
        """Read these folders again from the beginning; nothing is doubled."""
        # sudo - switchboard.folder: the position is the engine's
        self.sudo()._forget()
        self.mailbox_id._sync_soon_if_working()

    def _reopen(self):
        """Look through the history once more, for what a wider period brings."""
        # sudo - switchboard.folder, switchboard.skipped: the engine's own rows
        for folder in self.sudo().filtered("uidvalidity"):
            folder.env["switchboard.skipped"].search(
                [("folder_id", "=", folder.id), ("reason", "=", "period")]
            ).unlink()
            folder.backfill_uid = folder.last_uid + 1
