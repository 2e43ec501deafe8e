from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const


class SwitchboardGrant(models.Model):
    """One user's right on one line."""

    _name = "switchboard.grant"
    _description = "Member of a Line"
    _inherit = ["switchboard.fixed.fields.mixin"]
    _order = "line_id, user_id"
    _fixed_fields = ("line_id",)
    _rec_name = "user_id"

    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade"
    )
    level = fields.Selection(
        const.GRANT_LEVELS,
        string="May",
        required=True,
        default="send_own",
        help="Send, own notifications: answers in conversations the user takes "
        "part in. Send, all notifications: everything. No sending: reads and is "
        "told about everything.",
    )

    _line_user_uniq = models.UniqueIndex(
        "(line_id, user_id)", "This user is a member of the line already."
    )

    @api.constrains("user_id")
    def _check_internal(self):
        if self.user_id.filtered("share"):
            raise ValidationError(
                self.env._("Only internal users can be members of a line.")
            )

    @api.constrains("line_id", "user_id")
    def _check_line(self):
        for grant in self:
            grant.line_id._check_personal()
            grant.line_id._check_user_company(grant.user_id)
            grant.line_id._check_quota(grant.user_id)

    @api.model_create_multi
    def create(self, vals_list):
        grants = super().create(vals_list)
        grants.line_id._notify_rights(grants.user_id)
        return grants

    def write(self, vals):
        self._switchboard_refuse_fields(self._fixed_fields, vals)
        users = self.user_id
        result = super().write(vals)
        self.line_id._notify_rights(users | self.user_id)
        return result

    def unlink(self):
        lines, users = self.line_id, self.user_id
        result = super().unlink()
        lines._notify_rights(users)
        return result
