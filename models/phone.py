import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import const
from ..tools import twilio


class SwitchboardPhone(models.Model):
    """An SMS line: one number at Twilio."""

    _name = "switchboard.phone"
    _description = "Phone"
    _inherit = [
        "switchboard.fixed.fields.mixin",
        "switchboard.phone.account.mixin",
        "switchboard.phone.connect.mixin",
        "switchboard.phone.consent.mixin",
        "switchboard.phone.media.mixin",
        "switchboard.phone.receive.mixin",
        "switchboard.phone.record.mixin",
        "switchboard.phone.status.mixin",
    ]
    _inherits = {"switchboard.line": "line_id"}
    _order = "id"
    _engine_fields = (
        *("state", "state_message", "kind", "address", "runtime_ids", "line_id"),
        *("number_sid", "can_sms", "can_mms", "former_sms_url", "webhook_token"),
    )
    # Another number is another line.
    _fixed_fields = ("number",)

    line_id = fields.Many2one(
        "switchboard.line", required=True, ondelete="cascade", index=True
    )
    number = fields.Char(required=True, help="With its country code, like +4930123456.")
    display_number = fields.Char(compute="_compute_display_number")
    number_type = fields.Selection(
        [
            ("long_code", "Long code (United States, Canada)"),
            ("toll_free", "Toll-free number"),
            ("short_code", "Short code"),
            ("other", "Number of another country"),
        ],
        required=True,
        help="Decides how fast messages leave: 1, 3, 100 or 10 parts a second.",
    )
    number_sid = fields.Char(readonly=True, copy=False)
    can_sms = fields.Boolean(string="SMS", readonly=True, copy=False)
    can_mms = fields.Boolean(string="MMS", readonly=True, copy=False)
    webhook_ids = fields.One2many(
        "switchboard.webhook", "phone_id", string="Journal", readonly=True
    )

    _number_uniq = models.UniqueIndex("(number)", "This number is connected already.")

    @api.depends("number")
    def _compute_display_number(self):
        for phone in self:
            phone.display_number = twilio.shown(phone.number or "")

    @api.constrains("number")
    def _check_number(self):
        for phone in self:
            if phone.number != phone._read_number(phone.number).e164:
                raise ValidationError(
                    self.env._("Write the number with its country code.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._switchboard_refuse_fields(self._engine_fields, vals)
            number = self._read_number(vals.get("number"))
            self._check_new(number.e164)
            vals.update(kind=const.SMS, number=number.e164, address=number.e164)
            vals.setdefault("name", number.display)
            vals.setdefault("number_type", twilio.number_type(number.e164))
        hidden = [self._pop_secrets(vals) for vals in vals_list]
        phones = super().create(vals_list)
        for phone, values in zip(phones, hidden, strict=True):
            # sudo - switchboard.phone: secrets go in, nobody reads or writes them
            phone.sudo().write({**values, "webhook_token": secrets.token_urlsafe(24)})
        return phones

    def write(self, vals):
        vals = dict(vals)
        self._switchboard_refuse_fields(
            (*self._engine_fields, *self._fixed_fields), vals
        )
        hidden = self._pop_secrets(vals)
        result = super().write(vals) if vals else True
        if hidden:
            self.check_access("write")
            # sudo - switchboard.phone: secrets go in, nobody reads or writes them
            super(SwitchboardPhone, self.sudo()).write(hidden)
        return result

    def unlink(self):
        """Take the webhooks back; conversations are kept by archiving instead."""
        self.check_access("unlink")
        lines = self.line_id
        # sudo - discuss.channel: whether the line has conversations at all
        Channel = self.env["discuss.channel"].sudo()
        kept = Channel.search_count([("switchboard_line_id", "in", lines.ids)], limit=1)
        if kept:
            raise UserError(
                self.env._(
                    "This number has conversations, and they stay. Press “Delete” on "
                    "its form: the number is given back and its conversations are kept."
                )
            )
        self._release_webhooks()
        result = super().unlink()
        lines.unlink()
        return result

    @api.model
    def _read_number(self, text):
        """Read a number as a person typed it; the company's country when none is given.

        :rtype: twilio.Number
        :raise UserError: it is none
        """
        region = self.env.company.country_id.code or ""
        try:
            return twilio.read_number(text or "", region)
        except twilio.BadNumber as error:
            raise UserError(self.env._(error.template, **error.values)) from error  # pylint: disable=translation-required

    @api.model
    def _check_new(self, number):
        """Refuse a number that is connected already, naming whom to ask."""
        # sudo - switchboard.phone: whether it exists, and whose it is, is told
        existing = self.sudo().with_context(active_test=False)
        existing = existing.search([("number", "=", number)], limit=1)
        if existing:
            raise UserError(
                self.env._(
                    "%(number)s is connected already, by %(owner)s. Ask for access to "
                    "it instead of connecting it twice.",
                    number=number,
                    owner=existing.owner_id.name,
                )
            )
