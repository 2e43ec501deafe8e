from odoo import api, models
from odoo.exceptions import AccessError, ValidationError


class SwitchboardLineSharingMixin(models.AbstractModel):
    """With whom a line may be shared, and who may decide that."""

    _name = "switchboard.line.sharing.mixin"
    _description = "Sharing a Line"

    _team_mailbox_uniq = models.UniqueIndex(
        "(team_id) WHERE team_id IS NOT NULL AND kind = 'email' AND active",
        "This sales team has a team mailbox already.",
    )

    @api.constrains("access", "team_id", "grant_ids")
    def _check_personal(self):
        for line in self.filtered(lambda line: line.access == "personal"):
            if line.team_id or line.grant_ids.user_id - line.owner_id:
                raise ValidationError(
                    self.env._(
                        "A personal line has no members and no team. Make it shared "
                        "first, or take them away."
                    )
                )

    @api.constrains("team_id", "active", "company_id")
    def _check_team(self):
        for line in self.filtered(lambda line: line.team_id and line.active):
            company = line.team_id.company_id
            if company and company != line.company_id:
                raise ValidationError(
                    self.env._(
                        "The team “%(team)s” belongs to %(company)s, the line does "
                        "not.",
                        team=line.team_id.name,
                        company=company.name,
                    )
                )

    def _check_team_mailbox(self, team_id):
        """Refuse a second mailbox for a sales team, naming the first.

        Asked before anything is written: the unique index knows no sentence with
        a name in it.
        """
        # sudo - switchboard.line: the first mailbox may be hidden from this user
        other = self.sudo().search(
            [
                ("team_id", "=", team_id),
                ("kind", "=", "email"),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if other:
            raise ValidationError(
                self.env._(
                    "The team “%(team)s” has a team mailbox already: %(address)s. A "
                    "team has one; ask %(owner)s, its owner, for changes.",
                    team=other.team_id.name,
                    address=other.address,
                    owner=other.owner_id.name,
                )
            )

    def _check_team_vals(self, vals):
        """Check the team of lines about to be written with ``vals``."""
        if "team_id" not in vals and not vals.get("active"):
            return
        for line in self.filtered(lambda line: line.kind == "email"):
            team_id = vals.get("team_id", line.team_id.id)
            if team_id and vals.get("active", line.active):
                line._check_team_mailbox(team_id)

    @api.constrains("owner_id", "company_id")
    def _check_owner(self):
        for line in self:
            line._check_user_company(line.owner_id)

    def _check_user_company(self, users):
        """Refuse users who may not work in the line's company."""
        self.ensure_one()
        for user in users:
            if self.company_id not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s, to which this line "
                        "belongs.",
                        user=user.name,
                        company=self.company_id.name,
                    )
                )

    @api.model
    def _check_owner_vals(self, vals):
        """Refuse to connect a line for somebody else."""
        owner = vals.get("owner_id") or self.env.uid
        if owner == self.env.uid or self.env.su:
            return
        if not self.env.user._is_switchboard_administrator():
            raise AccessError(
                self.env._("Only an administrator connects lines for others.")
            )

    def _check_sharing_rights(self):
        """Refuse a user who may not share lines, or not with this team.

        Managers share with colleagues; a team's mailbox is an administrator's or
        the team leader's to connect.
        """
        user = self.env.user
        if self.env.su or user._is_switchboard_administrator():
            return
        for line in self.filtered(lambda line: line.access == "shared"):
            # sudo - crm.team: its name and who leads it, nothing else
            team = line.team_id.sudo()
            leader = team.user_id
            if line.team_id and leader != user:
                raise AccessError(
                    self.env._(
                        "The mailbox of the team “%(team)s” is connected by an "
                        "administrator or by the team's leader%(leader)s.",
                        team=team.name,
                        leader=f", {leader.name}" if leader else "",
                    )
                )
            if leader != user and not user.has_group("mail_switchboard.group_manager"):
                raise AccessError(
                    self.env._(
                        "Only managers share a line with others. Keep it personal, or "
                        "ask an administrator to make you a manager."
                    )
                )
