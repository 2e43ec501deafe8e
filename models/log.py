from datetime import timedelta

from odoo import api, fields, models

_KEPT_DAYS = 180


class SwitchboardLog(models.Model):
    """What happened on a line, in sentences, for whoever manages it."""

    _name = "switchboard.log"
    _description = "Log of a Line"
    _order = "id desc"
    _rec_name = "text"

    line_id = fields.Many2one(
        "switchboard.line", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("outage", "Offline"),
            ("folder", "Folder"),
            ("quarantine", "Mail that could not be read"),
            ("check", "Completeness"),
            ("settings", "Settings"),
            ("limit", "Limit"),
            ("access", "Sharing and access"),
        ],
        required=True,
    )
    text = fields.Char(required=True)

    @api.model
    def _note(self, line, kind, text):
        """Write a line's log.

        :param switchboard.line line: where it happened
        :param str kind: of the selection
        :param str text: a whole sentence
        """
        # sudo - switchboard.log: the engine writes it, managers read it
        self.sudo().create({"line_id": line.id, "kind": kind, "text": text})

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.now() - timedelta(days=_KEPT_DAYS)
        self.search([("create_date", "<", limit)], limit=10_000).unlink()
