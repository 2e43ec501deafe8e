from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.phone_error import phone_sentence
from ..tools import twilio
from ..tools.errors import LineError
from ..transaction import commit


class SwitchboardConnectPhone(models.TransientModel):
    """Connects a number; nothing is created before Twilio has shown it."""

    _name = "switchboard.connect.phone"
    _description = "Connect a Phone"

    number = fields.Char()
    name = fields.Char(string="Phone Name")
    account_source = fields.Selection(
        [("own", "Its own"), ("company", "The company's")],
        string="Twilio Account",
        required=True,
        default=lambda self: "company" if self._company_account()[0] else "own",
    )
    has_company_account = fields.Boolean(
        default=lambda self: bool(self._company_account()[0])
    )
    account_sid = fields.Char(string="Account SID")
    auth_token = fields.Char(
        compute="_compute_secrets", inverse="_inverse_secrets", readonly=False
    )
    key_sid = fields.Char(string="API Key SID")
    key_secret = fields.Char(
        compute="_compute_secrets",
        inverse="_inverse_secrets",
        readonly=False,
        string="API Key Secret",
    )
    auth_token_secret = fields.Char(groups=".")
    stored_key_secret = fields.Char(groups=".")
    has_token = fields.Boolean(compute="_compute_secrets")
    has_key = fields.Boolean(compute="_compute_secrets")
    public_url = fields.Char(
        string="Public Address",
        default=lambda self: self.env["switchboard.phone"]._default_public_url(),
    )
    access = fields.Selection(
        [("personal", "Personal"), ("shared", "Shared")], default="personal"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team")
    number_error = fields.Char(readonly=True)
    account_error = fields.Char(readonly=True)

    @api.model
    def _company_account(self):
        return self.env.company._switchboard_twilio()

    @api.depends("auth_token_secret", "stored_key_secret")
    def _compute_secrets(self):
        for wizard in self:
            # sudo - switchboard.connect.phone: whether there is one, not which
            stored = wizard.sudo()
            wizard.has_token = bool(stored.auth_token_secret)
            wizard.has_key = bool(stored.stored_key_secret)
            wizard.auth_token = wizard.key_secret = False

    def _inverse_secrets(self):
        box = self.env["switchboard.mailbox"]._secret_box()
        for wizard in self:
            typed = {
                "auth_token_secret": wizard.auth_token,
                "stored_key_secret": wizard.key_secret,
            }
            # sudo - switchboard.connect.phone: the secret goes in, never out
            wizard.sudo().write(
                {
                    name: box.encrypt(text.strip())
                    for name, text in typed.items()
                    if text
                }
            )

    def action_connect(self):
        """Look the number up at Twilio, then create and connect the phone.

        :return: the action that shows the new phone, or this dialog with the reason
        """
        self.ensure_one()
        self.write({"number_error": False, "account_error": False})
        Phone = self.env["switchboard.phone"]
        try:
            number = Phone._read_number(self.number)
            former = self._find_former(number.e164)
            if not former:
                Phone._check_new(number.e164)
        except UserError as error:
            self.number_error = str(error)
            return self._reopen()
        if not self._check_account(number.e164):
            return self._reopen()
        phone = self._create_phone(number, former)
        phone.action_connect()
        return phone.line_id.action_open_settings()

    def _find_former(self, number):
        """The same number out of the archive, for whoever manages it."""
        Phone = self.env["switchboard.phone"].with_context(active_test=False)
        found = Phone.search([("number", "=", number), ("active", "=", False)])
        return found.filtered("can_manage")

    def _check_account(self, number):
        try:
            settings = self._api_settings()
            commit(self.env)
            twilio.TwilioAccount(settings).find_number(number)
        except LineError as error:
            about_number = isinstance(error, twilio.NumberNotOwned)
            field = "number_error" if about_number else "account_error"
            self[field] = phone_sentence(self.env, error)
            return False
        return True

    def _api_settings(self):
        """The account as typed, before there is a phone."""
        Phone = self.env["switchboard.phone"]
        if self.account_source == "company":
            return Phone._settings_of(*self._company_account(), "", "")
        values = self._account_values()
        return Phone._settings_of(
            values["account_sid"],
            values["auth_token_secret"],
            values["key_sid"] or "",
            values["stored_key_secret"],
        )

    def _account_values(self):
        # sudo - switchboard.connect.phone: the secrets typed by this user
        typed = self.sudo()
        if self.account_source == "company":
            return {"account_source": "company"}
        return {
            "account_source": "own",
            "account_sid": (self.account_sid or "").strip(),
            "auth_token_secret": typed.auth_token_secret,
            "key_sid": (self.key_sid or "").strip() or False,
            "stored_key_secret": typed.stored_key_secret,
        }

    def _create_phone(self, number, former):
        values = {
            "name": self.name or number.display,
            "public_url": (self.public_url or "").strip(),
            "access": self.access,
            "team_id": self.team_id.id if self.access == "shared" else False,
        }
        account = self._account_values()
        secrets = {
            name: account.pop(name, False)
            for name in ("auth_token_secret", "stored_key_secret")
        }
        Phone = self.env["switchboard.phone"]
        if former:
            phone = former
            phone.write({**values, **account, "active": True})
        else:
            phone = Phone.create({**values, **account, "number": number.e164})
        # sudo - switchboard.phone: ciphertexts typed by this user go over as they are
        phone.sudo().write(secrets)
        return phone

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect a phone"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
