from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _init_store_data(self, store):
        super()._init_store_data(store)
        if self.env.user._is_internal():
            self.env["switchboard.line"]._add_to_store(store)

    def _is_switchboard_administrator(self):
        """Whether the user sets the rules for all shared lines."""
        return self.has_group("base.group_system") or self.has_group(
            "mail_switchboard.group_administrator"
        )
