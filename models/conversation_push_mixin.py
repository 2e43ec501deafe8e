import json

from odoo import models


class SwitchboardConversationPushMixin(models.AbstractModel):
    """Web push for whom the grants' levels say: conversations have no members."""

    _name = "switchboard.conversation.push.mixin"
    _description = "Web Push of a Conversation"

    def _switchboard_announce(self, messages):
        result = super()._switchboard_announce(messages)
        # "Live" leaves out what was fetched later and what machines wrote.
        self._switchboard_push(
            messages.filtered(lambda m: m.live and m.direction == "in")
        )
        return result

    def _switchboard_push(self, messages):
        """Queue a notice for each browser that wants one; a cron hands them over.

        :param switchboard.message messages: came in just now
        """
        if not messages:
            return
        readers = self.switchboard_line_id._get_reader_users()
        devices, key, _public = self._web_push_get_partners_parameters(
            readers.partner_id.ids
        )
        if not (devices and key):
            return
        told = readers.filtered(
            lambda user: (
                user.partner_id in devices.partner_id
                and self.with_user(user).has_access("read")
                and self._switchboard_notifies(user)
            )
        )
        devices = devices.filtered(lambda device: device.partner_id in told.partner_id)
        # sudo - mail.push: the text of a message that these users may read
        Push = self.env["mail.push"].sudo()
        Push.create(
            [
                {"mail_push_device_id": device.id, "payload": payload}
                for payload in self._switchboard_payloads(messages)
                for device in devices
            ]
        )
        if devices:
            self.env.ref("mail.ir_cron_web_push_notification")._trigger()

    def _switchboard_payloads(self, messages):
        """What the browsers show, as JSON; stock code cuts it to what is allowed."""
        # sudo - mail.message: the reader's right was checked for each device
        for message in messages.mail_message_id.sudo():
            payload = self._notify_by_web_push_prepare_payload(message)
            yield json.dumps(self._web_push_truncate_payload(payload))

    def _notify_by_web_push_prepare_payload(self, message, **kwargs):
        payload = super()._notify_by_web_push_prepare_payload(message, **kwargs)
        if self.switchboard_line_id:
            who = message.author_id.name or message.email_from
            payload["title"] = " – ".join(filter(None, (who, message.subject)))
        return payload
