from odoo import fields, models


class SwitchboardSharedRecordMixin(models.AbstractModel):
    """A record on whose form its emails stand."""

    _name = "switchboard.shared.record.mixin"
    _description = "Record with Emails"

    switchboard_message_count = fields.Integer(
        string="Emails & SMS", compute="_compute_switchboard_message_count"
    )

    def _compute_switchboard_message_count(self):
        Shared = self.env["switchboard.shared.message"].sudo(False)
        for record in self:
            record.switchboard_message_count = record._origin.id and (
                Shared.search_count(record._switchboard_shared_domain())
            )

    def _switchboard_shared_domain(self):
        self.ensure_one()
        return [("about", "=", f"{self._name},{self._origin.id}"), ("once", "=", True)]

    def action_switchboard_messages(self):
        """Open the list of this record's emails.

        :return: the action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Emails & SMS"),
            "res_model": "switchboard.shared.message",
            "views": [(False, "list"), (False, "form")],
            "domain": self._switchboard_shared_domain(),
            "help": self.env._(
                "No mail with this record yet. It appears here when a connected "
                "mailbox sends or receives some."
            ),
        }

    def action_switchboard_write(self):
        """Write a new email to the people of this record.

        :return: the action
        """
        self.ensure_one()
        partner = self if self._name == "res.partner" else self["partner_id"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Email"),
            "res_model": "switchboard.write.first",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_record_ref": f"{self._name},{self.id}",
                "default_partner_ids": partner.filtered("email").ids,
                "default_emails": "email_from" in self._fields
                and not partner.email
                and self["email_from"],
            },
        }
