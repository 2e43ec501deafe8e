from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ..tools import providers


class SwitchboardBlocked(models.Model):
    """An address or domain whose mail is not brought in, for a user or a company."""

    _name = "switchboard.blocked"
    _description = "Blocked Address"
    _inherit = ["switchboard.blocked.past.mixin"]
    _rec_name = "pattern"
    _order = "pattern"

    pattern = fields.Char(
        string="Address or @domain",
        required=True,
        help="name@example.com, or @example.com with all domains below it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Only for",
        ondelete="cascade",
        default=lambda self: self.env.user,
        help="Whose lines it holds for. Empty: for all lines of the company.",
    )

    active = fields.Boolean(
        string="On",
        default=True,
        help="Switch it off to bring in again what it left out.",
    )

    _pattern_uniq = models.UniqueIndex("(company_id, pattern, COALESCE(user_id, 0))")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(self._normalize(vals))

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _normalize(self, vals):
        if "pattern" not in vals:
            return vals
        typed = (vals["pattern"] or "").strip().lower()
        pattern = email_normalize(typed)
        if typed.startswith("@"):
            try:
                pattern = "@" + providers.normalize_domain(typed[1:])
            except providers.AddressError:
                pattern = False
        if not pattern:
            raise ValidationError(
                self.env._(
                    "“%s” is neither an address nor a domain. Write name@example.com "
                    "or @example.com.",
                    typed,
                )
            )
        return {**vals, "pattern": pattern}

    @api.model
    @tools.ormcache("company_id", "user_id")
    def _patterns(self, company_id, user_id):
        """Addresses, and domains with an @, that are blocked for a user's lines.

        :rtype: frozenset
        """
        # sudo - switchboard.blocked: the rules bind the engine
        found = self.sudo().search(
            [
                ("company_id", "=", company_id),
                ("user_id", "in", (False, user_id)),
                ("active", "=", True),
            ]
        )
        return frozenset(found.mapped("pattern"))
