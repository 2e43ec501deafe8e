from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _filter_mail_mail_servers(self, mail_servers):
        servers = super()._filter_mail_mail_servers(mail_servers)
        return servers.filtered(lambda server: not server.switchboard_mailbox_id)
