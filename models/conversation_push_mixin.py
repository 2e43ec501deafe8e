import json

from odoo import models

# The whole push may have 4,000 bytes; names and snippets are short of themselves.
_BODY_CHARS = 300


class SwitchboardConversationPushMixin(models.AbstractModel):
    """Web push about live mail, to whom the grant's level says and nobody else.

    Stock code pushes to members, and a conversation has none. The pushes are left
    to stock's own queue: nothing goes over the network in this transaction.
    """

    _name = "switchboard.conversation.push.mixin"
    _description = "Web Push of Conversations"

    def _switchboard_announce(self, messages):
        result = super()._switchboard_announce(messages)
        for message in messages:
            if message.live and message.direction == "in":
                self._switchboard_push(message)
        return result

    def _switchboard_push(self, message):
        """Queue a push to the devices of those who are told about ``message``.

        :param switchboard.message message: live, from outside
        """
        # sudo - res.users, mail.push: whom to push to is the line's matter
        readers = self.sudo().switchboard_line_id._get_reader_users()
        devices, private_key, public_key = self._web_push_get_partners_parameters(
            readers.partner_id.ids
        )
        if not devices or not private_key or not public_key:
            return
        told = readers.filtered(
            lambda user: (
                user.partner_id in devices.partner_id
                and self.with_user(user).has_access("read")
                and self._switchboard_notifies(user)
            )
        )
        devices = devices.filtered(lambda device: device.partner_id in told.partner_id)
        if not devices:
            return
        payload = json.dumps(self._switchboard_push_payload(message))
        self.env["mail.push"].sudo().create(
            [
                {"mail_push_device_id": device.id, "payload": payload}
                for device in devices
            ]
        )
        # sudo - ir.cron: the stock queue of pushes
        self.env.ref("mail.ir_cron_web_push_notification").sudo()._trigger()

    def _switchboard_push_payload(self, message):
        """What the device shows, and where a click leads.

        :rtype: dict
        """
        # sudo - switchboard.line, switchboard.message: for those who read the line
        line = self.sudo().switchboard_line_id
        text = " – ".join(filter(None, (message.subject, message.snippet)))
        return {
            "title": f"{self.name} ({line.name})",
            "options": {
                "body": text[:_BODY_CHARS],
                "icon": "/web/static/img/odoo-icon-192x192.png",
                "data": {
                    "action": "mail.action_discuss",
                    "model": "discuss.channel",
                    "res_id": self.id,
                },
            },
        }
