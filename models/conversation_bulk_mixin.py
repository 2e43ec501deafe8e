from psycopg2 import sql

from odoo import api, fields, models

from .conversation_mixin import counterpart_key
from .sql_insert import insert_statement

_LOG = ("create_uid", "create_date", "write_uid", "write_date")
# Stored, computed, and always empty for a conversation of a line.
_EMPTY = ("group_public_id",)
_RETURNING = sql.SQL(" RETURNING id")


class SwitchboardConversationBulkMixin(models.AbstractModel):
    """Makes the conversations of an import: hundreds in one statement.

    Through the ORM they cost more than the messages in them.
    """

    _name = "switchboard.conversation.bulk.mixin"
    _description = "Conversations in Bulk"

    @api.model
    def _switchboard_create_many(self, line, people_list):
        """Create conversations without members and without a bus note.

        Defaults and stored computed fields that other modules add are kept: the
        first are written along, the second computed afterwards.

        :param switchboard.line line: that they belong to
        :param list people_list: {address: name} for each
        :return: in the same order
        :rtype: discuss.channel
        """
        # sudo - discuss.channel: made for the mail that came in, not by a user
        Channel = self.env["discuss.channel"].sudo()
        columns = Channel._switchboard_columns()
        shared = {
            **Channel.default_get(list(columns)),
            "channel_type": line.kind,
            "switchboard_line_id": line.id,
            "switchboard_last_date": fields.Datetime.now(),
            **dict.fromkeys(("create_uid", "write_uid"), self.env.uid),
            **dict.fromkeys(("create_date", "write_date"), self.env.cr.now()),
        }
        rows = [
            [
                field.convert_to_column_insert(vals.get(name), Channel)
                for name, field in columns.items()
            ]
            for people in people_list
            for vals in [{**shared, **Channel._switchboard_own_values(people)}]
        ]
        statement = insert_statement("discuss_channel", list(columns))
        ids = self.env.cr.execute_values(
            statement + _RETURNING, rows, page_size=len(rows), fetch=True
        )
        channels = Channel.browse(row[0] for row in ids)
        for field in Channel._fields.values():
            if field.store and field.compute and field.name not in columns:
                self.env.add_to_compute(field, channels)
        return self.browse(channels.ids)

    @api.model
    def _switchboard_own_values(self, people):
        """What differs between conversations that are made together.

        :param dict people: {normalized address: name}
        """
        return {
            "name": self._switchboard_name(people),
            "uuid": self._generate_random_token(),
            "switchboard_counterparts": self._switchboard_people(people),
            "switchboard_counterpart_key": counterpart_key(people),
        }

    @api.model
    def _switchboard_columns(self):
        """Fields that are columns and are written with the row.

        :return: {name: field}
        """
        return {
            name: field
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and name != "id"
            and (not field.compute or name in _EMPTY or name in _LOG)
        }
