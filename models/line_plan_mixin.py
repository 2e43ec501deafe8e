from odoo import api, models
from odoo.exceptions import ValidationError


class SwitchboardLinePlanMixin(models.AbstractModel):
    """What the company's plan allows."""

    _name = "switchboard.line.plan.mixin"
    _description = "Plan of a Line"

    @api.model
    def _counted_lines(self, user, company):
        """Lines that count for a user: his own and those he is a member of.

        Membership through a sales team and disconnected lines do not count.

        :rtype: switchboard.line
        """
        # sudo - switchboard.line: counting what the user has, not reading it
        Line = self.env["switchboard.line"].sudo()
        return Line.search(
            [
                ("company_id", "=", company.id),
                ("state", "!=", "disconnected"),
                "|",
                ("owner_id", "=", user.id),
                "&",
                ("access", "=", "shared"),
                ("grant_ids.user_id", "=", user.id),
            ],
            order="id",
        )

    @api.constrains("owner_id", "active", "company_id")
    def _check_owner_quota(self):
        for line in self.filtered("active"):
            line._check_quota(line.owner_id)

    def _check_quota(self, users):
        """Refuse a line more than the plan allows; the sentence names the limit.

        :param res.users users: who get this line
        """
        self.ensure_one()
        if self.state == "disconnected":
            return
        for user in users:
            self._check_count(user, len(self._counted_lines(user, self.company_id)))

    def _check_count(self, user, count):
        plan = self.company_id._get_switchboard_plan()
        limit = plan.max_lines_per_user
        if limit and count > limit:
            raise ValidationError(
                self.env._(
                    "%(user)s has reached the limit of the plan “%(plan)s”: %(limit)s "
                    "lines for each user, own and granted ones. %(who)s",
                    user=user.name,
                    plan=plan.name,
                    limit=limit,
                    who=plan._who_raises_it(),
                )
            )

    def _check_again(self):
        """Check the plan before a disconnected line counts once more."""
        for line in self:
            users = line.owner_id | line.grant_ids.user_id
            for user in users:
                others = line._counted_lines(user, line.company_id) - line
                line._check_count(user, len(others) + 1)

    @api.constrains("access")
    def _check_shared_allowed(self):
        for line in self.filtered(lambda line: line.access == "shared"):
            plan = line.company_id._get_switchboard_plan()
            if not plan.allow_shared:
                raise ValidationError(
                    self.env._(
                        "The plan “%(plan)s” has personal lines only: this one cannot "
                        "be shared. %(who)s",
                        plan=plan.name,
                        who=plan._who_raises_it(),
                    )
                )
