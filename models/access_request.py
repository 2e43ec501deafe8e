from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

_MOST_DAYS = 3650


class SwitchboardAccessRequest(models.Model):
    """Somebody asks the owner of a line to see a hidden conversation."""

    _name = "switchboard.access.request"
    _description = "Request for Access"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Who Asks", required=True, readonly=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "switchboard.line", required=True, readonly=True, ondelete="cascade"
    )
    channel_id = fields.Many2one(
        "discuss.channel", string="Conversation", readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, ondelete="cascade"
    )
    scope = fields.Selection(
        [("conversation", "This conversation"), ("contact", "All with this contact")],
        required=True,
        default="conversation",
    )
    reason = fields.Text(required=True, readonly=True)
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("granted", "Granted"),
            ("declined", "Declined"),
            ("ended", "Ended"),
        ],
        required=True,
        default="asked",
        readonly=True,
    )
    until = fields.Datetime(readonly=True, help="Empty: for good.")
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    can_manage = fields.Boolean(compute="_compute_can_manage")

    _granted_idx = models.Index("(user_id, line_id) WHERE state = 'granted'")

    @api.depends_context("uid")
    @api.depends("line_id")
    def _compute_can_manage(self):
        for request in self:
            # sudo - switchboard.access.request: which line is asked about
            line = request.sudo().line_id.with_user(self.env.user).sudo(False)
            request.can_manage = line.can_manage

    @api.model
    def _ask(self, shared, reason):
        """Ask for a message that the user sees in part.

        :param switchboard.shared.message shared: the message
        :param str reason: told to the owner
        :rtype: switchboard.access.request
        """
        shared.ensure_one()
        shared.check_access("read")
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why you need it, so that it can be decided.")
            )
        # sudo - switchboard.message: what is asked for
        message = self.env["switchboard.message"].sudo().browse(shared.id)
        partner = shared.partner_ids._filtered_access("read")[:1]
        if not message.channel_id and not partner:
            raise UserError(
                self.env._(
                    "This message belongs to no conversation and no contact. Ask "
                    "%s in person.",
                    message.line_id.owner_id.name,
                )
            )
        known = message.channel_id and self._find_asked(message)
        return known or self._tell_owner(message, partner, reason.strip())

    @api.model
    def _find_asked(self, message):
        # sudo - switchboard.access.request: the user's own requests only
        return self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("channel_id", "=", message.channel_id.id),
                ("line_id", "=", message.line_id.id),
                ("state", "=", "asked"),
            ],
            limit=1,
        )

    @api.model
    def _tell_owner(self, message, partner, reason):
        # sudo - switchboard.access.request: after the checks of ``_ask``
        request = self.sudo().create(
            {
                "user_id": self.env.uid,
                "line_id": message.line_id.id,
                "channel_id": message.channel_id.id,
                "partner_id": partner.id,
                "scope": "conversation" if message.channel_id else "contact",
                "reason": reason,
            }
        )
        request._log(
            self.env._(
                "%(user)s asks for access to a conversation: %(reason)s",
                user=self.env.user.name,
                reason=reason,
            )
        )
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("%s asks for access", self.env.user.name),
            user_id=request.line_id.owner_id.id,
        )
        return request

    def action_grant_week(self):
        """Give access for seven days."""
        return self._grant(7)

    def action_choose_days(self):
        """Open the dialog in which the number of days is typed.

        :return: the action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give Access"),
            "res_model": "switchboard.grant.access",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id},
        }

    def action_grant_days(self, days):
        """Give access for a number of days.

        :param int days: 1 to 3650
        :return: True
        :raise UserError: it is another number, or none
        """
        if type(days) is not int or not 1 <= days <= _MOST_DAYS:
            raise UserError(
                self.env._(
                    "Give a whole number of days, from 1 to %s. For longer, choose "
                    "“For Good”: you can take it back at any time.",
                    _MOST_DAYS,
                )
            )
        return self._grant(days)

    def action_grant_for_good(self):
        """Give access without an end."""
        return self._grant(None)

    def _grant(self, days):
        now = fields.Datetime.now()
        until = now + timedelta(days=days) if days else False
        for request in self._decide("granted", until):
            ask = request.with_context(lang=request.user_id.lang)
            request._log(
                self.env._(
                    "%(owner)s gave %(user)s access until %(until)s: %(scope)s.",
                    owner=self.env.user.name,
                    user=request.user_id.name,
                    until=until or self.env._("further notice"),
                    scope=request._scope_text(),
                )
            )
            ask._answer(
                ask.env._(
                    "%(owner)s gave you access until %(until)s: %(scope)s.",
                    owner=self.env.user.name,
                    until=format_datetime(ask.env, until, tz=request.user_id.tz)
                    if until
                    else ask.env._("further notice"),
                    scope=ask._scope_text(),
                )
            )
        return True

    def action_decline(self):
        """Decline, or take back what was granted."""
        for request in self._decide("declined", False):
            request._log(
                self.env._(
                    "%(owner)s declined access for %(user)s.",
                    owner=self.env.user.name,
                    user=request.user_id.name,
                )
            )
            ask = request.with_context(lang=request.user_id.lang)
            ask._answer(ask.env._("%s does not give you access.", self.env.user.name))
        return True

    def action_widen(self):
        """Answer for all conversations with the contact instead of this one."""
        for request in self._managed():
            wide = request.scope == "conversation" and request.partner_id
            request.scope = "contact" if wide else "conversation"
        return True

    def _managed(self):
        for request in self:
            if not (self.env.su or request.can_manage):
                raise AccessError(
                    self.env._("Only the owner of the line decides about access.")
                )
        # sudo - switchboard.access.request: decided by whom the check above let in
        return self.sudo()

    def _decide(self, state, until):
        requests = self._managed()
        requests.write(
            {
                "state": state,
                "until": until,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        requests.activity_unlink(["mail.mail_activity_data_todo"])
        return requests

    def _scope_text(self):
        if self.scope == "contact":
            return self.env._("all with %s", self.partner_id.name)
        return self.env._("one conversation")

    def _answer(self, text):
        """Tell who asked; nothing of the conversation itself is in it."""
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Request for Access"),
            body=text,
        )

    def _log(self, text):
        self.env["switchboard.log"]._note(self.line_id, "access", text)

    @api.autovacuum
    def _gc_ended(self):
        """Access ends at its hour by itself; here that is written down."""
        for request in self.search(
            [("state", "=", "granted"), ("until", "<", fields.Datetime.now())]
        ):
            request.state = "ended"
            request._log(self.env._("The access of %s ended.", request.user_id.name))
