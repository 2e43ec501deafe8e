from odoo import api, fields, models
from odoo.tools import is_html_empty


class SwitchboardSignature(models.Model):
    """What messages of one operator on one line end with."""

    _name = "switchboard.signature"
    _description = "Signature on a Line"
    _inherit = ["switchboard.fixed.fields.mixin"]
    _order = "line_id, user_id"
    _fixed_fields = ("line_id", "user_id")

    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        string="Operator",
        index=True,
        ondelete="cascade",
        help="Leave it empty for the common signature, used for operators without "
        "one of their own.",
    )
    body = fields.Html(string="Signature", sanitize_style=True)
    has_content = fields.Boolean(compute="_compute_has_content")

    _line_user_uniq = models.UniqueIndex(
        "(line_id, COALESCE(user_id, 0))",
        "This operator has a signature on the line already.",
    )

    @api.depends("body")
    def _compute_has_content(self):
        for signature in self:
            signature.has_content = not is_html_empty(signature.body)

    @api.depends("user_id")
    def _compute_display_name(self):
        for signature in self:
            signature.display_name = signature.user_id.name or self.env._(
                "Common signature"
            )

    def write(self, vals):
        self._switchboard_refuse_fields(self._fixed_fields, vals)
        return super().write(vals)
