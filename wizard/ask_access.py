from odoo import fields, models


class SwitchboardAskAccess(models.TransientModel):
    """Asks the owner of a line to show a hidden message."""

    _name = "switchboard.ask.access"
    _description = "Ask for Access"

    shared_id = fields.Integer(required=True)
    reason = fields.Text(required=True)

    def action_send(self):
        """Ask.

        :return: a note that the owner was asked
        """
        self.ensure_one()
        shared = self.env["switchboard.shared.message"].browse(self.shared_id)
        self.env["switchboard.access.request"]._ask(shared, self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The owner was asked. You see it when he agrees."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
