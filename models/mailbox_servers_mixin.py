from odoo import fields, models

from .. import const
from ..tools import netguard
from ..tools.imap import ImapSettings
from ..tools.smtp import SmtpSettings
from ..transaction import commit
from .secret_key import secret_box

# The mailbox's settings that live on the stock rows, and under which name there.
_IMAP_FIELDS = {
    "imap_host": "server",
    "imap_port": "port",
    "imap_security": "switchboard_security",
    "login": "user",
}
_SMTP_FIELDS = {"smtp_host": "smtp_host", "smtp_port": "smtp_port"}
# Our word for a way of encrypting, and the stock row's.
_SMTP_ENCRYPTION = {"none": "none", "starttls": "starttls_strict", "ssl": "ssl_strict"}


class SwitchboardMailboxServersMixin(models.AbstractModel):
    """The IMAP and SMTP settings of a mailbox, kept on the stock server rows."""

    _name = "switchboard.mailbox.servers.mixin"
    _description = "Servers of a Mailbox"

    fetchmail_server_id = fields.Many2one(
        "fetchmail.server", readonly=True, copy=False, index="btree_not_null"
    )
    mail_server_id = fields.Many2one(
        "ir.mail_server", readonly=True, copy=False, index="btree_not_null"
    )
    imap_host = fields.Char(
        related="fetchmail_server_id.server", readonly=False, string="IMAP Server"
    )
    imap_port = fields.Integer(
        related="fetchmail_server_id.port", readonly=False, string="IMAP Port"
    )
    imap_security = fields.Selection(
        related="fetchmail_server_id.switchboard_security",
        readonly=False,
        string="IMAP Encryption",
    )
    login = fields.Char(
        related="fetchmail_server_id.user",
        readonly=False,
        help="The user name at the server, often the whole address.",
    )
    smtp_host = fields.Char(
        related="mail_server_id.smtp_host",
        readonly=False,
        string="SMTP Server",
        help="Leave it empty for a mailbox that only receives.",
    )
    smtp_port = fields.Integer(
        related="mail_server_id.smtp_port", readonly=False, string="SMTP Port"
    )
    smtp_security = fields.Selection(
        const.SECURITY_KINDS,
        compute="_compute_smtp_security",
        readonly=False,
        compute_sudo=True,
        string="SMTP Encryption",
    )
    smtp_auth = fields.Selection(
        [
            ("same", "As for IMAP"),
            ("other", "Another user and password"),
            ("none", "None"),
        ],
        string="SMTP Sign-in",
        required=True,
        default="same",
    )
    smtp_login = fields.Char(string="SMTP User")
    verify_tls = fields.Boolean(
        string="Check Certificates",
        default=True,
        groups="base.group_system",
        help="Only an administrator may turn this off, for a server of your own.",
    )
    password = fields.Char(
        compute="_compute_password",
        readonly=False,
        copy=False,
        help="Kept encrypted and never shown again.",
    )
    smtp_password = fields.Char(
        compute="_compute_password", readonly=False, copy=False, string="SMTP Password"
    )
    tls_unchecked = fields.Boolean(
        string="Certificates Not Checked",
        compute="_compute_tls_unchecked",
        compute_sudo=True,
    )
    receive_only = fields.Boolean(compute="_compute_receive_only", compute_sudo=True)
    # Hosts that an administrator typed may lie in the server's own network.
    imap_host_trusted = fields.Boolean(groups=".", copy=False)
    smtp_host_trusted = fields.Boolean(groups=".", copy=False)
    # Ciphertexts: for the engine alone, through sudo.
    password_secret = fields.Char(groups=".", copy=False)
    smtp_password_secret = fields.Char(groups=".", copy=False)

    def _compute_smtp_security(self):
        words = {stock: ours for ours, stock in _SMTP_ENCRYPTION.items()}
        for mailbox in self:
            stock = mailbox.mail_server_id.smtp_encryption
            mailbox.smtp_security = words.get(stock, stock)

    def _compute_tls_unchecked(self):
        for mailbox in self:
            mailbox.tls_unchecked = not mailbox.verify_tls

    def _compute_receive_only(self):
        for mailbox in self:
            mailbox.receive_only = not mailbox.smtp_host

    def _compute_password(self):
        # A secret goes in and never comes out.
        self.password = False
        self.smtp_password = False

    def _secret_box(self):
        """Encrypts with the key of the configuration or one kept beside the data."""
        return secret_box(self.env.cr.dbname)

    def _pop_server_vals(self, vals):
        """Take out of ``vals`` what is stored on the stock rows or encrypted."""
        names = [*_IMAP_FIELDS, *_SMTP_FIELDS, "smtp_security"]
        server_vals = {name: vals.pop(name) for name in names if name in vals}
        for name in ("password", "smtp_password"):
            if name in vals:
                secret = vals.pop(name)
                if secret:
                    server_vals[f"{name}_secret"] = self._secret_box().encrypt(secret)
        return server_vals

    def _create_servers(self, server_vals):
        # sudo - fetchmail.server, ir.mail_server: they belong to their mailbox
        mailbox = self.sudo().with_context(fetchmail_cron_running=True)
        mailbox.fetchmail_server_id = mailbox.env["fetchmail.server"].create(
            {
                "name": mailbox.email,
                "server_type": "imap",
                "state": "draft",
                "switchboard_mailbox_id": mailbox.id,
            }
        )
        mailbox.mail_server_id = mailbox.env["ir.mail_server"].create(
            {
                "name": mailbox.email,
                "from_filter": mailbox.email,
                "smtp_host": "",
                "switchboard_mailbox_id": mailbox.id,
            }
        )
        self._write_servers({"login": mailbox.email, **server_vals})

    def _write_servers(self, server_vals):
        # sudo - fetchmail.server, ir.mail_server: they belong to their mailbox
        mailbox = self.sudo().with_context(fetchmail_cron_running=True)
        imap = {_IMAP_FIELDS[k]: v for k, v in server_vals.items() if k in _IMAP_FIELDS}
        if "imap_security" in server_vals:
            imap["is_ssl"] = server_vals["imap_security"] == "ssl"
        smtp = {_SMTP_FIELDS[k]: v for k, v in server_vals.items() if k in _SMTP_FIELDS}
        if "smtp_security" in server_vals:
            smtp["smtp_encryption"] = _SMTP_ENCRYPTION[
                server_vals["smtp_security"] or "none"
            ]
        own = {k: v for k, v in server_vals.items() if k.endswith("_secret")}
        if "password_secret" in own:  # a password instead of a sign-in
            mailbox._forget_tokens()
            own["oauth_provider"] = False
        for name in ("imap_host", "smtp_host"):
            if name in server_vals:
                own[f"{name}_trusted"] = self._trusts_hosts()
        if imap:
            mailbox.fetchmail_server_id.write(imap)
        if smtp:
            mailbox.mail_server_id.write(smtp)
        if own:
            mailbox.write(own)
        mailbox.invalidate_recordset([*_IMAP_FIELDS, *_SMTP_FIELDS, "smtp_security"])

    def _decrypt(self, secret):
        return self._secret_box().decrypt(secret) if secret else ""

    def _trusts_hosts(self):
        """Whether hosts that this user types may lie in our own networks."""
        return self.env.su or self.env.user.has_group("base.group_system")

    def _resolve(self, host, port, trusted):
        """Return the address to connect to, refusing our own networks.

        Ends the transaction: the name servers may take their time.

        :param str host: as typed
        :param int port: 1 to 65535
        :param bool trusted: an administrator typed the host
        :rtype: str
        :raise netguard.HostRefused: the host lies in the server's own network
        """
        # sudo - ir.config_parameter: the administrator's list, only compared with
        params = self.env["ir.config_parameter"].sudo()
        allowed = params.get_param("mail_switchboard.allowed_hosts") or ""
        hosts = [part.strip() for part in allowed.split(",") if part.strip()]
        commit(self.env)
        return netguard.resolve(host, port, allowed=hosts + [host] * trusted)

    def _imap_settings(self):
        """Return the settings of the IMAP connection, with the password in clear.

        The host is resolved and checked here, and the checked address is the one
        connected to, so that a name cannot point elsewhere a moment later.

        :rtype: ImapSettings
        :raise netguard.HostRefused: the host lies in the server's own network
        """
        # sudo - switchboard.mailbox: the engine connects with secrets nobody reads
        mailbox = self.sudo()
        return ImapSettings(
            host=mailbox.imap_host or "",
            port=mailbox.imap_port,
            security=mailbox.imap_security or "ssl",
            login=mailbox.login or mailbox.email,
            password=self._decrypt(mailbox.password_secret),
            oauth_token=mailbox._oauth_access_token(),
            verify_tls=mailbox.verify_tls,
            connect_host=self._resolve(
                mailbox.imap_host or "", mailbox.imap_port, mailbox.imap_host_trusted
            ),
        )

    def _smtp_settings(self):
        """Return the settings of the SMTP connection; see ``_imap_settings``."""
        # sudo - switchboard.mailbox: the engine connects with secrets nobody reads
        mailbox = self.sudo()
        login = password = token = ""
        if mailbox.smtp_auth == "same":
            token = mailbox._oauth_access_token()
            login = mailbox.login or mailbox.email
            password = self._decrypt(mailbox.password_secret)
        elif mailbox.smtp_auth == "other":
            login = mailbox.smtp_login or ""
            password = self._decrypt(mailbox.smtp_password_secret)
        return SmtpSettings(
            host=mailbox.smtp_host or "",
            port=mailbox.smtp_port,
            security=mailbox.smtp_security or "none",
            login=login,
            password=password,
            oauth_token=token,
            verify_tls=mailbox.verify_tls,
            connect_host=self._resolve(
                mailbox.smtp_host or "", mailbox.smtp_port, mailbox.smtp_host_trusted
            ),
        )
