import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.mail import email_split

_RENDERED = ("subject", "body_html", "attachment_ids", "report_template_ids")


class SwitchboardWriteFirstTemplate(models.AbstractModel):
    """Writing first with a template, filled in for the record or the contact."""

    _name = "switchboard.write.first.template"
    _description = "New Email from a Template"

    template_id = fields.Many2one(
        "mail.template",
        string="Template",
        domain="[('model', '=', template_model)]",
        help="Fills in subject, text and files for the linked record, or else for the "
        "first contact in “To”.",
    )
    template_model = fields.Char(compute="_compute_template_model")

    @api.depends("record_ref")
    def _compute_template_model(self):
        for wizard in self:
            record = wizard.record_ref
            wizard.template_model = record._name if record else "res.partner"

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        if not template:
            return
        record = self.record_ref or self._get_first_contact()
        if not record:
            raise UserError(
                self.env._(
                    "The template speaks of a contact, and the first address in “To” "
                    "is none yet. Choose a contact first, or link to a record."
                )
            )
        values = template._generate_template(record.ids, _RENDERED)[record.id]
        self.subject = values.get("subject") or self.subject
        self.body = values.get("body_html") or self.body
        files = [(4, file_id) for file_id in values.get("attachment_ids") or []]
        files += [
            (4, self._make_file(name, content).id)
            for name, content in values.get("attachments") or []
        ]
        self.attachment_ids = files

    def _make_file(self, name, content):
        """A report of the template, as uploaded by the user.

        :param bytes content: in base64
        :rtype: ir.attachment
        """
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": base64.b64decode(content),
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )

    def _get_first_contact(self):
        emails = email_split(self.emails or "")
        first = [email_normalize(email) for email in emails[:1]]
        return self.env["res.partner"].search(
            [("email_normalized", "in", first), ("email_normalized", "!=", False)],
            limit=1,
        )
