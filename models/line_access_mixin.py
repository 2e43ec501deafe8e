from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
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
    @api.depends(
        "owner_id", "access", "team_id", "team_level", "grant_ids.level", "active"
    )
    def _compute_rights(self):
        user = self.env.user
        levels = self._get_levels(user)
        administers = user._is_switchboard_administrator()
        for line in self:
            level = levels.get(line.id)
            line.can_read = bool(level)
            line.can_send = level in const.SENDING_LEVELS
            line.can_manage = line.owner_id == user or (
                administers
                and line.access == "shared"
                and line.company_id in user.company_ids
            )
            line.notified_about_all = level in const.TOLD_ALL_LEVELS

    @api.model
    def _line_query(self, user):
        """SQL of the ids of the lines that ``user`` reads, and at which level.

        The owner has ``send_all``, a member his own level, a member of the line's
        sales team without a row of his own the team's level.

        :param res.users user: whose rights count
        """
        # A personal line is its owner's alone, whatever grants are left over.
        return SQL(
            """
            SELECT l.id,
                   CASE WHEN l.owner_id = %(user)s THEN 'send_all'
                        ELSE COALESCE(g.level, l.team_level) END AS level
              FROM switchboard_line l
         LEFT JOIN switchboard_grant g
                ON g.line_id = l.id AND g.user_id = %(user)s
             WHERE l.owner_id = %(user)s
                OR (l.access = 'shared' AND l.company_id IN %(companies)s
                    AND (g.id IS NOT NULL OR l.team_id IN (
                        SELECT m.crm_team_id FROM crm_team_member m
                         WHERE m.user_id = %(user)s AND m.active)))
            """,
            user=user.id,
            companies=tuple(user.company_ids.ids) or (0,),
        )

    @api.model
    def _get_levels(self, user):
        """Return {line id: level} of all lines that ``user`` reads."""
        self.env["switchboard.line"].flush_model(
            ["owner_id", "access", "team_id", "team_level", "company_id"]
        )
        self.env["switchboard.grant"].flush_model(["line_id", "user_id", "level"])
        self.env["crm.team.member"].flush_model(["crm_team_id", "user_id", "active"])
        return dict(self.env.execute_query(self._line_query(user)))

    @api.model
    def _get_line_ids(self, user, levels=None):
        """Return the ids of the lines ``user`` reads, or has one of ``levels`` on."""
        found = self._get_levels(user)
        return [line for line, level in found.items() if not levels or level in levels]

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
        user = self.env.user
        if user._is_switchboard_administrator():
            return owned | (
                Domain("access", "=", "shared")
                & Domain("company_id", "in", user.company_ids.ids)
            )
        return owned

    def _no_send_reason(self):
        """Say why the user may not send from this line, or False when he may.

        :rtype: str
        """
        self.ensure_one()
        if self.can_send:
            return self._receives_only_reason()
        # sudo - switchboard.line: name and owner tell the reader whom to ask
        line = self.sudo()
        return self.env._(
            "You may read “%(line)s” but not send from it. Ask %(owner)s, its owner, "
            "for it.",
            line=line.name,
            owner=line.owner_id.name,
        )

    def _receives_only_reason(self):
        """Say that the mailbox has no SMTP server, or False when it has one."""
        # sudo - switchboard.mailbox: whether a line one may read can send at all
        line = self.sudo()
        mailbox = line.mailbox_ids[:1]
        if not mailbox or mailbox.smtp_host:
            return False
        return self.env._(
            "“%(line)s” only receives. %(owner)s, its owner, can enter an SMTP server "
            "to send from it.",
            line=line.name,
            owner=mailbox.owner_id.name,
        )

    def _check_may_send(self):
        """Refuse a user without a grant to send.

        :raise AccessError: with the reason in a sentence
        """
        for line in self:
            if line.can_send and (reason := line._receives_only_reason()):
                raise UserError(reason)
            if not line.can_send:
                raise AccessError(
                    line._no_send_reason()
                    if line.can_read
                    else self.env._("You have no access to this line.")
                )

    def _get_reader_users(self):
        """Users who read these lines, whatever gives them the right."""
        # sudo - switchboard.grant, crm.team: whom to notify is the line's matter
        lines = self.sudo()
        users = lines.owner_id
        for line in lines.filtered(lambda line: line.access == "shared"):
            users |= line.grant_ids.user_id | line.team_id.member_ids
        return users.filtered("active")
