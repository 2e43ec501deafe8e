from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..models.line_error import sentence
from ..tools import oauth, providers
from ..tools.errors import FolderRefused, LineError
from ..tools.imap import ImapSession, ImapSettings, RemoteFolder
from ..tools.plain import PlainError
from ..tools.smtp import SmtpSettings
from ..transaction import commit

_PORTS = {
    "imap": {"ssl": 993, "starttls": 143, "none": 143},
    "smtp": {"ssl": 465, "starttls": 587, "none": 25},
}
_FIRST_ROLES = ("inbox", "sent")


def _folders_with_counts(settings):
    """Sign in, list the folders and count what lies in them.

    :return: (RemoteFolder, number of messages, None where the server will not say)
    :raise LineError: the server cannot be used
    """
    found = []
    with ImapSession.open(settings) as session:
        for folder in session.folders():
            try:
                count = session.status(folder.path).messages
            except FolderRefused:
                count = None
            found.append((folder, count))
    return found


class SwitchboardConnectMailbox(models.TransientModel):
    """Connects a mailbox in two steps; nothing is created before both servers
    have answered."""

    _name = "switchboard.connect.mailbox"
    _inherit = ["switchboard.connect.warning.mixin"]
    _description = "Connect a Mailbox"

    step = fields.Selection(
        [("servers", "Servers"), ("details", "Details")], default="servers"
    )
    email = fields.Char(string="Email")
    sender_name = fields.Char(
        string="From Name",
        default=lambda self: self.env.company.name,
        help="The name recipients see.",
    )
    provider = fields.Char(compute="_compute_provider", store=True, readonly=False)
    provider_name = fields.Char(compute="_compute_provider_help")
    provider_help = fields.Char(compute="_compute_provider_help")
    provider_url = fields.Char(compute="_compute_provider_help")
    password = fields.Char(
        compute="_compute_password", inverse="_inverse_password", readonly=False
    )
    password_secret = fields.Char(groups=".")
    has_password = fields.Boolean(compute="_compute_password")
    login = fields.Char(
        string="User Name", help="Leave it empty when it is the whole address."
    )
    imap_host = fields.Char(string="IMAP Server")
    imap_port = fields.Integer(string="IMAP Port", default=993)
    imap_security = fields.Selection(
        const.SECURITY_KINDS, string="IMAP Encryption", default="ssl"
    )
    smtp_host = fields.Char(
        string="SMTP Server", help="Leave it empty for a mailbox that only receives."
    )
    smtp_port = fields.Integer(string="SMTP Port", default=587)
    smtp_security = fields.Selection(
        const.SECURITY_KINDS, string="SMTP Encryption", default="starttls"
    )
    smtp_auth = fields.Selection(
        [("same", "As for IMAP"), ("none", "None")],
        string="SMTP Sign-in",
        default="same",
    )
    sign_in = fields.Selection(
        [("google", "Google"), ("microsoft", "Microsoft")],
        compute="_compute_provider_help",
        help="Where the owner can sign in instead of typing a password.",
    )
    takes_password = fields.Boolean(compute="_compute_provider_help")
    show_servers = fields.Boolean(string="Servers")
    servers_text = fields.Char(compute="_compute_servers_text")
    email_error = fields.Char(readonly=True)
    imap_error = fields.Char(readonly=True)
    smtp_error = fields.Char(readonly=True)
    # Step two
    name = fields.Char(string="Mailbox Name")
    access = fields.Selection(
        [("personal", "Personal"), ("shared", "Shared")], default="personal"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team")
    member_ids = fields.One2many(
        "switchboard.connect.member", "wizard_id", string="Members"
    )
    sync_period = fields.Selection(
        const.SYNC_PERIODS, string="Period", default="3m", required=True
    )
    sharing_level = fields.Selection(
        [
            ("metadata", "Who and when"),
            ("subject", "Also the subject"),
            ("everything", "Everything"),
        ],
        string="Sharing with colleagues who see the contact",
        default="metadata",
        required=True,
    )

    operator_signature = fields.Boolean(string="Operators' Signatures", default=True)
    fallback_signature = fields.Boolean(string="Common Signature", default=True)
    folder_ids = fields.One2many(
        "switchboard.connect.folder", "wizard_id", string="Folders"
    )
    messages = fields.Integer(compute="_compute_messages")

    @api.depends("folder_ids.selected", "folder_ids.messages")
    def _compute_messages(self):
        for wizard in self:
            chosen = wizard.folder_ids.filtered("selected")
            wizard.messages = sum(chosen.mapped("messages"))

    @api.depends("imap_host", "imap_port", "smtp_host", "smtp_port")
    def _compute_servers_text(self):
        for wizard in self:
            parts = [
                f"{name} {host}:{port}"
                for name, host, port in (
                    ("IMAP", wizard.imap_host, wizard.imap_port),
                    ("SMTP", wizard.smtp_host, wizard.smtp_port),
                )
                if host
            ]
            wizard.servers_text = " · ".join(parts)

    @api.depends("email")
    def _compute_provider(self):
        for wizard in self:
            try:
                _local, domain = providers.split_address(wizard.email or "")
            except ValueError:
                wizard.provider = "other"
                continue
            provider = providers.by_domain(domain)
            wizard.provider = provider.key if provider else "other"

    @api.depends("provider")
    def _compute_provider_help(self):
        for wizard in self:
            provider = providers.by_key(wizard.provider or "other")
            known = provider.key != "other"
            wizard.provider_name = provider.name if known else False
            wizard.provider_help = provider.help if known else False
            wizard.provider_url = provider.help_url if known else False
            wizard.sign_in = oauth.provider_of(provider.key) or False
            wizard.takes_password = bool(
                {"password", "app_password"} & {*provider.auth}
            )

    @api.depends("password_secret")
    def _compute_password(self):
        for wizard in self:
            # sudo - switchboard.connect.mailbox: whether there is one, not which
            wizard.has_password = bool(wizard.sudo().password_secret)
            wizard.password = False

    def _inverse_password(self):
        box = self.env["switchboard.mailbox"]._secret_box()
        for wizard in self.filtered("password"):
            # sudo - switchboard.connect.mailbox: the secret goes in, never out
            wizard.sudo().password_secret = box.encrypt(wizard.password)
        # Not even the browser that typed it gets it back.
        self.invalidate_recordset(["password"], flush=False)

    @api.onchange("provider")
    def _onchange_provider(self):
        provider = providers.by_key(self.provider or "other")
        if provider.imap:
            self._take_endpoints(provider.imap, provider.smtp)

    def _take_endpoints(self, imap, smtp):
        """Fill in servers that were recognised; either may be None."""
        if imap:
            self.imap_host, self.imap_port = imap.host, imap.port
            self.imap_security = imap.security
        if smtp:
            self.smtp_host, self.smtp_port = smtp.host, smtp.port
            self.smtp_security = smtp.security

    @api.onchange("imap_security")
    def _onchange_imap_security(self):
        if self.imap_port in _PORTS["imap"].values():
            self.imap_port = _PORTS["imap"].get(self.imap_security)

    @api.onchange("smtp_security")
    def _onchange_smtp_security(self):
        if self.smtp_port in _PORTS["smtp"].values():
            self.smtp_port = _PORTS["smtp"].get(self.smtp_security)

    def action_check(self):
        """Check the address and both servers; go on when they answer.

        :return: the action that shows this dialog again
        """
        self.ensure_one()
        self.write({"email_error": False, "imap_error": False, "smtp_error": False})
        if self._check_address() and self._check_imap() and self._check_smtp():
            self.write({"step": "details", "name": self.name or self.email})
        elif self.imap_error or self.smtp_error:
            self.show_servers = True
        return self._reopen()

    def action_sign_in(self):
        """Make the mailbox and send its owner to the provider's page.

        What step two asks is asked on the mailbox itself, after the return.

        :return: the action that opens the provider's page
        """
        self.ensure_one()
        self.email_error = False
        if not self._check_address():
            return self._reopen()
        self.env["switchboard.mailbox"]._check_oauth_ready(self.sign_in)
        return self._create_mailbox().action_sign_in()

    def action_back(self):
        """Go back to the first step.

        :return: the action that shows this dialog again
        """
        self.step = "servers"
        return self._reopen()

    def action_connect(self):
        """Create the mailbox and begin to sync.

        :return: the action that shows the new mailbox
        """
        self.ensure_one()
        if self.step != "details":
            raise UserError(self.env._("Check the servers first."))
        mailbox = self._create_mailbox()
        mailbox._update_folders(
            [RemoteFolder(f.path, "", (), f.role or "") for f in self.folder_ids]
        )
        chosen = set(self.folder_ids.filtered("selected").mapped("path"))
        for folder in mailbox.folder_ids:
            folder.selected = folder.path in chosen
        mailbox.action_connect()
        return {
            "type": "ir.actions.act_window",
            "res_model": "switchboard.mailbox",
            "res_id": mailbox.id,
            "views": [(False, "form")],
        }

    def _create_mailbox(self):
        """Create the mailbox as it was typed, not connected yet.

        :rtype: switchboard.mailbox
        """
        # sudo - switchboard.connect.mailbox: the secret typed by this user
        secret = self.sudo().password_secret
        Mailbox = self.env["switchboard.mailbox"]
        return Mailbox.create(
            {
                "name": self.name or self.email,
                "email": self.email.strip(),
                "sender_name": self.sender_name,
                "provider": self.provider,
                "access": self.access,
                "team_id": self.team_id.id if self.access == "shared" else False,
                "sync_period": self.sync_period,
                "sharing_level": self.sharing_level,
                "operator_signature": self.operator_signature,
                "fallback_signature": self.fallback_signature,
                "imap_host": self.imap_host,
                "imap_port": self.imap_port,
                "imap_security": self.imap_security,
                "login": self._get_login(),
                "password": Mailbox._decrypt(secret),
                "smtp_host": self.smtp_host or "",
                "smtp_port": self.smtp_port,
                "smtp_security": self.smtp_security,
                "smtp_auth": self.smtp_auth,
                "grant_ids": [
                    (0, 0, {"user_id": member.user_id.id, "level": member.level})
                    for member in self.member_ids
                    if self.access == "shared" and member.user_id != self.env.user
                ],
            }
        )

    def _get_login(self):
        return (self.login or self.email or "").strip()

    def _check_address(self):
        try:
            providers.split_address(self.email or "")
            self.env["switchboard.mailbox"]._check_new(self.email)
        except (ValueError, UserError) as error:
            self.email_error = str(error)
            return False
        if not self.imap_host:
            self._discover()
        return True

    def _discover(self):
        """Look the servers up by the domain, with no transaction open."""
        email = self.email
        commit(self.env)
        found = providers.discover(email)
        self._take_endpoints(found.imap, found.smtp)
        if found.provider:
            self.provider = found.provider.key

    def _check_imap(self):
        Mailbox = self.env["switchboard.mailbox"]
        if not self.imap_host:
            self.imap_error = self.env._(
                "The servers of this address are not known. Type the IMAP server's "
                "name; your provider's help page tells it."
            )
            return False
        # sudo - switchboard.connect.mailbox: the secret typed by this user
        secret = self.sudo().password_secret
        try:
            settings = ImapSettings(
                host=self.imap_host,
                port=self.imap_port,
                security=self.imap_security,
                login=self._get_login(),
                password=Mailbox._decrypt(secret),
                connect_host=self._resolve(self.imap_host, self.imap_port),
            )
            commit(self.env)
            found = _folders_with_counts(settings)
        except (LineError, PlainError) as error:
            self.imap_error = sentence(self.env, error)
            return False
        self._take_folders(found)
        return True

    def _take_folders(self, found):
        """Show the folders; a choice made before stays.

        :param list found: (RemoteFolder, number of messages or None)
        """
        before = {f.path: f.selected for f in self.folder_ids}
        self.folder_ids.unlink()
        self.folder_ids = [
            Command.create(
                {
                    "path": folder.path,
                    "role": folder.role or "other",
                    "messages": count or 0,
                    "selected": before.get(folder.path, folder.role in _FIRST_ROLES),
                }
            )
            for folder, count in found
        ]

    def _check_smtp(self):
        if not self.smtp_host:
            return True
        Mailbox = self.env["switchboard.mailbox"]
        # sudo - switchboard.connect.mailbox: the secret typed by this user
        secret = self.sudo().password_secret
        signs_in = self.smtp_auth == "same"
        try:
            settings = SmtpSettings(
                host=self.smtp_host,
                port=self.smtp_port,
                security=self.smtp_security,
                login=self._get_login() if signs_in else "",
                password=Mailbox._decrypt(secret) if signs_in else "",
                connect_host=self._resolve(self.smtp_host, self.smtp_port),
            )
            email = self.email
            commit(self.env)
            Mailbox._check_smtp(settings, email)
        except (LineError, PlainError) as error:
            self.smtp_error = sentence(self.env, error)
            return False
        return True

    def _resolve(self, host, port):
        Mailbox = self.env["switchboard.mailbox"]
        return Mailbox._resolve(host, port, Mailbox._trusts_hosts())

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect an email"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
