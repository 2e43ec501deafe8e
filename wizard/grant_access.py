from odoo import fields, models


class SwitchboardGrantAccess(models.TransientModel):
    """The owner of a line types for how many days a colleague gets access."""

    _name = "switchboard.grant.access"
    _description = "Give Access for a Number of Days"

    request_id = fields.Many2one(
        "switchboard.access.request", required=True, ondelete="cascade"
    )
    days = fields.Integer(
        string="Number of Days",
        required=True,
        default=30,
        help="From now on, 1 to 3650; then the access ends by itself.",
    )

    def action_give(self):
        """Give access.

        :return: the action that closes the dialog
        :raise UserError: the number is out of its bounds
        """
        self.ensure_one()
        self.request_id.action_grant_days(self.days)
        return {"type": "ir.actions.act_window_close"}
