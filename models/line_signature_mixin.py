import re

from markupsafe import Markup, escape

from odoo import fields, models

_EMPTY = r"<(p|div)\b[^<>]*>(?:\s|&nbsp;|\xa0|<br\b[^<>]*>)*</\1>"
_EMPTY_END = re.compile(rf"(?:\s|<br\b[^<>]*>|{_EMPTY})+\Z", re.I)
_EMPTY_START = re.compile(rf"\A(?:\s|<br\b[^<>]*>|{_EMPTY})+", re.I)
_PARAGRAPH_END = re.compile(r"</(?:p|h\d|ul|ol|table|blockquote|pre)>\s*\Z", re.I)
_PLACEHOLDER = re.compile(r"\{\{\s*(name|job|phone|company|email)\s*\}\}")


class SwitchboardLineSignatureMixin(models.AbstractModel):
    """Which signature a message ends with: one, or none."""

    _name = "switchboard.line.signature.mixin"
    _description = "Signatures of a Line"

    operator_signature = fields.Boolean(
        string="Operators' Signatures",
        default=True,
        help="Messages end with the signature of the operator who writes.",
    )
    fallback_signature = fields.Boolean(
        string="Common Signature",
        default=True,
        help="Messages of operators without a signature end with the common one.",
    )
    operators_edit_signature = fields.Boolean(
        string="Operators Write Their Own",
        default=True,
        help="Members who may send change their own signature on this line.",
    )
    signature_ids = fields.One2many(
        "switchboard.signature", "line_id", string="Signatures"
    )

    def _get_signature(self, user):
        """Return the signature a message of ``user`` ends with.

        :param res.users user: who writes
        :return: (body as Markup, empty when none; rule: "operator", "fallback"
            or "none")
        """
        self.ensure_one()
        # sudo - switchboard.signature: a sender needs his line's signatures only
        signatures = self.sudo().signature_ids
        own = signatures.filtered(lambda s: s.user_id == user)[:1]
        if self.operator_signature and own.has_content:
            return own._render(user), "operator"
        common = signatures.filtered(lambda s: not s.user_id)[:1]
        if self.fallback_signature and common.has_content:
            return common._render(user), "fallback"
        return Markup(), "none"

    def action_preview_signatures(self):
        """Show what each operator's messages end with on these lines."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mail_switchboard.signature_preview_action"
        )
        return {**action, "domain": [("line_id", "in", self.ids)], "context": {}}


def sign(body, signature):
    """Put a signature below a body, with one empty line between them.

    :param Markup body: as it was written
    :param Markup signature: empty for none
    :rtype: Markup
    """
    if not signature:
        return body
    body = Markup(_EMPTY_END.sub("", str(body)))
    # A paragraph has its empty line already; bare text is made one when stored.
    ends = "<" not in body or _PARAGRAPH_END.search(str(body))
    gap = Markup() if ends else Markup("<br/>")
    return Markup('%s<div class="o_switchboard_signature">%s%s</div>') % (
        body,
        gap,
        Markup(_EMPTY_START.sub("", str(signature))),
    )


def fill_placeholders(body, user):
    """Put the operator's data into a signature.

    :param str body: HTML with ``{{name}}``, ``{{job}}``, ``{{phone}}``,
        ``{{company}}`` or ``{{email}}``
    :param res.users user: sudo, whose data it is; what is unknown is left out
    :rtype: Markup
    """
    partner = user.partner_id
    values = {
        "name": user.name,
        "job": partner.function,
        "phone": partner.phone,
        "company": user.company_id.name,
        "email": user.email,
    }
    return Markup(
        _PLACEHOLDER.sub(lambda found: str(escape(values[found[1]] or "")), str(body))
    )
