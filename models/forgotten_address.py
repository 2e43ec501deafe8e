import hmac

from odoo import api, fields, models


class SwitchboardForgottenAddress(models.Model):
    """An address whose contact was deleted: mail does not create it again.

    Only a hash is kept, with a secret of this database, so that it names nobody
    elsewhere; deleting the row forgets that too.
    """

    _name = "switchboard.forgotten.address"
    _description = "Address of a Deleted Contact"
    _rec_name = "digest"

    digest = fields.Char(required=True, readonly=True)

    _digest_uniq = models.UniqueIndex("(digest)")

    @api.model
    def _digest(self, email):
        # sudo - ir.config_parameter: the database's secret, which goes into a hash
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.new((secret or "").encode(), email.encode(), "sha256").hexdigest()

    @api.model
    def _remember(self, emails):
        digests = {self._digest(email) for email in emails}
        known = set(self.search([("digest", "in", list(digests))]).mapped("digest"))
        self.create([{"digest": digest} for digest in sorted(digests - known)])

    @api.model
    def _known(self, emails):
        """Those of the addresses whose contact was deleted."""
        by_digest = {self._digest(email): email for email in emails}
        found = self.search([("digest", "in", list(by_digest))])
        return {by_digest[row.digest] for row in found}
