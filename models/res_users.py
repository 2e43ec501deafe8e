from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _init_store_data(self, store):
        super()._init_store_data(store)
        if self.env.user._is_internal():
            self.env["switchboard.line"]._add_to_store(store)
