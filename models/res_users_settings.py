from odoo import api, fields, models


class ResUsersSettings(models.Model):
    _inherit = "res.users.settings"

    switchboard_from_lines = fields.Json(
        help="The line last written from, for each model: {model: line id or 0}."
    )

    def _switchboard_from_line(self, model):
        """The line this user last wrote from on records of ``model``.

        :rtype: switchboard.line
        """
        lines = self.env["switchboard.line"]
        # sudo - res.users.settings: the user's own
        settings = self.sudo().search([("user_id", "=", self.env.uid)], limit=1)
        line_id = (settings.switchboard_from_lines or {}).get(model)
        if not line_id:
            return lines
        return lines.search([("id", "=", line_id), ("can_send", "=", True)])

    def _switchboard_remember(self, model, line):
        """Offer ``line`` the next time; none stands for Odoo's own server."""
        # sudo - res.users: whose settings are the user's own
        user = self.env.user.sudo()
        # sudo - res.users.settings: the user's own
        settings = self.sudo()._find_or_create_for_user(user)
        known = settings.switchboard_from_lines or {}
        if known.get(model) != line.id:
            settings.switchboard_from_lines = {**known, model: line.id or 0}

    @api.model
    def _get_fields_blacklist(self):
        # Asked for where it is needed, and not with every start of the web client.
        return [*super()._get_fields_blacklist(), "switchboard_from_lines"]
