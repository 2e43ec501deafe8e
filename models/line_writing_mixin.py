from odoo import fields, models


class SwitchboardLineWritingMixin(models.AbstractModel):
    """What a composer says before a message is sent from a line."""

    _name = "switchboard.line.writing.mixin"
    _description = "Writing from a Line"

    def get_writing_notes(self):
        """Return what the composer shows about messages of the user from this line.

        :return: from (as the reader sees it), signature (HTML, empty: none),
            signature_rule ("operator", "fallback" or "none"), leaves_at (UTC, False:
            at once), size_limit (bytes of a whole message, 0: not known)
        :rtype: dict
        :raise AccessError: the user may not send from the line
        """
        self.ensure_one()
        self._check_may_send()
        signature, rule = self._get_signature(self.env.user)
        # sudo - switchboard.mailbox: name, address and ceiling of a line the user
        # may send from
        mailbox = self.sudo().mailbox_ids[:1]
        name = self.env["switchboard.outgoing"]._from_name(mailbox, self.env.user)
        return {
            "from": f"{name} <{mailbox.email}>" if mailbox else "",
            "signature": signature,
            "signature_rule": rule,
            "leaves_at": fields.Datetime.to_string(self.leaves_at) or False,
            "size_limit": mailbox.smtp_size_limit,
        }
