from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.mail import html_to_inner_content


class SwitchboardSignaturePreview(models.Model):
    """What each operator's messages would end with on each line, and why."""

    _name = "switchboard.signature.preview"
    _description = "Signature Preview"
    _auto = False
    _order = "line_id, user_id"
    _rec_name = "user_id"

    line_id = fields.Many2one("switchboard.line", readonly=True)
    user_id = fields.Many2one("res.users", string="Operator", readonly=True)
    rule = fields.Selection(
        [
            ("operator", "The operator's"),
            ("fallback", "The common one"),
            ("none", "None"),
        ],
        string="Decided by",
        compute="_compute_signature",
        compute_sudo=True,
    )
    signature = fields.Html(compute="_compute_signature", compute_sudo=True)
    text = fields.Char(
        string="Signature's Text", compute="_compute_signature", compute_sudo=True
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line_id::bigint * 1000000 + user_id AS id, line_id, user_id FROM (
                SELECT l.id AS line_id, l.owner_id AS user_id FROM switchboard_line l
                 WHERE l.active
                UNION
                SELECT g.line_id, g.user_id FROM switchboard_grant g
                  JOIN switchboard_line l ON l.id = g.line_id
                 WHERE l.active AND l.access = 'shared' AND g.level <> 'receive_all'
                UNION
                SELECT l.id, m.user_id FROM switchboard_line l
                  JOIN crm_team_member m ON m.crm_team_id = l.team_id AND m.active
                 WHERE l.active AND l.access = 'shared'
                   AND l.team_level <> 'receive_all'
                   AND NOT EXISTS (SELECT 1 FROM switchboard_grant g
                                    WHERE g.line_id = l.id AND g.user_id = m.user_id)
            ) AS pairs
            """
        )

    def _compute_signature(self):
        for preview in self:
            body, rule = preview.line_id._get_signature(preview.user_id)
            preview.rule, preview.signature = rule, body
            preview.text = html_to_inner_content(body) if body else False
