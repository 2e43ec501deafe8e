from odoo import fields, models
from odoo.tools import SQL


class SwitchboardFolderPositionMixin(models.AbstractModel):
    """How far a folder has been read: what the sync engine writes, and only it."""

    _name = "switchboard.folder.position.mixin"
    _description = "Position in a Folder"

    seen_exists = fields.Integer(
        readonly=True, help="How many mails lay in it when it was last looked at."
    )
    reread_since = fields.Datetime(
        readonly=True,
        help="Set while the folder is read again because its numbers lost their "
        "meaning; mail that came after this time is news.",
    )

    def _write_position(self, state, runtime, token, count=0, size=0):
        """Keep the position and renew the lease; the rows were committed before.

        :param FolderState state: the position
        :param switchboard.line.runtime runtime: of the line
        :param str token: of the lease
        :param int count: mails to add to the progress
        :param int size: bytes to add to the day's volume
        :return: False when another worker has the line; nothing was written
        """
        self.ensure_one()
        self.flush_recordset()
        backfill = state.backfill_uid
        rows = self.env.execute_query(
            SQL(
                """
                WITH lease AS (%(lease)s)
                UPDATE switchboard_folder
                   SET uidvalidity = %(validity)s, last_uid = %(last)s,
                       backfill_uid = %(backfill)s, highestmodseq = %(modseq)s
                 WHERE id = %(id)s AND EXISTS (SELECT 1 FROM lease)
             RETURNING id
                """,
                lease=runtime._renew_sql(token, count, size),
                validity=state.uidvalidity or 0,
                last=state.last_uid,
                # 0 stands for "not begun" in the column, so "done" is always 1.
                backfill=0 if backfill is None else max(backfill, 1),
                modseq=state.highestmodseq or 0,
                id=self.id,
            )
        )
        runtime.invalidate_recordset(flush=False)
        self.invalidate_recordset(
            ["uidvalidity", "last_uid", "backfill_uid", "highestmodseq"], flush=False
        )
        return bool(rows)

    def _begin_again(self):
        """The UIDs have lost their meaning (RFC 3501, 2.3.1.1).

        Messages keep their old places until the folder has been read again and
        they have been found by their keys, so that nothing is taken for deleted.
        """
        self.ensure_one()
        if not self.reread_since:
            last = self.mailbox_id.line_id.runtime_ids.last_sync_at
            self.reread_since = last or fields.Datetime.now()
        self._forget_journal()

    def _end_reread(self):
        """The folder has been read again: places under its old numbers are left."""
        self.ensure_one()
        self.reread_since = False
        self.env["switchboard.location"].search(
            [
                ("folder_id", "=", self.id),
                ("uidvalidity", "!=", self.uidvalidity),
                ("gone", "=", False),
            ]
        ).gone = True

    def _forget_from(self, uid):
        """UIDs from here on may name other mails than before."""
        self.ensure_one()
        self._held_locations([("uid", ">=", uid)]).gone = True
        self._forget_journal([("uid", ">=", uid)])
        # What stays in the journal must not stand for another mail's UID.
        for row in self.env["switchboard.skipped"].search(
            [
                ("folder_id", "=", self.id),
                ("uidvalidity", "=", self.uidvalidity),
                ("uid", ">=", uid),
            ]
        ):
            row.write({"uidvalidity": 0, "uid": -row.id})

    def _forget_journal(self, domain=()):
        """Drop the folder's journal; what is in quarantine or deleted here stays."""
        self.env["switchboard.skipped"].search(
            [
                ("folder_id", "=", self.id),
                ("reason", "not in", ("quarantined", "deleted")),
                *domain,
            ]
        ).unlink()

    def _held_locations(self, domain=()):
        return self.env["switchboard.location"].search(
            [
                ("folder_id", "=", self.id),
                ("uidvalidity", "=", self.uidvalidity),
                ("gone", "=", False),
                *domain,
            ]
        )

    def _held_uids(self):
        """UIDs under which messages of ours lie here.

        :rtype: set
        """
        self.env["switchboard.location"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT uid FROM switchboard_location"
                " WHERE folder_id = %s AND uidvalidity = %s AND gone IS NOT TRUE",
                self.id,
                self.uidvalidity,
            )
        )
        return {uid for (uid,) in rows}

    def _mark_gone(self, uids):
        """The server no longer lists these UIDs here."""
        self._held_locations([("uid", "in", list(uids))]).gone = True

    def _drop_left_places(self):
        """Forget places that mails have left for others."""
        self.env["switchboard.location"].flush_model()
        self.env.execute_query(
            SQL(
                """
                DELETE FROM switchboard_location l
                 WHERE l.gone AND l.folder_id = ANY(%(folders)s) AND EXISTS (
                       SELECT 1 FROM switchboard_location o
                        WHERE o.message_id = l.message_id AND o.gone IS NOT TRUE
                          AND o.folder_id = ANY(%(folders)s))
             RETURNING id
                """,
                folders=self.ids,
            )
        )
        self.env["switchboard.location"].invalidate_model(flush=False)
        self.env["switchboard.message"].invalidate_model(["location_ids"], flush=False)

    def _missed_messages(self, limit):
        """Messages that have left every place we know of.

        :rtype: switchboard.message
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT l.message_id FROM switchboard_location l
                 WHERE l.gone AND l.folder_id = ANY(%s) ORDER BY 1 LIMIT %s
                """,
                self.ids,
                limit,
            )
        )
        return self.env["switchboard.message"].browse(i for (i,) in rows)
