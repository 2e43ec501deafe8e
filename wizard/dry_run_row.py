from odoo import fields, models

from .. import const


class SwitchboardDryRunRow(models.TransientModel):
    """One folder in one period."""

    _name = "switchboard.dry.run.row"
    _description = "Folder and Period of a Dry Run"
    _order = "path, sequence"

    run_id = fields.Many2one("switchboard.dry.run", required=True, ondelete="cascade")
    sequence = fields.Integer()
    path = fields.Char(string="Folder")
    period = fields.Selection(const.SYNC_PERIODS)
    messages = fields.Integer()
    megabytes = fields.Float(digits=(12, 1))
    minutes = fields.Float(digits=(12, 1), string="Estimated Minutes")
