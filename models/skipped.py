from odoo import api, fields, models

from .big_integer import BigInteger

SKIP_REASONS = [
    ("quarantined", "Could not be read"),
    ("internal", "Internal mail"),
    ("list", "Mailing list or bulk"),
    ("blocked", "Blocked address"),
    ("period", "Outside the period"),
    ("size", "Too large"),
    ("deleted", "Deleted here"),
]


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
        "switchboard.folder",
        ondelete="cascade",
        help="Empty for a message that was deleted here before its folder was known.",
    )
    uidvalidity = BigInteger(required=True)
    uid = BigInteger(required=True)
    key = fields.Char(help="Names the mail across folders and new syncs.")
    gm_msgid = BigInteger(string="X-GM-MSGID")
    message_id_header = fields.Char(string="Message-ID")
    subject = fields.Char()
    email_from = fields.Char(string="From")
    date = fields.Datetime()
    reason = fields.Selection(SKIP_REASONS, required=True, index=True)
    detail = fields.Char(help="The rule that applied, or the error.")
    raw_attachment_id = fields.Many2one(
        "ir.attachment",
        string="Raw Mail",
        ondelete="set null",
        help="The mail as it came, kept so that it can be read later.",
    )
    placeholder_id = fields.Many2one(
        "switchboard.message",
        ondelete="set null",
        help="The grey line that stands for this mail in its conversation.",
    )
    retries = fields.Integer(readonly=True)
    imported = fields.Boolean(
        readonly=True, help="It was brought in later, by hand or by a retry."
    )

    _uid_uniq = models.UniqueIndex("(folder_id, uidvalidity, uid)")
    _key_idx = models.Index("(mailbox_id, key) WHERE key IS NOT NULL")

    def unlink(self):
        # sudo - ir.attachment, switchboard.message: they are the row's own
        own = self.sudo()
        raw, placeholders = own.raw_attachment_id, own.placeholder_id
        result = super().unlink()
        raw.exists().unlink()
        placeholders.exists()._erase()
        return result

    def write(self, vals):
        self._switchboard_refuse_fields(self._fixed_fields, vals)
        return super().write(vals)

    def action_import(self):
        """Bring these mails in after all.

        :return: True
        """
        for mailbox, rows in self.grouped("mailbox_id").items():
            rows.check_access("write")
            mailbox._import_skipped(rows.filtered(lambda row: not row.imported))
        return True

    def action_make_exception(self):
        """Never skip these senders again, and bring in what was skipped of them.

        :return: True
        """
        self.check_access("write")
        for mailbox, rows in self.grouped("mailbox_id").items():
            senders = set(filter(None, rows.mapped("email_from")))
            mailbox._add_exceptions(senders)
            others = self.search(
                [
                    ("mailbox_id", "=", mailbox.id),
                    ("email_from", "in", list(senders)),
                    ("imported", "=", False),
                    ("reason", "not in", ("deleted", "quarantined", "period")),
                ]
            )
            (rows | others).action_import()
        return True

    @api.model
    def _retry_after_update(self):
        """Have quarantined mails tried again: a new version may read them."""
        cron = self.env.ref(
            "mail_switchboard.ir_cron_retry_quarantine", raise_if_not_found=False
        )
        if cron:
            # sudo - ir.cron: a module update wakes it
            cron.sudo()._trigger()
