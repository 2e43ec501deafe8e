from odoo import api, fields, models


class SwitchboardPlan(models.Model):
    """What a company's users may connect, and how often it is synced."""

    _name = "switchboard.plan"
    _description = "Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    max_lines_per_user = fields.Integer(
        string="Lines for Each User",
        help="Own lines and those the user is a member of. 0: as many as wanted.",
    )
    allow_shared = fields.Boolean(
        string="Shared Lines", default=True, help="Lines may have members and a team."
    )
    sync_interval = fields.Integer(
        string="Minutes between Syncs",
        required=True,
        default=10,
        help="How long new mail may take to come in, at most.",
    )
    company_ids = fields.One2many("res.company", "switchboard_plan_id")

    _limits = models.Constraint(
        "CHECK(max_lines_per_user >= 0 AND sync_interval BETWEEN 1 AND 1440)",
        "A plan allows 0 (unlimited) or more lines and syncs every 1 to 1440 minutes.",
    )

    def _who_raises_it(self):
        """Name those who can choose a higher plan, in a sentence."""
        # sudo - res.users: whom to ask is told to everybody
        group = self.env.ref("mail_switchboard.group_administrator").sudo()
        users = group.all_user_ids.filtered(
            lambda user: user.active and not user._is_superuser()
        )
        names = ", ".join(users.sorted("id")[:3].mapped("name"))
        if not names:
            return self.env._("An administrator can choose another plan.")
        return self.env._(
            "An administrator (%s) can choose another plan in the settings.", names
        )

    @api.model
    def _default_plan(self):
        return self.env.ref("mail_switchboard.plan_professional", False) or self.search(
            [], order="sequence desc", limit=1
        )
