from markupsafe import Markup

from odoo import models


class SwitchboardConversationTellMixin(models.AbstractModel):
    """Tells one colleague that a conversation is his, or is due again."""

    _name = "switchboard.conversation.tell.mixin"
    _description = "Notices about Conversations"

    def _switchboard_tell_assigned(self, user):
        """Tell ``user`` which conversations somebody gave him."""
        by = self.env.user.name
        for channel in self:
            channel._switchboard_tell(
                user,
                self.env._(
                    "%(by)s assigned the conversation with %(who)s on “%(line)s” to "
                    "you.",
                    by=by,
                    who=channel.name,
                    line=channel.switchboard_line_id.name,
                ),
                "assigned",
            )

    def _switchboard_tell_awake(self, user):
        """Tell ``user`` that the time he put a conversation off for is over."""
        self._switchboard_tell(
            user,
            self.env._(
                "The conversation with %(who)s on “%(line)s” was put off until now.",
                who=self.name,
                line=self.switchboard_line_id.name,
            ),
            "awake",
        )

    def _switchboard_tell(self, user, text, about):
        """Notify as the user wants to be, by inbox or email, and at once if he is in.

        Only who may still read the conversation is told. The note to the browser
        carries ids only, like all notes of ours.
        """
        self.ensure_one()
        if not self.with_user(user).has_access("read"):
            return
        url = f"/odoo/discuss?active_id=discuss.channel_{self.id}"
        # sudo - mail.thread: notices about conversations are ours, not a record's
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=text,
            body=Markup('<p>%s</p><p><a href="%s">%s</a></p>')
            % (text, url, self.env._("Open the conversation")),
            author_id=self.env.user.partner_id.id,
            email_layout_xmlid="mail.mail_notification_light",
        )
        user._bus_send(
            "mail_switchboard/told",
            {
                "line_id": self.switchboard_line_id.id,
                "channel_id": self.id,
                "about": about,
            },
        )

    def _switchboard_notifies(self, user):
        """Whose conversation it is takes part in it."""
        # sudo - discuss.channel: whose the conversation is, for one of its readers
        return self.sudo().switchboard_user_id == user or super()._switchboard_notifies(
            user
        )
