from odoo import fields, models
from odoo.tools import SQL

from ..transaction import commit, run

# Marks set on the server in one pass.
_MARKS = 1000


class SwitchboardMailboxFlagsMixin(models.AbstractModel):
    """Carries the read state in, and out when the owner wants it."""

    _name = "switchboard.mailbox.flags.mixin"
    _description = "Read State of a Mailbox"

    flags_two_way = fields.Boolean(
        string="Mark as Read on the Server",
        help="What is read here is marked as read in the mailbox too. Off: the mailbox "
        "is never changed.",
    )
    hide_deleted = fields.Boolean(
        string="Hide What Was Deleted There",
        help="Messages that were deleted in the mailbox are not shown here any more. "
        "They are kept and come back when this is switched off.",
    )

    def _apply_flags(self, folder, flags):
        """Take over flags that changed on the server.

        :param switchboard.folder folder: whose UIDs they are
        :param dict flags: {UID: tuple of flags}
        """
        if not flags:
            return
        self.env["switchboard.location"].flush_model()
        rows = self.env.cr.execute_values(
            """
            UPDATE switchboard_location l SET flags = v.flags
              FROM (VALUES %s) AS v(folder, validity, uid, flags, seen)
             WHERE l.folder_id = v.folder AND l.uidvalidity = v.validity
               AND l.uid = v.uid AND l.flags IS DISTINCT FROM v.flags
         RETURNING l.message_id, v.seen
            """,
            [
                (
                    folder.id,
                    folder.uidvalidity,
                    uid,
                    " ".join(found) or None,
                    _is_seen(found),
                )
                for uid, found in flags.items()
            ],
            template="(%s, %s, %s, %s::varchar, %s)",
            page_size=len(flags),
            fetch=True,
        )
        self.env["switchboard.location"].invalidate_model(["flags"], flush=False)
        self._read_in([message_id for message_id, seen in rows if seen])

    def _note_seen(self, known, new):
        """What lies on the server is not deleted; what was read there is read."""
        self._note_present([arrival.message_id for arrival in known])
        self._read_in(
            [
                arrival.message_id
                for arrival in (*known, *new)
                if arrival.live and _is_seen(arrival.fetched.flags)
            ]
        )

    def _note_present(self, message_ids):
        """What lies on the server again was not deleted there."""
        if not message_ids:
            return
        Message = self.env["switchboard.message"]
        Message.flush_model(["deleted_on_server"])
        self.env.cr.execute(
            SQL(
                "UPDATE switchboard_message SET deleted_on_server = NULL"
                " WHERE id = ANY(%s) AND deleted_on_server IS NOT NULL",
                message_ids,
            )
        )
        Message.invalidate_model(["deleted_on_server"], flush=False)

    def _read_in(self, message_ids):
        """Move the owner's read pointer over what he has read elsewhere.

        The mailbox is his; what colleagues have read they know themselves.
        """
        if not message_ids:
            return
        rows = self.env.execute_query(
            SQL(
                r"""
                WITH mail AS (
                    SELECT m.id, m.channel_id, EXISTS (
                               SELECT 1 FROM switchboard_location l
                                WHERE l.message_id = m.id
                                  AND l.flags ILIKE '%%\Seen%%') AS seen
                      FROM switchboard_message m
                     WHERE m.live AND m.channel_id IN (
                               SELECT channel_id FROM switchboard_message
                                WHERE id = ANY(%s)))
                SELECT channel_id, max(id) FROM mail
                 WHERE id < COALESCE((SELECT min(o.id) FROM mail o
                                       WHERE o.channel_id = mail.channel_id
                                         AND NOT o.seen), id + 1)
              GROUP BY channel_id
                """,
                list(message_ids),
            )
        )
        owner, Channel = self.owner_id, self.env["discuss.channel"]
        for channel_id, index_id in rows:
            # sudo - switchboard.read: the owner has read it in another program
            Read = self.env["switchboard.read"].sudo()
            Read._move(Channel.browse(channel_id), owner, index_id)

    def _read_out(self, session):
        """Mark on the server what was read here; only when the owner wants it.

        :param ImapSession session: open
        """
        if not self.flags_two_way:
            return
        for folder in self.folder_ids.filtered("selected"):
            uids = self._read_here(folder)
            path = folder.path
            commit(self.env)
            if uids and session.mark_seen(path, folder.uidvalidity, uids):
                flags = dict.fromkeys(uids, ("\\Seen",))
                run(self.env, lambda f=folder, seen=flags: self._apply_flags(f, seen))

    def _read_here(self, folder):
        rows = self.env.execute_query(
            SQL(
                r"""
                SELECT l.uid FROM switchboard_location l
                  JOIN switchboard_message m ON m.id = l.message_id
                 WHERE l.folder_id = %s AND l.uidvalidity = %s AND NOT l.gone
                   AND m.live AND m.direction = 'in'
                   AND COALESCE(l.flags, '') NOT ILIKE '%%\Seen%%'
                   AND EXISTS (SELECT 1 FROM switchboard_read r
                                WHERE r.channel_id = m.channel_id
                                  AND r.index_id >= m.id)
                 LIMIT %s
                """,
                folder.id,
                folder.uidvalidity,
                _MARKS,
            )
        )
        return [uid for (uid,) in rows]


def _is_seen(flags):
    return any(flag.lower() == "\\seen" for flag in flags)
