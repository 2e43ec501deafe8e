from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const
from ..tools import mime


class SwitchboardSharedMessage(models.Model):
    """SMS stand in the same timeline as emails, and say that they are."""

    _inherit = "switchboard.shared.message"

    kind = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS")],
        compute="_compute_kind",
        search="_search_kind",
    )

    def _compute_kind(self):
        # sudo - switchboard.message: of which kind of line a row is
        messages = self.env["switchboard.message"].sudo().browse(self._origin.ids)
        for shared, message in zip(self, messages, strict=True):
            shared.kind = message.line_id.kind

    @api.model
    def _search_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s.line_id IN (SELECT id FROM switchboard_line WHERE kind = ANY(%s))",
                SQL.identifier(alias),
                list(value),
            )
        )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_level(self):
        """An SMS has no subject: who sees everything sees how it begins instead."""
        super()._compute_level()
        for shared in self.filtered(lambda shared: shared.kind == const.SMS):
            shared.subject = shared.snippet

    def _read_content(self):
        """An SMS has no raw mail: its text is the one that was shown."""
        if self.kind != const.SMS:
            return super()._read_content()
        # sudo - switchboard.message: everything of this SMS is shared with the user
        message = self.env["switchboard.message"].sudo().browse(self._origin.id)
        shown = message.with_context(bin_size=False).mail_message_id
        files = [
            mime.Attachment(file.name, file.mimetype or "", file.raw or b"")
            for file in shown.attachment_ids
        ]
        return shown.body, files
