from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .. import const

# What decides who reads the line, and what the web client shows of it.
_RIGHTS_FIELDS = {"access", "team_id", "team_level", "owner_id", "company_id"}
_SHOWN_FIELDS = {"name", "color", "write_first", "active", "state"}


class SwitchboardLine(models.Model):
    """A connected address people write to: what mailboxes and phones share."""

    _name = "switchboard.line"
    _description = "Email or Phone Line"
    _inherit = [
        "bus.listener.mixin",
        "switchboard.fixed.fields.mixin",
        "switchboard.line.access.mixin",
        "switchboard.line.ceiling.mixin",
        "switchboard.line.contacts.mixin",
        "switchboard.line.health.mixin",
        "switchboard.line.plan.mixin",
        "switchboard.line.sharing.mixin",
        "switchboard.line.signature.mixin",
        "switchboard.line.store.mixin",
        "switchboard.line.writing.mixin",
    ]
    _order = "name, id"
    _engine_fields = ("state", "state_message", "kind", "address", "runtime_ids")

    name = fields.Char(required=True, help="How colleagues see this line.")
    kind = fields.Selection(
        [(const.EMAIL, "Email"), (const.SMS, "SMS")], required=True, readonly=True
    )
    address = fields.Char(
        readonly=True, help="The email address or the number people write to."
    )
    owner_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        help="Who connected the line. Only the owner and administrators change "
        "its settings.",
    )
    access = fields.Selection(
        [("personal", "Personal"), ("shared", "Shared")],
        required=True,
        default="personal",
        help="A personal line is the owner's alone. A shared line is also its "
        "members' and its sales team's.",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        index="btree_not_null",
        help="The members of this team read and write on the shared line.",
    )
    team_level = fields.Selection(
        const.GRANT_LEVELS,
        string="The Team May",
        required=True,
        default="send_all",
        help="What members of the sales team may do without a row of their own.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    color = fields.Integer()
    state = fields.Selection(
        const.LINE_STATES, required=True, default="draft", readonly=True, copy=False
    )
    state_message = fields.Char(
        readonly=True, copy=False, help="Why the line is in this state."
    )
    write_first = fields.Boolean(
        default=True,
        help="Members who may send can start conversations from this line.",
    )
    sharing_level = fields.Selection(
        const.SHARING_LEVELS,
        required=True,
        default="metadata",
        help="What colleagues without access to the line see of its messages on "
        "contacts and deals they may read.",
    )
    sharing_level_out = fields.Selection(
        const.SHARING_LEVELS,
        string="Sharing of Sent Messages",
        help="The same for messages that were sent. Empty: as for received ones.",
    )
    lead_rule = fields.Selection(
        const.LEAD_RULES,
        string="Deals to Link",
        required=True,
        default="newest",
        help="Which open deals of a contact its messages are linked to. A deal chosen "
        "in a conversation holds for all that comes in it.",
    )
    undo_seconds = fields.Integer(
        string="Time to Stop a Message",
        default=lambda self: self.env.company.switchboard_undo_seconds,
        help="Every message waits this many seconds before it leaves, and can be "
        "stopped meanwhile (0 to 120).",
    )
    grant_ids = fields.One2many("switchboard.grant", "line_id", string="Members")
    mailbox_ids = fields.One2many("switchboard.mailbox", "line_id")
    runtime_ids = fields.One2many("switchboard.line.runtime", "line_id")
    log_ids = fields.One2many("switchboard.log", "line_id", readonly=True)
    member_user_ids = fields.Many2many(
        "res.users",
        string="Who May Use It",
        compute="_compute_member_user_ids",
        compute_sudo=True,
    )
    progress = fields.Integer(compute="_compute_runtime", help="In percent.")
    last_sync_at = fields.Datetime(compute="_compute_runtime")
    progress_text = fields.Char(compute="_compute_runtime")
    remark = fields.Char(
        compute="_compute_remark",
        help="Why the line is in its state, or how far its first sync is.",
    )

    _undo_seconds_range = models.Constraint(
        "CHECK(undo_seconds BETWEEN 0 AND 120)",
        "The time to stop a message lies between 0 and 120 seconds.",
    )

    @api.depends("runtime_ids.last_sync_at", "runtime_ids.done", "runtime_ids.total")
    def _compute_runtime(self):
        for line in self:
            # sudo - switchboard.line.runtime: progress of a line one may read
            runtime = line.sudo().runtime_ids[:1]
            line.last_sync_at = runtime.last_sync_at
            syncing = line.state == "syncing" and runtime.total
            line.progress = (
                min(100, 100 * runtime.done // runtime.total) if syncing else 0
            )
            line.progress_text = (
                self.env._(
                    "%(done)s of %(total)s",
                    done=formatLang(self.env, runtime.done, digits=0),
                    total=formatLang(self.env, runtime.total, digits=0),
                )
                if line.state == "syncing" and runtime.total
                else False
            )

    @api.depends("state_message", "progress_text")
    def _compute_remark(self):
        for line in self:
            line.remark = line.state_message or line.progress_text

    @api.depends("owner_id", "access", "grant_ids.user_id", "team_id")
    def _compute_member_user_ids(self):
        for line in self:
            line.member_user_ids = line._get_reader_users()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":  # the default comes along
                self._switchboard_refuse_fields(("state",), vals)
            self._check_owner_vals(vals)
            if vals.get("team_id") and vals.get("kind") == const.EMAIL:
                self._check_team_mailbox(vals["team_id"])
        lines = super().create(vals_list)
        lines._check_sharing_rights()
        # sudo - switchboard.line.runtime: made with each line, nobody writes it
        self.env["switchboard.line.runtime"].sudo().create(
            [{"line_id": line.id} for line in lines]
        )
        return lines

    def write(self, vals):
        self._switchboard_refuse_fields(self._engine_fields, vals)
        self._check_team_vals(vals)
        rights = _RIGHTS_FIELDS & vals.keys()
        readers = self._get_reader_users() if rights else self.env["res.users"]
        result = super().write(vals)
        if rights:
            self._check_sharing_rights()
            self._notify_rights(readers | self._get_reader_users())
        if _SHOWN_FIELDS & vals.keys():
            self._notify_changed()
        return result

    def unlink(self):
        """Conversations go with their line, and its mailbox with its servers."""
        self._erase_conversations()
        return super().unlink()

    def _erase_conversations(self):
        self.check_access("unlink")
        # sudo - discuss.channel, switchboard.message: they belong to these lines
        env = self.sudo().env
        env["discuss.channel"].with_context(active_test=False).search(
            [("switchboard_line_id", "in", self.ids)]
        ).unlink()
        env["switchboard.message"].search([("line_id", "in", self.ids)]).unlink()

    def _public_name(self):
        """The name, or whose it is where a personal line stays unnamed."""
        self.ensure_one()
        if self.access == "personal":
            return self.env._("a personal line of %s", self.owner_id.name)
        return self.name

    def _notify_changed(self):
        for line in self:
            line._bus_send("mail_switchboard/line", {"line_id": line.id})

    def _notify_progress(self):
        """Tell open forms how far the sync is."""
        for line in self:
            # sudo - switchboard.line.runtime: progress of a line one may read
            runtime = line.sudo().runtime_ids[:1]
            line._bus_send(
                "mail_switchboard/progress",
                {"line_id": line.id, "done": runtime.done, "total": runtime.total},
            )

    def _notify_rights(self, users):
        """Tell ``users``' browsers that what they may read has changed."""
        for user in users:
            user._bus_send("mail_switchboard/rights", {})

    def action_open_settings(self):
        """Open the form of the mailbox or phone behind this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "switchboard.mailbox",
            "res_id": self.mailbox_ids[:1].id,
            "views": [(False, "form")],
        }
