from odoo import models


class SwitchboardMailboxTestMixin(models.AbstractModel):
    """The button that sends a test email from a connected mailbox."""

    _name = "switchboard.mailbox.test.mixin"
    _inherit = ["switchboard.test.mail.mixin"]
    _description = "Test Email of a Mailbox"

    def action_send_test(self):
        """Send a test email to the user's own address.

        :return: the notification with the result
        """
        self.ensure_one()
        self.check_access("write")
        return self._show_result(*self._send_test())

    def _show_result(self, good, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Test email sent")
                if good
                else self.env._("The test email was not sent"),
                "message": message,
                "type": "success" if good else "danger",
                "sticky": not good,
            },
        }
