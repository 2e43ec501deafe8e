from odoo import api, fields, models


class SwitchboardPictureSender(models.Model):
    """Whose pictures a user has asked to see: one row for each sender."""

    _name = "switchboard.picture.sender"
    _description = "Sender Whose Pictures Are Shown"
    _rec_name = "email"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    email = fields.Char(required=True)

    _user_email_uniq = models.UniqueIndex("(user_id, email)")

    @api.model
    def _is_shown(self, email):
        """Whether the user sees pictures of this sender without asking.

        :param str email: normalized
        :rtype: bool
        """
        if not email:
            return False
        domain = [("user_id", "=", self.env.uid), ("email", "=", email)]
        return bool(self.search_count(domain, limit=1))

    @api.model
    def _remember(self, email, shown):
        """Note whether the user wants to see this sender's pictures.

        :param str email: normalized
        :param bool shown: from now on
        """
        if not email:
            return
        known = self.search([("user_id", "=", self.env.uid), ("email", "=", email)])
        if shown and not known:
            self.create({"email": email})
        elif not shown:
            known.unlink()
