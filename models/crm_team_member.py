from odoo import api, models


class CrmTeamMember(models.Model):
    """Who joins or leaves a team gets or loses its mailbox at once."""

    _inherit = "crm.team.member"

    def _switchboard_notify(self, users):
        # sudo - switchboard.line: the lines of a team the caller may change
        lines = self.env["switchboard.line"].sudo()
        for team in self.crm_team_id:
            lines |= lines.search([("team_id", "=", team.id)])
        if lines:
            lines.invalidate_recordset(["can_read", "can_send"], flush=False)
            lines._notify_rights(users)

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._switchboard_notify(members.user_id)
        return members

    def write(self, vals):
        users = self.user_id
        before = self.crm_team_id if "crm_team_id" in vals else None
        result = super().write(vals)
        if {"active", "user_id", "crm_team_id"} & vals.keys():
            self._switchboard_notify(users | self.user_id)
            if before:
                before.crm_team_member_ids._switchboard_notify(users)
        return result

    def unlink(self):
        self._switchboard_notify(self.user_id)
        return super().unlink()
