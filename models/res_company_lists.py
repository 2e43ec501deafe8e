from odoo import fields, models

from ..tools import providers

_HELP = (
    "One to a line, added to the list that comes with the module. A minus before one "
    "takes it off the list: -%s"
)


class ResCompany(models.Model):
    """What the company adds to the lists of free providers and role names."""

    _inherit = "res.company"

    switchboard_free_providers = fields.Text(
        string="Free Providers", help=_HELP % "ourhosting.example"
    )
    switchboard_role_names = fields.Text(string="Role Names", help=_HELP % "jobs")

    def _switchboard_is_free(self, domain):
        """Whether strangers share a domain, so that it names no company.

        :param str domain: in lower case
        :rtype: bool
        """
        told = self._switchboard_told("switchboard_free_providers", domain)
        return providers.is_free(domain) if told is None else told

    def _switchboard_is_role(self, local):
        """Whether the part before the @ names a role and not a person.

        :param str local: for example info
        :rtype: bool
        """
        told = self._switchboard_told("switchboard_role_names", local)
        return providers.is_role(local) if told is None else told

    def _switchboard_told(self, field, name):
        """What the company says about a name: True, False, or None for nothing."""
        # sudo - res.company: the engine's rules go by them
        lines = (self.sudo()[field] or "").lower().split()
        if name.lower() in lines:
            return True
        return False if f"-{name.lower()}" in lines else None
