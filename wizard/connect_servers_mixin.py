from odoo import api, fields, models

from .. import const
from ..tools import oauth, providers
from ..transaction import commit

_PORTS = {
    "imap": {"ssl": 993, "starttls": 143, "none": 143},
    "smtp": {"ssl": 465, "starttls": 587, "none": 25},
}


class SwitchboardConnectServersMixin(models.AbstractModel):
    """Step one: the address, its provider and the servers."""

    _name = "switchboard.connect.servers.mixin"
    _description = "Servers of a New Mailbox"

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
        string="Username", help="Leave it empty when it is the whole address."
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

    @api.onchange("imap_host")
    def _onchange_imap_host(self):
        """Recognised servers fold away; typed ones stay where they are typed."""
        known = providers.by_key(self.provider or "other").imap
        if self.imap_host and not (known and known.host == self.imap_host):
            self.show_servers = True

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

    def _get_login(self):
        return (self.login or self.email or "").strip()

    def _discover(self):
        """Look the servers up by the domain, with no transaction open."""
        email = self.email
        commit(self.env)
        found = providers.discover(email)
        self._take_endpoints(found.imap, found.smtp)
        if found.provider:
            self.provider = found.provider.key
