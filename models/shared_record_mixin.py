from odoo import fields, models
from odoo.exceptions import UserError


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
        return self.env["switchboard.shared.message"]._about(self)

    def action_switchboard_messages(self):
        """Open the list of this record's emails.

        :return: the action
        """
        self.ensure_one()
        Shared = self.env["switchboard.shared.message"]
        return Shared.action_about(self._name, self.id)

    def action_switchboard_write(self):
        """Write a new email to the people of this record.

        :return: the action
        """
        self.ensure_one()
        partner = self._switchboard_partner()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Email"),
            "res_model": "switchboard.write.first",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_ids": partner.filtered("email").ids,
                "default_emails": "email_from" in self._fields
                and not partner.email
                and self["email_from"],
            },
        }

    def _switchboard_partner(self):
        return self if self._name == "res.partner" else self["partner_id"]

    def action_switchboard_earlier(self):
        """Look on the mail servers for earlier mail with this contact.

        :return: the action
        :raise UserError: there is no contact with an address
        """
        self.ensure_one()
        partner = self._switchboard_partner()
        if not partner._switchboard_emails():
            raise UserError(
                self.env._("Enter an address of the contact first, then look for it.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Look for Earlier Mail"),
            "res_model": "switchboard.earlier.mail",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": partner.id},
        }

    def _switchboard_open_form(self):
        """The action that opens these records.

        :rtype: dict
        """
        action = {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {
            **action,
            "domain": [("id", "in", self.ids)],
            "views": [(False, "list"), (False, "form")],
        }
