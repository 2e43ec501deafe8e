from odoo import fields, models

from ..models.folder import FOLDER_ROLES


class SwitchboardConnectFolder(models.TransientModel):
    _name = "switchboard.connect.folder"
    _description = "Folder of a New Mailbox"
    _order = "id"

    wizard_id = fields.Many2one(
        "switchboard.connect.mailbox", required=True, ondelete="cascade"
    )
    path = fields.Char(required=True)
    role = fields.Selection(FOLDER_ROLES)
    messages = fields.Integer()
    selected = fields.Boolean()
