from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    switchboard_undo_seconds = fields.Integer(
        string="Time to Stop a Message",
        default=10,
        help="Seconds a message waits before it leaves, on new lines.",
    )
    switchboard_plan_id = fields.Many2one(
        "switchboard.plan",
        string="Plan",
        ondelete="restrict",
        default=lambda self: self.env["switchboard.plan"]._default_plan(),
        help="What the company's users may connect, and how often it is synced.",
    )

    def _get_switchboard_plan(self):
        """Return the company's plan; without one everything is allowed.

        :rtype: switchboard.plan
        """
        self.ensure_one()
        # sudo - res.company, switchboard.plan: the limits bind everybody
        company = self.sudo()
        return (
            company.switchboard_plan_id or company.switchboard_plan_id._default_plan()
        )

    def _switchboard_over_plan(self, plan=None):
        """Say which lines are more than the plan allows; they go on working.

        :param switchboard.plan plan: the company's own when left out
        :return: sentences, one for each user or line that is over
        :rtype: list[str]
        """
        self.ensure_one()
        plan = plan or self._get_switchboard_plan()
        # sudo - switchboard.line: counted for the administrator, not shown to him
        Line = self.env["switchboard.line"].sudo()
        lines = Line.search([("company_id", "=", self.id)])
        sentences = []
        if limit := plan.max_lines_per_user:
            for user in lines.owner_id | lines.grant_ids.user_id:
                over = Line._counted_lines(user, self)[limit:]
                if over:
                    sentences.append(
                        self.env._(
                            "%(user)s has %(count)s lines over the limit of %(limit)s: "
                            "%(lines)s.",
                            user=user.name,
                            count=len(over),
                            limit=limit,
                            lines=", ".join(line._public_name() for line in over),
                        )
                    )
        if not plan.allow_shared:
            for line in lines.filtered(lambda line: line.access == "shared"):
                sentences.append(
                    self.env._(
                        "“%s” is shared; this plan has personal lines only.", line.name
                    )
                )
        return sentences
