from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const


class SwitchboardLineAccessMixin(models.AbstractModel):
    """Who may read, send from and manage a line.

    The fields are searchable, so that record rules built on them need no cache
    to be cleared: a withdrawn grant acts with the next query.
    """

    _name = "switchboard.line.access.mixin"
    _description = "Rights on a Line"

    can_read = fields.Boolean(
        compute="_compute_rights", search="_search_can_read", compute_sudo=True
    )
    can_send = fields.Boolean(
        compute="_compute_rights", search="_search_can_send", compute_sudo=True
    )
    can_manage = fields.Boolean(
        compute="_compute_rights", search="_search_can_manage", compute_sudo=True
    )
    notified_about_all = fields.Boolean(compute="_compute_rights", compute_sudo=True)

    @api.depends_context("uid")
    @api.depends("owner_id", "access", "team_id", "grant_ids.level", "active")
    def _compute_rights(self):
        user = self.env.user
        readable = set(self._get_line_ids(user))
        sending = set(self._get_line_ids(user, const.SENDING_LEVELS))
        for line in self:
            owned = line.owner_id == user
            levels = line.grant_ids.filtered(lambda g: g.user_id == user).mapped(
                "level"
            )
            line.can_read = line.id in readable
            line.can_send = line.id in sending
            line.can_manage = owned or (
                line.access == "shared" and user.has_group("base.group_system")
            )
            line.notified_about_all = line.can_read and levels != ["send_own"]

    @api.model
    def _line_query(self, user, levels=None):
        """SQL of the ids of the lines that ``user`` reads.

        :param res.users user: whose rights count
        :param tuple levels: only through a grant of these levels (the owner and
            the members of the line's team have ``send_all``)
        """
        level = SQL("AND g.level IN %s", tuple(levels)) if levels else SQL()
        # A personal line is its owner's alone, whatever grants are left over.
        return SQL(
            """
            SELECT l.id FROM switchboard_line l WHERE l.owner_id = %(user)s
            UNION
            SELECT g.line_id FROM switchboard_grant g
              JOIN switchboard_line l ON l.id = g.line_id AND l.access = 'shared'
             WHERE g.user_id = %(user)s %(level)s
            UNION
            SELECT l.id FROM switchboard_line l
              JOIN crm_team_member m ON m.crm_team_id = l.team_id AND m.active
             WHERE l.access = 'shared' AND m.user_id = %(user)s
               AND NOT EXISTS (SELECT 1 FROM switchboard_grant g
                                WHERE g.line_id = l.id AND g.user_id = %(user)s)
            """,
            user=user.id,
            level=level,
        )

    @api.model
    def _get_line_ids(self, user, levels=None):
        self.env["switchboard.line"].flush_model(["owner_id", "access", "team_id"])
        self.env["switchboard.grant"].flush_model(["line_id", "user_id", "level"])
        self.env["crm.team.member"].flush_model(["crm_team_id", "user_id", "active"])
        rows = self.env.execute_query(self._line_query(user, levels))
        return [line_id for (line_id,) in rows]

    def _rights_domain(self, operator, levels=None):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._get_line_ids(self.env.user, levels))

    def _search_can_read(self, operator, value):
        return self._rights_domain(operator)

    def _search_can_send(self, operator, value):
        return self._rights_domain(operator, const.SENDING_LEVELS)

    def _search_can_manage(self, operator, value):
        if operator != "in":
            return NotImplemented
        owned = Domain("owner_id", "=", self.env.uid)
        if self.env.user.has_group("base.group_system"):
            return owned | Domain("access", "=", "shared")
        return owned

    def _no_send_reason(self):
        """Say why the user may not send from this line, or False when he may.

        :rtype: str
        """
        self.ensure_one()
        if self.can_send:
            return False
        # sudo - switchboard.line: name and owner tell the reader whom to ask
        line = self.sudo()
        return self.env._(
            "You may read “%(line)s” but not send from it. Ask %(owner)s, its owner, "
            "for it.",
            line=line.name,
            owner=line.owner_id.name,
        )

    def _check_may_send(self):
        """Refuse a user without a grant to send.

        :raise AccessError: with the reason in a sentence
        """
        for line in self:
            if not line.can_send:
                raise AccessError(
                    line._no_send_reason()
                    if line.can_read
                    else self.env._("You have no access to this line.")
                )

    def _get_reader_users(self, levels=None):
        """Users who read these lines, whatever gives them the right."""
        # sudo - switchboard.grant, crm.team: whom to notify is the line's matter
        lines = self.sudo()
        users = lines.owner_id
        for line in lines.filtered(lambda line: line.access == "shared"):
            grants = line.grant_ids
            if levels:
                grants = grants.filtered(lambda g: g.level in levels)
            users |= grants.user_id
            users |= line.team_id.member_ids - line.grant_ids.user_id
        return users.filtered("active")
