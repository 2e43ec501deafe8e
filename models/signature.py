from odoo import api, fields, models
from odoo.tools import is_html_empty

from .line_signature_mixin import fill_placeholders


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
    source = fields.Selection(
        [
            ("own", "This text"),
            ("preferences", "The signature in the operator's preferences"),
        ],
        required=True,
        default="own",
        help="The signature of the preferences is used only where it is chosen here.",
    )
    body = fields.Html(
        string="Signature",
        sanitize_style=True,
        help="{{name}}, {{job}}, {{phone}}, {{email}} and {{company}} stand for the "
        "data of the operator who writes.",
    )
    has_content = fields.Boolean(compute="_compute_has_content")

    _line_user_uniq = models.UniqueIndex(
        "(line_id, COALESCE(user_id, 0))",
        "This operator has a signature on the line already.",
    )

    @api.depends("body", "source", "user_id.signature")
    def _compute_has_content(self):
        for signature in self:
            signature.has_content = not is_html_empty(signature._get_body())

    @api.depends("user_id")
    def _compute_display_name(self):
        for signature in self:
            signature.display_name = signature.user_id.name or self.env._(
                "Common signature"
            )

    def write(self, vals):
        self._switchboard_refuse_fields(self._fixed_fields, vals)
        return super().write(vals)

    def _get_body(self, user=None):
        """The text as it was written.

        :param res.users user: who writes; the signature's own operator when left out
        """
        if self.source != "preferences":
            return self.body
        # sudo - res.users: the signature of whoever writes, for his own message
        return (user or self.user_id).sudo().signature

    def _render(self, user):
        """The signature of a message of ``user``, with his data filled in.

        :param res.users user: who writes
        :rtype: Markup
        """
        self.ensure_one()
        # sudo - res.users: name, job and phone of whoever writes
        return fill_placeholders(self._get_body(user) or "", user.sudo())
