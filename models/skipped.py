from odoo import fields, models

from .big_integer import BigInteger


class SwitchboardSkipped(models.Model):
    """The journal: one row for each mail seen on the server and not stored."""

    _name = "switchboard.skipped"
    _description = "Skipped Message"
    _inherit = ["switchboard.fixed.fields.mixin"]
    _order = "id desc"
    _rec_name = "subject"
    _fixed_fields = (
        *("mailbox_id", "folder_id", "uidvalidity", "uid", "raw_attachment_id"),
    )

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade", index=True
    )
    folder_id = fields.Many2one(
        "switchboard.folder", required=True, ondelete="cascade"
    )
    uidvalidity = BigInteger(required=True)
    uid = BigInteger(required=True)
    message_id_header = fields.Char(string="Message-ID")
    subject = fields.Char()
    email_from = fields.Char(string="From")
    date = fields.Datetime()
    reason = fields.Selection(
        [
            ("quarantined", "Could not be read"),
            ("internal", "Internal mail"),
            ("list", "Mailing list or bulk"),
            ("blocked", "Blocked address"),
            ("period", "Outside the period"),
            ("size", "Too large"),
            ("deleted", "Deleted here"),
        ],
        required=True,
        index=True,
    )
    detail = fields.Char(help="The rule that applied, or the error.")
    raw_attachment_id = fields.Many2one(
        "ir.attachment",
        string="Raw Mail",
        ondelete="set null",
        help="The mail as it came, kept so that it can be read later.",
    )
    retries = fields.Integer(readonly=True)
    imported = fields.Boolean(
        readonly=True, help="It was brought in later, by hand or by a retry."
    )

    _uid_uniq = models.UniqueIndex("(folder_id, uidvalidity, uid)")

    def write(self, vals):
        self._switchboard_refuse_fields(self._fixed_fields, vals)
        return super().write(vals)

    def action_import(self):
        """Bring these mails in after all.

        :return: True
        """
        for mailbox, rows in self.grouped("mailbox_id").items():
            rows.check_access("write")
            mailbox._import_skipped(rows)
        return True
