from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const


class SwitchboardSyncChange(models.TransientModel):
    """Asks before the period or a folder changes what is here."""

    _name = "switchboard.sync.change"
    _description = "Change What Is Synced"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade", readonly=True
    )
    folder_id = fields.Many2one("switchboard.folder", ondelete="cascade", readonly=True)
    what = fields.Selection(
        [
            ("period", "Another period"),
            ("folder", "Stop syncing a folder"),
            ("restart", "Read a folder again"),
            ("restart_all", "Read everything again"),
        ],
        required=True,
        readonly=True,
    )
    period = fields.Selection(const.SYNC_PERIODS)
    narrower = fields.Boolean(compute="_compute_narrower")
    keep = fields.Selection(
        [
            ("keep", "Keep the messages that are here"),
            ("remove", "Remove them here; they stay on the server"),
        ],
        required=True,
        default="keep",
    )
    affected = fields.Integer(compute="_compute_affected", string="Messages")

    @api.depends("period", "mailbox_id")
    def _compute_narrower(self):
        order = [key for key, _label in const.SYNC_PERIODS]
        for change in self:
            old, new = change.mailbox_id.sync_period, change.period
            change.narrower = bool(
                change.what == "period" and new and order.index(new) < order.index(old)
            )

    @api.depends("period", "mailbox_id", "folder_id", "what")
    def _compute_affected(self):
        for change in self:
            change.affected = len(change._leaving())

    def _leaving(self):
        """Messages that the change leaves without a reason to be here."""
        if self.what == "folder":
            return self.folder_id._own_messages()
        if self.narrower:
            return self.mailbox_id._messages_before(self.period)
        return self.env["switchboard.message"]

    def action_apply(self):
        """Do what was chosen.

        :return: close the dialog
        """
        self.ensure_one()
        self.mailbox_id.check_access("write")
        if self.folder_id and self.folder_id.mailbox_id != self.mailbox_id:
            raise UserError(self.env._("This folder belongs to another mailbox."))
        remove = self.keep == "remove"
        if self.what == "folder":
            self.folder_id._deselect(remove)
        elif self.what == "restart":
            self.folder_id._restart()
        elif self.what == "restart_all":
            self.mailbox_id.folder_ids.filtered("selected")._restart()
        elif self.period:
            leaving = self._leaving() if remove else None
            self.mailbox_id.sync_period = self.period
            if leaving:
                # sudo - switchboard.message: the owner's choice, checked above
                leaving.sudo()._erase()
        return {"type": "ir.actions.act_window_close"}
