from odoo import api, fields, models
from odoo.tools import SQL

from .. import const


class SwitchboardLineOverview(models.Model):
    """What administrators see of every line, personal ones included.

    A view of its own, because a field that is not there cannot be searched,
    grouped or exported: name and address of a personal line are not in it.
    """

    _name = "switchboard.line.overview"
    _description = "Line (Overview)"
    _auto = False
    _order = "owner_id, id"
    _rec_name = "owner_id"

    owner_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection([(const.EMAIL, "Email"), (const.SMS, "SMS")], readonly=True)
    access = fields.Selection(
        [("personal", "Personal"), ("shared", "Shared")], readonly=True
    )
    name = fields.Char(readonly=True, help="Of shared lines only.")
    state = fields.Selection(const.LINE_STATES, readonly=True)
    active = fields.Boolean(readonly=True)
    quota = fields.Char(compute="_compute_quota", string="Owner's Lines")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT l.id, l.owner_id, l.company_id, l.kind, l.access, l.state, l.active,
                   CASE WHEN l.access = 'shared' THEN l.name END AS name
              FROM switchboard_line l
            """
        )

    @api.depends("owner_id", "company_id")
    def _compute_quota(self):
        Line = self.env["switchboard.line"]
        for row in self:
            limit = row.company_id._get_switchboard_plan().max_lines_per_user
            count = len(Line._counted_lines(row.owner_id, row.company_id))
            row.quota = (
                self.env._("%(count)s of %(limit)s", count=count, limit=limit)
                if limit
                else self.env._("%s, no limit", count)
            )

    def action_open_line(self):
        """Open the form of a line the administrator may read.

        :raise AccessError: somebody else's personal line
        """
        self.ensure_one()
        line = self.env["switchboard.line"].browse(self.id)
        line.check_access("read")
        return line.action_open_settings()
