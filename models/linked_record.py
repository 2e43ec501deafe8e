from odoo import fields, models
from odoo.tools import SQL


class SwitchboardLinkedRecord(models.Model):
    """A record that a conversation is about, of any model with a chatter.

    Deals and contacts are linked to single messages; a task or a ticket is linked to
    the conversation. Nobody reads the rows as such: a conversation names those of its
    records that the user may read.
    """

    _name = "switchboard.linked.record"
    _description = "Record Linked to a Conversation"

    channel_id = fields.Many2one("discuss.channel", required=True, ondelete="cascade")
    res_model = fields.Char(string="Record's Model", required=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", string="Record", required=True
    )

    _record_uniq = models.UniqueIndex("(channel_id, res_model, res_id)")

    def _add(self, channel, record):
        """Link a conversation to a record, once.

        :param discuss.channel channel: the conversation
        :param record: of any model
        """
        self._insert(
            SQL("SELECT %s, %s, %s", channel.id, record._name, record.id),
        )

    def _follow(self, source, target):
        """Link to ``target`` what ``source`` is linked to.

        :param discuss.channel source: it leads to the other one from now on
        :param discuss.channel target: the conversation that goes on
        """
        self.flush_model()
        self._insert(
            SQL(
                "SELECT %s, res_model, res_id FROM switchboard_linked_record"
                " WHERE channel_id = %s",
                target.id,
                source.id,
            )
        )

    def _insert(self, rows):
        self.env.cr.execute(
            SQL(
                "INSERT INTO switchboard_linked_record (channel_id, res_model, res_id)"
                " %s ON CONFLICT DO NOTHING",
                rows,
            )
        )
        self.invalidate_model(flush=False)
