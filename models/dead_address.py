from odoo import api, fields, models
from odoo.tools import SQL

from .message_bounce_mixin import REASONS


class SwitchboardDeadAddress(models.Model):
    """An address that does not take mail, as a delivery report said.

    It says so on the contact, and holds back what waits to be sent there. Writing
    there again stays possible: the address may be mended.
    """

    _name = "switchboard.dead.address"
    _description = "Address That Takes No Mail"
    _rec_name = "email"
    _order = "id desc"

    email = fields.Char(required=True)
    reason = fields.Selection(REASONS)
    since = fields.Datetime(default=fields.Datetime.now, required=True)

    _email_uniq = models.UniqueIndex("(email)")

    @api.model
    def _mark(self, emails, message):
        """Note addresses that take no mail, and hold what waits for them.

        :param list emails: normalized
        :param switchboard.message message: that did not arrive
        """
        if not emails:
            return
        # sudo - switchboard.dead.address: the report came in, no user wrote it
        Dead = self.sudo()
        known = set(Dead.search([("email", "in", emails)]).mapped("email"))
        Dead.create(
            [
                {"email": email, "reason": message.bounce_reason}
                for email in emails
                if email not in known
            ]
        )
        self._count_on_contacts(emails)
        self._hold(emails)

    @api.model
    def _count_on_contacts(self, emails):
        """Stock code counts bounces on the contact, too."""
        # sudo - res.partner: contacts by address, whoever sees them
        Partner = self.env["res.partner"].sudo()
        for partner in Partner.search([("email_normalized", "in", emails)]):
            partner.message_bounce += 1

    @api.model
    def _hold(self, emails):
        """Hold back messages that wait to be sent to these addresses."""
        # sudo - switchboard.outgoing: whoever wrote them
        Outgoing = self.env["switchboard.outgoing"].sudo()
        Outgoing.flush_model(["state", "paused_reason", "recipients"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing SET paused_reason = 'bounced'
                 WHERE state = 'queued' AND paused_reason IS NULL
                   AND string_to_array(lower(recipients), ', ') && %s::text[]
             RETURNING id
                """,
                list(emails),
            )
        )
        Outgoing.invalidate_model(["paused_reason"], flush=False)
        Outgoing.browse(row_id for (row_id,) in rows)._notify_state("queued")

    def action_works_again(self):
        """Take the mark off: somebody knows better, or the address was mended.

        :return: True
        """
        return self.unlink()
