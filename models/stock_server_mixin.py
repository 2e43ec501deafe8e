from odoo import api, models
from odoo.exceptions import AccessError


class SwitchboardStockServerMixin(models.AbstractModel):
    """Servers of a mailbox show in the stock menus, and are changed at the mailbox."""

    _name = "switchboard.stock.server.mixin"
    _description = "Server of a Mailbox"

    def _switchboard_refuse_change(self):
        if self.env.su:
            return
        for server in self:
            # sudo - switchboard.mailbox: whether there is one, and its address
            mailbox = server.sudo().switchboard_mailbox_id
            if mailbox:
                raise AccessError(
                    self.env._(
                        "This server belongs to the mailbox %s. Change it there, or "
                        "disconnect the mailbox.",
                        mailbox.email,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("switchboard_mailbox_id", None)
        return super().create(vals_list)

    def write(self, vals):
        self._switchboard_refuse_change()
        if not self.env.su and "switchboard_mailbox_id" in vals:
            raise AccessError(self.env._("A mailbox brings its own servers along."))
        return super().write(vals)

    def unlink(self):
        self._switchboard_refuse_change()
        return super().unlink()

    def action_open_switchboard_mailbox(self):
        """Open the mailbox this server belongs to.

        :return: the action that shows its form
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "switchboard.mailbox",
            "res_id": self.switchboard_mailbox_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show every field of a mailbox's server read-only."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for node in arch.xpath("//field[not(ancestor::field)]"):
                condition = node.get("readonly")
                node.set(
                    "readonly",
                    f"switchboard_mailbox_id or ({condition})"
                    if condition
                    else "switchboard_mailbox_id",
                )
        return arch, view
