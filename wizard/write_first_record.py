from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formataddr


class SwitchboardWriteFirstRecord(models.AbstractModel):
    """Writing first about a record: its people, and a note in its chatter."""

    _name = "switchboard.write.first.record"
    _description = "New Email about a Record"

    record_ref = fields.Reference(
        selection="_selection_record",
        string="Link to",
        help="The record gets a note that leads to the conversation.",
    )

    is_linked = fields.Boolean(help="Pressed twice, the note is made once.")

    @api.model
    def _selection_record(self):
        """Models with a chatter whose records the user may read."""
        # sudo - ir.model: names of models
        found = self.env["ir.model"].sudo().search([("is_mail_thread", "=", True)])
        return [
            (model.model, model.name)
            for model in found
            if self._is_linkable(model.model)
        ]

    @api.model
    def _is_linkable(self, name):
        Model = self.env.get(name)
        return (
            Model is not None
            and not Model._abstract
            and not Model._transient
            and name != "discuss.channel"
            and Model.has_access("read")
        )

    @api.model
    def default_get(self, fields):
        """Propose the people of the record, or the contacts that were given."""
        values = super().default_get(fields)
        if values.get("emails") or "emails" not in fields:
            return values
        partner_ids = self.env.context.get("default_partner_ids") or []
        partners = self.env["res.partner"].search([("id", "in", _ids(partner_ids))])
        people = [partner.email_formatted for partner in partners if partner.email]
        model, _comma, record_id = (values.get("record_ref") or "").partition(",")
        if not people and record_id and self._is_linkable(model):
            people = self._get_record_people(self.env[model].browse(int(record_id)))
        if people:
            values["emails"] = ", ".join(people)
        return values

    @api.model
    def _get_record_people(self, record):
        """Addresses of the people whom a record is about."""
        if not record.exists() or not record.has_access("read"):
            return []
        partners = record._mail_get_partners()[record.id]
        people = [partner.email_formatted for partner in partners if partner.email]
        field = record._mail_get_primary_email_field()
        if not people and field and record[field]:
            people = [formataddr((record.display_name or "", record[field]))]
        return people

    def _link_record(self, channel):
        """Link what was begun to the record, and have the record say so.

        :param discuss.channel channel: the conversation
        """
        record = self.record_ref
        if not record or self.is_linked:
            return
        self.is_linked = True
        record.check_access("read")
        self._link_message(channel, record)
        channel._switchboard_link_record(record)
        # sudo - mail.thread: a note about what the user, who may read it, has begun
        record.sudo()._message_log(
            body=Markup("<p>%s <a href='/odoo/discuss?active_id=%s'>%s</a></p>")
            % (
                self.env._("Written to from “%s”:", self.line_id.name),
                f"discuss.channel_{channel.id}",
                channel.name,
            ),
            author_id=self.env.user.partner_id.id,
        )

    def _link_message(self, channel, record):
        """Have the record's list of emails show what was begun from it.

        :param discuss.channel channel: the conversation
        :param record: that the user may read
        """
        # sudo - switchboard.message: the user's own one, just written
        Message = self.env["switchboard.message"].sudo()
        messages = Message.search([("channel_id", "=", channel.id)], limit=2)
        message = messages[:1]
        match record._name:
            case "crm.lead":
                # sudo - discuss.channel: begun by the user just now, for this deal
                talk = channel.sudo()
                if len(messages) < 2 and not talk.switchboard_lead_id:
                    talk.switchboard_lead_id = record
                message.lead_ids |= record
            case "res.partner":
                message.partner_ids |= record
            case _:
                message.write({"begun_model": record._name, "begun_id": record.id})


def _ids(value):
    """Ids out of plain ones or x2many commands, as contexts carry them."""
    ids = []
    for one in value:
        if isinstance(one, int):
            ids.append(one)
        elif one[0] == 6:
            ids += one[2]
        else:
            ids.append(one[1])
    return ids
