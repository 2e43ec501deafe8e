from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import const


class SwitchboardSharing(models.Model):
    """What the owner decided for one conversation, instead of the line's level."""

    _name = "switchboard.sharing"
    _description = "Sharing of One Conversation"
    _rec_name = "channel_id"

    channel_id = fields.Many2one(
        "discuss.channel", string="Conversation", required=True, ondelete="cascade"
    )
    level = fields.Selection(
        [("hidden", "Nothing"), *const.SHARING_LEVELS],
        required=True,
        help="What colleagues without access to the line see of this conversation on "
        "contacts and deals they may read.",
    )

    _channel_uniq = models.UniqueIndex(
        "(channel_id)", "The sharing of this conversation is decided already."
    )

    @api.model
    def _set_level(self, channel, level):
        """Share a conversation more or less than its line.

        :param discuss.channel channel: the conversation
        :param level: hidden, metadata, subject, everything; None: as the line
        :raise AccessError: the user does not manage the line
        """
        # sudo - discuss.channel: whose line it is decides
        line = channel.sudo().switchboard_line_id.with_user(self.env.user).sudo(False)
        if not line or not (self.env.su or line.can_manage):
            raise AccessError(
                self.env._("Only the owner decides how a conversation is shared.")
            )
        # sudo - switchboard.sharing: written here alone, after the check above
        Sharing = self.sudo()
        known = Sharing.search([("channel_id", "=", channel.id)])
        if level is None:
            known.unlink()
        elif known:
            known.level = level
        else:
            known = Sharing.create({"channel_id": channel.id, "level": level})
        shown = dict(Sharing._fields["level"].selection).get(level)
        self.env["switchboard.log"]._note(
            line,
            "access",
            self.env._(
                "%(user)s shares one conversation at the level “%(level)s”.",
                user=self.env.user.name,
                level=shown or self.env._("as the line"),
            ),
        )
