from odoo import models
from odoo.tools import SQL

# So many records of each model are shown.
_MOST = 20


class SwitchboardConversationRecordsMixin(models.AbstractModel):
    """The records that a conversation is linked to, of whatever model.

    They are searched as the user: what he may not read is not named.
    """

    _name = "switchboard.conversation.records.mixin"
    _description = "Linked Records of a Conversation"

    def _switchboard_records(self, people=()):
        """Return the deals, contacts, tasks, tickets ... of a conversation.

        :param people: ids of contacts that are shown anyway
        :return: {model, id, name, label} each, deals first
        :rtype: list
        """
        linked = {"crm.lead": [], "res.partner": []}
        for model, res_id in self._switchboard_record_rows():
            if model != "res.partner" or res_id not in people:
                linked.setdefault(model, []).append(res_id)
        return [
            {
                "model": model,
                "id": record.id,
                "name": record.display_name,
                "label": self._switchboard_record_label(record),
            }
            for model, ids in linked.items()
            for record in self._switchboard_readable(model, ids)
        ]

    def _switchboard_record_rows(self):
        """(model, id) of all linked records, whether the user may read them or not."""
        self.env["switchboard.message"].flush_model(
            ["channel_id", "lead_ids", "partner_ids"]
        )
        self.env["switchboard.linked.record"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT 'crm.lead', r.crm_lead_id FROM switchboard_message m
                  JOIN crm_lead_switchboard_message_rel r
                    ON r.switchboard_message_id = m.id
                 WHERE m.channel_id = %(id)s
                 UNION
                SELECT 'res.partner', r.res_partner_id FROM switchboard_message m
                  JOIN res_partner_switchboard_message_rel r
                    ON r.switchboard_message_id = m.id
                 WHERE m.channel_id = %(id)s
                 UNION
                SELECT res_model, res_id FROM switchboard_linked_record
                 WHERE channel_id = %(id)s
              ORDER BY 1, 2 DESC
                """,
                id=self.id,
            )
        )

    def _switchboard_readable(self, model, ids):
        """Those of the records that are there and that the user may read."""
        Model = self.env.get(model)
        if Model is None or not ids or not Model.has_access("read"):
            return ()
        return Model.search([("id", "in", ids)], limit=_MOST)

    def _switchboard_record_label(self, record):
        if record._name == "crm.lead":
            is_deal = record.type == "opportunity"
            return self.env._("Deal") if is_deal else self.env._("Lead")
        return self.env["ir.model"]._get(record._name).name

    def _switchboard_link_record(self, record):
        """Link the conversation to a record that the caller has checked.

        :param record: of any model with a chatter
        """
        self.ensure_one()
        # sudo - switchboard.linked.record: rows that nobody reads or writes himself
        self.env["switchboard.linked.record"].sudo()._add(self, record)
