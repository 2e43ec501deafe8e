from psycopg2 import sql

from odoo import fields, models
from odoo.tools import SQL

from .. import const
from .sql_insert import insert_statement

_MESSAGE_COLUMNS = (
    "id",
    "line_id",
    "key",
    "direction",
    "kind",
    "message_id_header",
    "in_reply_to",
    "references",
    "thread_root",
    "date",
    "from_email",
    "email_from",
    "email_to",
    "email_cc",
    "email_bcc",
    "subject",
    "snippet",
    "size",
    "attachment_count",
    "channel_id",
    "thread_reason",
    "quoted_channel_id",
    "live",
    "truncated",
    "gm_msgid",
    "raw_attachment_id",
    "participants",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
)
_PARTICIPANTS = _MESSAGE_COLUMNS.index("participants")
_LOCATION_COLUMNS = (
    "message_id",
    "folder_id",
    "uidvalidity",
    "uid",
    "flags",
    "gone",
)
# PostgreSQL refuses a tsvector over 1 MB; words beyond this are not found.
_SEARCH_CHARS = 20_000


def addresses(values):
    """Write addresses as a mail program shows them.

    :param values: iterable of mime.Address
    :rtype: str
    """
    return ", ".join(
        f"{value.name} <{value.email}>" if value.name else value.email
        for value in values
    )


class SwitchboardMailboxInsertMixin(models.AbstractModel):
    """The bulk statements of the ingest: no ORM, a few queries for each batch."""

    _name = "switchboard.mailbox.insert.mixin"
    _description = "Inserting Messages in Bulk"

    def _insert_messages(self, arrivals):
        """Insert the messages and their raw mails; sets ``message_id`` on each.

        The files of the raw mails are written by ``_keeping_raw``, around this.

        An operator who sends at this moment may insert the same mail: the unique
        index then refuses the batch, and ``transaction.run`` has it matched again.

        :param list arrivals: Arrival values, none of them on the line yet
        """
        if not arrivals:
            return
        ids = self._next_ids("switchboard_message", len(arrivals))
        for arrival, message_id in zip(arrivals, ids, strict=True):
            arrival.message_id = message_id
        raw_ids = self._insert_raw(arrivals)
        now = fields.Datetime.now()
        rows = [
            self._message_row(arrival, raw_id, now)
            for arrival, raw_id in zip(arrivals, raw_ids, strict=True)
        ]
        values = ["%s"] * len(_MESSAGE_COLUMNS)
        self.env.cr.execute_values(
            insert_statement(
                "switchboard_message", [*_MESSAGE_COLUMNS, "search_vector"]
            ),
            rows,
            template=f"({', '.join(values)}, to_tsvector('simple', %s))",
            page_size=len(rows),
        )
        Message = self.env["switchboard.message"]
        Message.invalidate_model(flush=False)
        Message.browse(ids)._link(
            sorted({e for row in rows for e in row[_PARTICIPANTS]})
        )

    def _message_row(self, arrival, raw_id, now):
        parsed = arrival.parsed
        sender = parsed.from_ or parsed.sender
        from_text = addresses([sender]) if sender else None
        to_text = addresses(parsed.to)
        search = " ".join(
            filter(None, (parsed.subject, from_text, to_text, parsed.search_text))
        )
        return (
            arrival.message_id,
            self.line_id.id,
            arrival.key,
            arrival.direction,
            arrival.kind,
            parsed.message_id or None,
            parsed.in_reply_to[-1] if parsed.in_reply_to else None,
            " ".join(parsed.references) or None,
            parsed.thread_root or None,
            arrival.date,
            sender.normalized if sender else None,
            from_text,
            to_text or None,
            addresses(parsed.cc) or None,
            addresses(parsed.bcc) or None,
            parsed.subject or None,
            parsed.snippet or None,
            arrival.fetched.size or parsed.size,
            sum(not attachment.inline for attachment in parsed.attachments),
            arrival.channel_id or None,
            arrival.reason or None,
            arrival.quoted or None,
            # Only what people write now is unread: no back-fill, no machine's mail.
            arrival.live
            and arrival.direction == "in"
            and arrival.kind not in const.SILENT_KINDS,
            arrival.fetched.truncated,
            arrival.fetched.gm_msgid,
            raw_id,
            sorted(self._get_counterparts(arrival)),
            self.env.uid,
            now,
            self.env.uid,
            now,
            search[:_SEARCH_CHARS],
        )

    def _insert_locations(self, folder, places):
        """Write where mails lie.

        :param switchboard.folder folder: the folder
        :param dict places: {UID: (message id, flags)}
        """
        if not places:
            return
        rows = [
            (
                message_id,
                folder.id,
                folder.uidvalidity,
                uid,
                " ".join(flags) or None,
                False,
            )
            for uid, (message_id, flags) in places.items()
        ]
        self.env.cr.execute_values(
            insert_statement("switchboard_location", _LOCATION_COLUMNS)
            + sql.SQL(
                " ON CONFLICT (folder_id, uidvalidity, uid) DO UPDATE SET"
                " message_id = EXCLUDED.message_id, flags = EXCLUDED.flags,"
                " gone = false"
            ),
            rows,
            page_size=len(rows),
        )
        self.env["switchboard.location"].invalidate_model(flush=False)

    def _next_ids(self, table, count):
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"{table}_id_seq",
                count,
            )
        )
        return [row[0] for row in rows]
