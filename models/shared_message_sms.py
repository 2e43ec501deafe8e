from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const
from .shared_level_mixin import EVERYTHING


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
    def _compute_body(self):
        """An SMS has no raw mail: its text is the one that was shown."""
        sms = self.filtered(lambda shared: shared.kind == const.SMS)
        super(SwitchboardSharedMessage, self - sms)._compute_body()
        ranks = sms._get_ranks()
        for shared in sms:
            shared.body = shared.files = False
            if ranks.get(shared._origin.id, 0) >= EVERYTHING:
                # sudo - switchboard.message: everything of this SMS is shared
                message = self.env["switchboard.message"].sudo().browse(shared.id)
                shared.body = message.mail_message_id.body
                files = message.mail_message_id.attachment_ids
                shared.files = ", ".join(files.mapped("name"))
