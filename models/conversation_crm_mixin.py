from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const
from ..tools import mime

_MOST_DEALS = 10


class SwitchboardConversationCrmMixin(models.AbstractModel):
    """A conversation's contacts and deals: shown, created, linked."""

    _name = "switchboard.conversation.crm.mixin"
    _description = "Contacts and Deals of a Conversation"

    switchboard_lead_id = fields.Many2one(
        "crm.lead",
        string="Deal",
        index="btree_not_null",
        ondelete="set null",
        help="Chosen by hand: the conversation's messages are linked to it.",
    )

    def switchboard_links(self):
        """What the head of a conversation shows of the CRM.

        :return: contacts and deals ([{id, name}]), missing (addresses or numbers
            without a contact), ask (open deals to choose from), what the user may
            create, and sharing: the level decided for this conversation, "" as the
            line, False when it is not the user's to decide
        :rtype: dict
        """
        line = self._switchboard_crm_line()
        owners = self._switchboard_owners()
        partners = self.env["res.partner"].browse(set(owners.values()))
        deals = self._switchboard_deals()
        asked = self.env["crm.lead"]
        # sudo - switchboard.line: a rule of a line the user reads
        if line.sudo().lead_rule == "ask" and not deals:
            asked = self._switchboard_open_deals(owners)
        return {
            "contacts": _named(partners._filtered_access("read")),
            "missing": self._switchboard_missing(owners),
            "deals": _named(deals),
            "ask": _named(asked),
            "can_create_contact": self.env["res.partner"].has_access("create"),
            "can_create_deal": self.env["crm.lead"].has_access("create"),
            "sharing": line.can_manage and self._switchboard_sharing_level(),
        }

    def switchboard_create_contacts(self):
        """Create a contact for each counterpart who is none, and open it.

        :return: the action
        """
        line = self._switchboard_crm_line()
        missing = self._switchboard_missing_people()
        names = {
            person["email"]: person["name"]
            for person in self.switchboard_counterparts or ()
        }
        partners = line._create_people({key: names.get(key) for key in missing})
        if line.kind == const.SMS:
            self._switchboard_insert_links("res_partner", partners)
        return partners._switchboard_open_form()

    def switchboard_create_deal(self):
        """Create a deal of this conversation, with its latest text, and open it.

        :return: the action
        """
        self._switchboard_crm_line()
        owners = self._switchboard_owners()
        partner = self.env["res.partner"].browse(next(iter(owners.values()), False))
        person = (self.switchboard_counterparts or [{"name": "", "email": ""}])[0]
        values = {
            "name": self.switchboard_subject or self.name,
            "type": "opportunity",
            "partner_id": partner._filtered_access("read").id,
            "description": self._switchboard_latest_body(),
            "user_id": self.env.uid,
        }
        if not values["partner_id"]:
            sms = self.channel_type == const.SMS
            values["contact_name"] = person["name"]
            values["phone" if sms else "email_from"] = person["email"]
        lead = self.env["crm.lead"].create(values)
        self._switchboard_link_deal(lead)
        return lead._switchboard_open_form()

    def switchboard_set_deal(self, lead_id):
        """Link the conversation, and what will come in it, to a deal.

        :param int lead_id: of a deal that the user may read; False: of none any more
        :return: True
        """
        self._switchboard_crm_line()
        lead = self.env["crm.lead"].browse(lead_id and int(lead_id)).exists()
        lead.check_access("read")
        self._switchboard_link_deal(lead)
        return True

    def switchboard_set_sharing(self, level):
        """Share the conversation more or less than its line; the owner decides.

        :param str level: hidden, metadata, subject, everything; empty: as the line
        :return: True
        """
        self._switchboard_crm_line()
        self.env["switchboard.sharing"]._set_level(self, level or None)
        return True

    def _switchboard_crm_line(self):
        """The line of one conversation that the user may read."""
        self.ensure_one()
        self.check_access("read")
        if not self.switchboard_line_id:
            raise AccessError(self.env._("This is no conversation of a line."))
        return self.switchboard_line_id

    def _switchboard_owners(self):
        """{address or number: contact's id} of the counterparts."""
        keys = [person["email"] for person in self.switchboard_counterparts or ()]
        if self.channel_type != const.SMS:
            return self.env["switchboard.message"]._get_owners(keys)
        # sudo - switchboard.message: the contact of a conversation the user reads
        Message = self.env["switchboard.message"].sudo()
        latest = Message.search([("channel_id", "=", self.id)], limit=1)
        return dict.fromkeys(keys, latest.partner_ids.id) if latest.partner_ids else {}

    def _switchboard_missing_people(self):
        """Addresses or numbers of a conversation the user reads, without a contact.

        :rtype: list[str]
        """
        if not self:
            return []
        self._switchboard_crm_line()
        return self._switchboard_missing(self._switchboard_owners())

    def _switchboard_link_contact(self, partner, key):
        """Give a contact an address, or a number, of this conversation.

        :param res.partner partner: that the user may change
        :param str key: the address or number
        """
        partner.check_access("write")
        sms = self.channel_type == const.SMS
        field = "phone" if sms else "email"
        if not partner[field]:
            partner[field] = key
        elif not sms:
            self.env["switchboard.partner.address"].create(
                {"partner_id": partner.id, "email": key}
            )
        if sms:
            self._switchboard_insert_links("res_partner", partner)

    def _switchboard_missing(self, owners):
        people = self.switchboard_counterparts or ()
        return [person["email"] for person in people if person["email"] not in owners]

    def _switchboard_deals(self):
        """The deals that the messages are linked to, as far as the user reads them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.crm_lead_id FROM crm_lead_switchboard_message_rel r
                  JOIN switchboard_message m ON m.id = r.switchboard_message_id
                 WHERE m.channel_id = %s
              GROUP BY 1 ORDER BY 1 DESC LIMIT %s
                """,
                self.id,
                _MOST_DEALS,
            )
        )
        leads = self.env["crm.lead"].browse(row[0] for row in rows)
        # sudo - discuss.channel: a field of ours in a conversation the user reads
        return (self.sudo().switchboard_lead_id.sudo(False) | leads)._filtered_access(
            "read"
        )

    def _switchboard_open_deals(self, owners):
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return Lead
        keys = [person["email"] for person in self.switchboard_counterparts or ()]
        # sudo - res.partner: whose company they are of; the deals are the user's
        people = self.env["res.partner"].sudo().browse(set(owners.values()))
        companies = (people.commercial_partner_id - people).filtered("is_company")
        emails = [False, *companies.mapped("email_normalized")]
        domain = Domain.OR(
            [
                Domain("partner_id", "in", people.ids),
                Domain("email_normalized", "in", keys),
                Domain("phone_sanitized", "in", keys),
                Domain("partner_id", "in", companies.ids)
                & Domain("contact_name", "in", (False, ""))
                & Domain("email_normalized", "in", emails),
            ]
        )
        domain &= Domain("won_status", "=", "pending")
        return Lead.search(domain, order="id desc", limit=_MOST_DEALS)

    def _switchboard_link_deal(self, lead):
        # sudo - discuss.channel: the user may read the conversation and the deal
        channel = self.sudo()
        former = channel.switchboard_lead_id - lead
        channel.switchboard_lead_id = lead
        self._switchboard_insert_links("crm_lead", lead)
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_lead_switchboard_message_rel r"
                " USING switchboard_message m WHERE m.id = r.switchboard_message_id"
                " AND m.channel_id = %s AND r.crm_lead_id = ANY(%s)",
                self.id,
                former.ids,
            )
        )

    def _switchboard_insert_links(self, table, records):
        """Link all messages of the conversation to these contacts or deals."""
        self.env["switchboard.message"].flush_model(["channel_id"])
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (switchboard_message_id, %s)"
                " SELECT m.id, linked.id FROM switchboard_message m"
                " CROSS JOIN unnest(%s::int[]) AS linked(id) WHERE m.channel_id = %s"
                " ON CONFLICT DO NOTHING",
                SQL.identifier(f"{table}_switchboard_message_rel"),
                SQL.identifier(f"{table}_id"),
                records.ids,
                self.id,
            )
        )
        self.env["switchboard.message"]._forget_links()

    def _switchboard_latest_body(self):
        """The text of the latest message received, else of the latest one."""
        # sudo - switchboard.message: of a conversation that the user reads
        Message = self.env["switchboard.message"].sudo()
        here = [("channel_id", "=", self.id)]
        message = Message.search([*here, ("direction", "=", "in")], limit=1)
        message = message or Message.search(here, limit=1)
        if message.mail_message_id:
            return message.mail_message_id.body
        raw = message.raw_attachment_id.with_context(bin_size=False).raw
        return mime.show_body(mime.parse(raw or b""), {}).html

    def _switchboard_sharing_level(self):
        # sudo - switchboard.sharing: asked for by whom manages the line
        Sharing = self.env["switchboard.sharing"].sudo()
        return Sharing.search([("channel_id", "=", self.id)]).level or ""


def _named(records):
    return [{"id": record.id, "name": record.display_name} for record in records]
