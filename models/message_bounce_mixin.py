from odoo import fields, models

from ..tools import mime

STATES = [("failed", "Not delivered"), ("delayed", "Delayed")]
REASONS = [
    ("mailbox_full", "the mailbox is full"),
    ("no_address", "there is no such address"),
    ("no_domain", "there is no such domain"),
    ("disabled", "the mailbox is switched off"),
    ("too_large", "the message is too large"),
    ("refused", "the other side refuses it"),
    ("unreachable", "the other side cannot be reached"),
    ("expired", "the other side could not be reached for days"),
    ("other", "the other side gives no clear reason"),
]


class SwitchboardMessageBounceMixin(models.AbstractModel):
    """What delivery reports say about a message of ours."""

    _name = "switchboard.message.bounce.mixin"
    _description = "Bounces of a Message"

    bounce_of = fields.Char(
        readonly=True,
        index="btree_not_null",
        help="Message-ID of the mail that this report is about.",
    )
    bounce_state = fields.Selection(STATES, readonly=True)
    bounce_reason = fields.Selection(REASONS, readonly=True)
    bounce_recipients = fields.Char(readonly=True, help="To whom it was not delivered.")
    bounce_diagnostic = fields.Char(readonly=True, help="What their server wrote.")

    def _get_bounce_text(self):
        """One sentence about what did not arrive, or False.

        :rtype: str or bool
        """
        if not self.bounce_state:
            return False
        reasons = dict(self._fields["bounce_reason"]._description_selection(self.env))
        reason = reasons.get(self.bounce_reason, "")
        people = self.bounce_recipients
        if self.bounce_state == "delayed":
            text = self.env._("Delayed: %s. It is still being tried.", reason)
        elif people and self._has_other_recipients(people):
            text = self.env._("Not delivered to %s: %s.", people, reason)
        else:
            text = self.env._("Not delivered: %s.", reason)
        if self.bounce_reason in ("other", "refused") and self.bounce_diagnostic:
            text = f"{text} {self.bounce_diagnostic}"
        return text

    def _has_other_recipients(self, people):
        everybody = ", ".join(
            filter(None, (self.email_to, self.email_cc, self.email_bcc))
        )
        return everybody.count("@") > people.count("@")

    def _apply_bounce(self, bounce, live):
        """Note a delivery report; a delay never hides a failure.

        :param mime.Bounce bounce: what it says
        :param bool live: it came now, so it says something about now
        """
        self.ensure_one()
        if bounce.delayed and self.bounce_state == "failed":
            return
        known = (self.bounce_recipients or "").split(", ")
        if self.bounce_state != "failed" or bounce.delayed:
            known = []
        people = dict.fromkeys([*filter(None, known), *bounce.recipients])
        self.write(
            {
                "bounce_state": "delayed" if bounce.delayed else "failed",
                "bounce_reason": mime.bounce_reason(bounce),
                "bounce_recipients": ", ".join(people)[:1000] or False,
                "bounce_diagnostic": bounce.diagnostic[:500] or False,
            }
        )
        self._show_on_record(bounce)
        if live and mime.is_dead_address(bounce):
            ours = self._our_recipients(bounce.recipients)
            self.env["switchboard.dead.address"]._mark(ours, self)
        self._show_again()

    def _our_recipients(self, recipients):
        """Those the message really went to: a report can name anybody."""
        text = " ".join(filter(None, (self.email_to, self.email_cc, self.email_bcc)))
        return [email for email in recipients if email in text.lower()]

    def _show_on_record(self, bounce):
        """The envelope of a record's message turns red."""
        if not self.res_model or bounce.delayed:
            return
        notifications = self.mail_message_id.notification_ids.filtered(
            lambda n: n.res_partner_id.email_normalized in bounce.recipients
        )
        notifications.write(
            {
                "notification_status": "bounce",
                "failure_type": "mail_bounce",
                "failure_reason": self._get_bounce_text(),
            }
        )
        self.mail_message_id._notify_message_notification_update()

    def _show_again(self):
        """Have open browsers ask for the message again: ids only."""
        if self.channel_id and self.mail_message_id:
            self.line_id._bus_send(
                "mail_switchboard/conversation",
                {
                    "line_id": self.line_id.id,
                    "channel_id": self.channel_id.id,
                    "message_ids": self.mail_message_id.ids,
                    "index_id": self.id,
                    "direction": self.direction,
                    "live": False,
                },
            )
