from odoo import fields, models

from .big_integer import BigInteger


class SwitchboardLocation(models.Model):
    """Where a message lies on the server: folder + UIDVALIDITY + UID."""

    _name = "switchboard.location"
    _description = "Location of a Message"

    message_id = fields.Many2one(
        "switchboard.message", required=True, ondelete="cascade", index=True
    )
    folder_id = fields.Many2one("switchboard.folder", required=True, ondelete="cascade")
    uidvalidity = BigInteger(required=True)
    uid = BigInteger(required=True)
    flags = fields.Char()
    gone = fields.Boolean(
        help="The server no longer lists it there. The message counts as deleted only "
        "when it lies nowhere else."
    )

    _gone_idx = models.Index("(folder_id) WHERE gone")
    _uid_uniq = models.UniqueIndex("(folder_id, uidvalidity, uid)")
