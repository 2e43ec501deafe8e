from odoo import fields, models


class ResCompany(models.Model):
    """The company's Twilio account, for phones without one of their own."""

    _inherit = "res.company"

    switchboard_twilio_sid = fields.Char(
        string="Twilio Account SID", groups="mail_switchboard.group_administrator"
    )
    switchboard_twilio_token = fields.Char(
        string="Twilio Auth Token",
        compute="_compute_switchboard_twilio_token",
        inverse="_inverse_switchboard_twilio_token",
        groups="mail_switchboard.group_administrator",
        help="Kept encrypted and never shown again.",
    )
    switchboard_twilio_secret = fields.Char(groups=".")

    def _compute_switchboard_twilio_token(self):
        # A secret goes in and never comes out.
        self.switchboard_twilio_token = False

    def _inverse_switchboard_twilio_token(self):
        box = self.env["switchboard.mailbox"]._secret_box()
        for company in self.filtered("switchboard_twilio_token"):
            secret = box.encrypt(company.switchboard_twilio_token.strip())
            # sudo - res.company: the secret goes in, never out
            company.sudo().switchboard_twilio_secret = secret

    def _switchboard_twilio(self):
        """Return the account's SID and its token's ciphertext; empty without one."""
        self.ensure_one()
        # sudo - res.company: the engine signs in with secrets nobody reads
        company = self.sudo()
        return company.switchboard_twilio_sid or "", company.switchboard_twilio_secret

    def _switchboard_take_over_sms_twilio(self):
        """Take the account of Odoo's own SMS over, when it is set up there.

        :return: whether there was one
        :rtype: bool
        """
        self.ensure_one()
        # sudo - res.company: an administrator asks; the secret stays on the server
        company = self.sudo()
        if "sms_twilio_account_sid" not in company._fields:
            return False
        sid, token = company.sms_twilio_account_sid, company.sms_twilio_auth_token
        if not sid or not token:
            return False
        box = self.env["switchboard.mailbox"]._secret_box()
        company.write(
            {
                "switchboard_twilio_sid": sid,
                "switchboard_twilio_secret": box.encrypt(token),
            }
        )
        return True
