from odoo import api, fields, models
from odoo.exceptions import UserError


class SwitchboardMoveMessages(models.TransientModel):
    """Asks where messages of a conversation belong."""

    _name = "switchboard.move.messages"
    _description = "Move Messages"

    message_id = fields.Many2one("switchboard.message", readonly=True)
    channel_id = fields.Many2one("discuss.channel", required=True, readonly=True)
    line_id = fields.Many2one(related="channel_id.switchboard_line_id")
    scope = fields.Selection(
        [
            ("after", "This message and the later ones"),
            ("one", "This message only"),
            ("all", "The whole conversation"),
        ],
        string="What",
        required=True,
        default="after",
    )
    target = fields.Selection(
        [
            ("new", "A new conversation"),
            ("existing", "Another conversation of this line"),
            ("record", "The chatter of a record"),
        ],
        string="Where to",
        required=True,
        default="new",
    )
    target_channel_id = fields.Many2one(
        "discuss.channel",
        string="Conversation",
        domain="[('switchboard_line_id', '=', line_id), ('id', '!=', channel_id)]",
    )
    record_ref = fields.Reference(selection="_select_models", string="Record")

    @api.model
    def _select_models(self):
        """Models with a chatter that the user may write in."""
        # sudo - ir.model: names of models; those he may not write are left out
        found = self.env["ir.model"].sudo().search([("is_mail_thread", "=", True)])
        return [
            (model.model, model.name)
            for model in found
            if model.model in self.env
            and model.model not in ("mail.thread", "discuss.channel")
            and not self.env[model.model]._abstract
            and not self.env[model.model]._transient
            and self.env[model.model].has_access("write")
        ]

    @api.model
    def default_get(self, field_names):
        values = super().default_get(field_names)
        if not values.get("message_id"):
            values.update({"scope": "all", "target": "existing"})
        return values

    def action_move(self):
        """Move the messages.

        :return: the action that shows where they are now
        :raise AccessError: the user may not decide about them
        :raise UserError: nothing was chosen to move them to
        """
        self.ensure_one()
        # The wizard's values came from a browser: rights are asked for as the user.
        channel = self.channel_id.with_user(self.env.user)
        channel._switchboard_check_handle()
        messages = self._get_messages()
        if self.target == "record":
            if not self.record_ref:
                raise UserError(self.env._("Choose the record they belong to."))
            messages._move_to_record(self.record_ref)
            return self.record_ref.get_formview_action()
        if self.target == "new":
            return channel._switchboard_split(messages).action_switchboard_open()
        target = self.target_channel_id.with_user(self.env.user)
        if not target:
            raise UserError(self.env._("Choose the conversation they belong to."))
        if self.scope == "all":
            channel._switchboard_merge_into(target)
        else:
            messages._move_to(target)
        return target.action_switchboard_open()

    def _get_messages(self):
        Message = self.env["switchboard.message"]
        anchor = self.message_id
        domain = [("channel_id", "=", self.channel_id.id)]
        if self.scope == "all":
            return Message.search(domain)
        if not anchor or anchor.channel_id != self.channel_id:
            raise UserError(self.env._("This message stands elsewhere by now."))
        if self.scope == "one":
            return anchor
        later = Message.search([*domain, ("date", ">=", anchor.date)])
        return later.filtered(lambda m: (m.date, m.id) >= (anchor.date, anchor.id))
