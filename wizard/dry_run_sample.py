from odoo import fields, models


class SwitchboardDryRunSample(models.TransientModel):
    """One mail and what would happen to it."""

    _name = "switchboard.dry.run.sample"
    _description = "Sample of a Dry Run"
    _order = "date desc, id"

    run_id = fields.Many2one("switchboard.dry.run", required=True, ondelete="cascade")
    date = fields.Datetime()
    email_from = fields.Char(string="From")
    subject = fields.Char()
    outcome = fields.Selection(
        [
            ("stored", "Stored"),
            ("known", "Here already"),
            ("skipped", "Skipped"),
            ("quarantined", "Kept unread"),
        ],
        required=True,
    )
    why = fields.Char()
