from odoo import api, fields, models

from .. import const


class DiscussChannel(models.Model):
    """Conversations are channels of two more types; the parts are in mixins."""

    _name = "discuss.channel"
    # discuss.channel comes last: what the mixins override must come before it.
    _inherit = [
        "switchboard.conversation.state.mixin",
        "switchboard.conversation.unanswered.mixin",
        "switchboard.conversation.tell.mixin",
        "switchboard.conversation.find.mixin",
        "switchboard.conversation.details.mixin",
        "switchboard.conversation.records.mixin",
        "switchboard.conversation.news.mixin",
        "switchboard.conversation.merge.mixin",
        "switchboard.conversation.push.mixin",
        "switchboard.conversation.mixin",
        "switchboard.conversation.move.mixin",
        "switchboard.conversation.bulk.mixin",
        "switchboard.conversation.list.mixin",
        "switchboard.conversation.unread.mixin",
        "switchboard.conversation.pause.mixin",
        "switchboard.conversation.store.mixin",
        "switchboard.conversation.guard.mixin",
        "switchboard.conversation.post.mixin",
        "switchboard.conversation.recipients.mixin",
        "switchboard.conversation.bury.mixin",
        "switchboard.conversation.crm.mixin",
        "discuss.channel",
    ]

    channel_type = fields.Selection(
        selection_add=[(const.EMAIL, "Email"), (const.SMS, "SMS")],
        ondelete={const.EMAIL: "cascade", const.SMS: "cascade"},
    )
    switchboard_can_read = fields.Boolean(
        compute="_compute_switchboard_can_read",
        search="_search_switchboard_can_read",
    )

    _switchboard_line_required = models.Constraint(
        "CHECK((channel_type IN ('email', 'sms')) = (switchboard_line_id IS NOT NULL))",
        "A conversation of this type belongs to a line.",
    )
    _switchboard_list_idx = models.Index(
        "(switchboard_line_id, switchboard_last_date DESC, id DESC)"
        " WHERE switchboard_line_id IS NOT NULL"
    )
    _switchboard_all_idx = models.Index(
        "(switchboard_last_date DESC, id DESC) WHERE switchboard_line_id IS NOT NULL"
    )
    _switchboard_key_idx = models.Index(
        "(switchboard_line_id, switchboard_counterpart_key)"
        " WHERE switchboard_line_id IS NOT NULL"
    )

    @api.depends_context("uid")
    @api.depends("switchboard_line_id")
    def _compute_switchboard_can_read(self):
        Line = self.env["switchboard.line"]
        readable = set(Line._get_line_ids(self.env.user))
        for channel in self:
            channel.switchboard_can_read = channel.switchboard_line_id.id in readable

    def _search_switchboard_can_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        Line = self.env["switchboard.line"]
        return [("switchboard_line_id", "in", Line._get_line_ids(self.env.user))]
