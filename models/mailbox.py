from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from .. import const


class SwitchboardMailbox(models.Model):
    """An email line: one IMAP account and one SMTP account."""

    _name = "switchboard.mailbox"
    _description = "Mailbox"
    _inherit = [
        "switchboard.fixed.fields.mixin",
        "switchboard.mailbox.servers.mixin",
        "switchboard.mailbox.oauth.mixin",
        "switchboard.mailbox.connect.mixin",
        "switchboard.mailbox.disconnect.mixin",
        "switchboard.mailbox.test.mixin",
        "switchboard.mailbox.sync.mixin",
        "switchboard.mailbox.answer.mixin",
        "switchboard.mailbox.outgoing.mixin",
        "switchboard.mailbox.change.mixin",
        "switchboard.mailbox.check.mixin",
        "switchboard.mailbox.earlier.mixin",
        "switchboard.mailbox.flags.mixin",
        "switchboard.mailbox.folders.mixin",
        "switchboard.mailbox.skip.mixin",
        "switchboard.mailbox.ingest.mixin",
        "switchboard.mailbox.insert.mixin",
        "switchboard.mailbox.journal.mixin",
        "switchboard.mailbox.match.mixin",
        "switchboard.mailbox.reply.mixin",
        "switchboard.mailbox.raw.mixin",
        "switchboard.mailbox.bounce.mixin",
        "switchboard.mailbox.threading.mixin",
        "switchboard.mailbox.thread.index.mixin",
    ]
    _inherits = {"switchboard.line": "line_id"}
    _order = "id"
    _engine_fields = (
        *("state", "state_message", "kind", "address", "runtime_ids"),
        *("line_id", "fetchmail_server_id", "mail_server_id"),
        *("oauth_provider", "oauth_token_ids"),
    )

    line_id = fields.Many2one(
        "switchboard.line", required=True, ondelete="cascade", index=True
    )
    # The stock mixins bring one of their own along: it is the line's.
    active = fields.Boolean(related="line_id.active", readonly=False, default=None)
    email = fields.Char(required=True, help="The address people write to.")
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index=True
    )
    sender_name = fields.Char(
        string="From Name",
        help="The name recipients see beside the operator's. Empty: only his.",
    )
    provider = fields.Char(default="other", help="Key of the provider's preset.")
    sync_period = fields.Selection(
        const.SYNC_PERIODS,
        string="Period",
        required=True,
        default="3m",
        help="How far back mail is brought in.",
    )
    sent_copy = fields.Selection(
        [
            ("auto", "As the provider needs it"),
            ("append", "Always put a copy into the Sent folder"),
            ("never", "Never"),
        ],
        required=True,
        default="auto",
        help="Whether sent messages are copied into the mailbox's Sent folder. Some "
        "providers file them themselves.",
    )
    folder_ids = fields.One2many("switchboard.folder", "mailbox_id", string="Folders")
    skipped_ids = fields.One2many("switchboard.skipped", "mailbox_id")
    # Read as the user: a member who opens the form sees his own rows, not an error.
    grant_ids = fields.One2many(
        related="line_id.grant_ids", related_sudo=False, readonly=False
    )
    signature_ids = fields.One2many(
        related="line_id.signature_ids", related_sudo=False, readonly=False
    )

    _email_uniq = models.UniqueIndex(
        "(email_normalized)", "This mailbox is connected already."
    )

    @api.depends("email")
    def _compute_email_normalized(self):
        for mailbox in self:
            mailbox.email_normalized = email_normalize(mailbox.email) or False

    @api.constrains("email")
    def _check_email(self):
        for mailbox in self:
            if not mailbox.email_normalized:
                raise ValidationError(
                    self.env._(
                        "“%s” is not an email address. Write it like name@example.com.",
                        mailbox.email,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._switchboard_refuse_fields(self._engine_fields, vals)
            self._check_new(vals.get("email"))
            vals["kind"] = const.EMAIL
            vals["address"] = email_normalize(vals.get("email")) or vals.get("email")
            vals.setdefault("name", vals["address"])
        server_vals_list = [self._pop_server_vals(vals) for vals in vals_list]
        mailboxes = super().create(vals_list)
        for mailbox, server_vals in zip(mailboxes, server_vals_list, strict=True):
            mailbox._create_servers(server_vals)
        return mailboxes

    def write(self, vals):
        vals = dict(vals)
        self._switchboard_refuse_fields(self._engine_fields, vals)
        if "email" in vals:
            address = email_normalize(vals["email"]) or vals["email"]
            self.check_access("write")
            # sudo - switchboard.line: the address follows the mailbox's
            self.line_id.sudo().address = address
        server_vals = self._pop_server_vals(vals)
        result = super().write(vals) if vals else True
        if server_vals:
            self.check_access("write")
            for mailbox in self:
                mailbox._write_servers(server_vals)
        return result

    def unlink(self):
        """The line goes too, and with it the grants and the conversations."""
        lines = self.line_id
        # sudo - fetchmail.server, ir.mail_server: they belong to their mailbox
        servers = self.sudo()
        fetchmail, smtp = servers.fetchmail_server_id, servers.mail_server_id
        result = super().unlink()
        fetchmail.with_context(fetchmail_cron_running=True).unlink()
        smtp.unlink()
        lines.unlink()
        return result

    @api.model
    def _check_new(self, email):
        """Refuse a mailbox that is connected already, naming whom to ask."""
        normalized = email_normalize(email or "")
        if not normalized:
            return
        # sudo - switchboard.mailbox: whether it exists, and whose it is, is told
        existing = self.sudo().with_context(active_test=False)
        existing = existing.search([("email_normalized", "=", normalized)], limit=1)
        if existing:
            raise UserError(
                self.env._(
                    "%(email)s is connected already, by %(owner)s. Ask for access to "
                    "it instead of connecting it twice.",
                    email=normalized,
                    owner=existing.owner_id.name,
                )
            )

    def _own_addresses(self):
        """Addresses that are ours in a mail of this mailbox, normalized."""
        self.ensure_one()
        return {self.email_normalized}
