from odoo import models
from odoo.tools.misc import human_size


class SwitchboardMailboxDisconnectMixin(models.AbstractModel):
    """Taking a mailbox away: sync and sending, secrets, content."""

    _name = "switchboard.mailbox.disconnect.mixin"
    _description = "Disconnecting a Mailbox"

    def action_disconnect(self):
        """Stop syncing and sending, and erase the secrets; what came in stays.

        :return: True
        """
        self.check_access("write")
        for mailbox in self:
            # sudo - switchboard.mailbox: secrets are nobody's to read or write
            mailbox.sudo().write(
                {"password_secret": False, "smtp_password_secret": False}
            )
            mailbox._forget_tokens()
            mailbox.line_id._set_state("disconnected")
        return True

    def action_reconnect(self):
        """Ask for what was erased: the password, or the sign-in at the provider.

        :return: the action that asks
        """
        self.ensure_one()
        self.check_access("write")
        if self.oauth_provider:
            return self.action_sign_in()
        view = self.env.ref("mail_switchboard.switchboard_mailbox_view_form_reconnect")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect “%s” again", self.name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_connect_again(self):
        """Connect with the password just typed; the dialog closes when it works.

        :return: the action that closes the dialog, or False with the reason shown
        """
        if self.action_connect():
            return {"type": "ir.actions.act_window_close"}
        return self.action_reconnect()

    def _content_numbers(self):
        """How much was brought in, and what waits to leave.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("write")
        # sudo - switchboard.message, discuss.channel, switchboard.outgoing: counted
        # for the one who may delete them
        env = self.sudo().env
        line = [("line_id", "=", self.line_id.id)]
        [(messages, size)] = env["switchboard.message"]._read_group(
            line, [], ["__count", "size:sum"]
        )
        return {
            "messages": messages,
            "size": human_size(size or 0) or "0",
            "conversations": env["discuss.channel"]
            .with_context(active_test=False)
            .search_count([("switchboard_line_id", "=", self.line_id.id)]),
            "waiting": env["switchboard.outgoing"].search_count(
                [*line, ("state", "=", "queued")]
            ),
        }

    def _erase_content(self):
        """Erase conversations, index, journal and positions; settings stay."""
        self.ensure_one()
        self.check_access("unlink")
        self.line_id._erase_conversations()
        # sudo - switchboard.skipped, switchboard.folder: the engine's own rows
        mailbox = self.sudo()
        mailbox.skipped_ids.unlink()
        for folder in mailbox.folder_ids:
            folder.write(
                {"uidvalidity": 0, "last_uid": 0, "backfill_uid": 0, "highestmodseq": 0}
                | dict.fromkeys(
                    ("on_server", "stored", "skipped", "quarantined", "waiting"), 0
                )
                | {"missing": 0, "checked_at": False}
            )
