from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..transaction import commit

# A mail that somebody asked for may be as large as it likes, up to this.
_WHOLE_BYTES = 1024 * 1024 * 1024


class SwitchboardMessageServerMixin(models.AbstractModel):
    """What ties a message to its mail on the server."""

    _name = "switchboard.message.server.mixin"
    _description = "A Message's Mail on the Server"

    deleted_on_server = fields.Datetime(
        readonly=True,
        help="When the mail was found to be gone from every folder of the server.",
    )
    truncated = fields.Boolean(
        readonly=True,
        help="The mail is larger than the limit: its headers and text are here, its "
        "large parts are still on the server.",
    )

    def _bury(self, reason="deleted", detail=None):
        """Remember mails that are deleted here, so that no sync brings them back.

        :param str reason: of the journal
        :param str detail: the rule, when one took them away
        """
        if not self.ids:
            return
        self.flush_recordset()
        self.env["switchboard.skipped"].flush_model()
        # A deleted line takes everything along: nothing is left to come back to.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO switchboard_skipped
                       (mailbox_id, folder_id, uidvalidity, uid, key, gm_msgid, reason,
                        detail, message_id_header, subject, email_from, date, retries,
                        imported, create_uid, create_date, write_uid, write_date)
                SELECT b.id, l.folder_id, COALESCE(l.uidvalidity, 0),
                       COALESCE(l.uid, 0), m.key, m.gm_msgid, %(reason)s,
                       %(detail)s, m.message_id_header, m.subject, m.from_email,
                       m.date, 0, false, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                       now() AT TIME ZONE 'UTC'
                  FROM switchboard_message m
                  JOIN switchboard_mailbox b ON b.line_id = m.line_id
             LEFT JOIN switchboard_location l ON l.message_id = m.id
                 WHERE m.id = ANY(%(ids)s) AND m.kind IS DISTINCT FROM 'unreadable'
           ON CONFLICT (folder_id, uidvalidity, uid)
             DO UPDATE SET reason = EXCLUDED.reason, detail = EXCLUDED.detail,
                           key = EXCLUDED.key, imported = false
                """,
                reason=reason,
                detail=detail,
                uid=self.env.uid,
                ids=self.ids,
            )
        )
        self.env["switchboard.skipped"].invalidate_model(flush=False)

    def _set_aside(self, reason, detail):
        """Take messages out for a rule; the journal keeps them to bring them back.

        :param str reason: of the journal
        :param str detail: the rule
        """
        # sudo - switchboard.message, switchboard.skipped: moved from one to the other
        own = self.sudo()
        own._bury(reason, detail)
        Skipped = own.env["switchboard.skipped"]
        for message in own:
            rows = Skipped.search(
                [
                    ("mailbox_id", "in", message.line_id.mailbox_ids.ids),
                    ("key", "=", message.key),
                    ("reason", "=", reason),
                    ("imported", "=", False),
                ]
            )
            raw = message.raw_attachment_id
            if rows and raw:
                raw.write({"res_model": rows._name, "res_id": rows[0].id})
                rows[0].raw_attachment_id = raw
                message.raw_attachment_id = False
        channels = own.channel_id
        own._erase()
        left = own.search([("channel_id", "in", channels.ids)]).channel_id
        (channels - left).unlink()

    def action_fetch_whole(self):
        """Fetch the large parts that were left on the server.

        :return: True
        :raise UserError: the mail or its server cannot be had now
        """
        self.ensure_one()
        self.check_access("read")
        # sudo - switchboard.message: the engine fetches for whoever may read it
        own = self.sudo()
        places = own.location_ids.filtered(lambda place: not place.gone)
        mailbox = places.folder_id.mailbox_id[:1]
        if not own.truncated:
            return True
        fetched = None
        if places:
            found = mailbox._ask_server(lambda p: own._fetch_from(p.session, places))
            fetched = next(iter(found), None)
        if not fetched:
            raise UserError(
                self.env._("This mail is no longer on the server; its text is here.")
            )
        own._replace_raw(fetched.raw)
        return True

    def _fetch_from(self, session, places):
        """Fetch this mail whole from the first folder that has it.

        :param ImapSession session: open
        :return: a list of one Fetched, or of none
        """
        wanted = [(p.folder_id.path, p.uidvalidity, p.uid) for p in places]
        commit(self.env)
        for path, validity, uid in wanted:
            if session.select(path).uidvalidity != validity:
                continue
            limits = {"max_bytes": _WHOLE_BYTES, "max_mail_bytes": _WHOLE_BYTES}
            for batch in session.fetch([uid], **limits):
                found = [fetched for fetched in batch if fetched.raw]
                if found:
                    return found
        return []

    def _replace_raw(self, raw):
        """Take over the whole mail, and show it instead of the part that was here."""
        self.ensure_one()
        self.raw_attachment_id.write({"raw": raw})
        copy = self.mail_message_id
        parsed = self._parse_raw(self)
        self.write(
            {
                "truncated": False,
                "size": len(raw),
                "attachment_count": sum(not a.inline for a in parsed.attachments),
            }
        )
        if copy:
            # The copy keeps its id: reactions, links and pointers stay.
            files = self._create_attachments({self: parsed})[self]
            copy.write(self._shown_values(parsed, files))
            self._tell_changed()

    def _tell_changed(self):
        """Have open conversations show it anew; that is no news, so nothing rings."""
        self.ensure_one()
        self.line_id._bus_send(
            "mail_switchboard/conversation",
            {
                "line_id": self.line_id.id,
                "channel_id": self.channel_id.id,
                "message_ids": self.mail_message_id.ids,
                "index_id": self.id,
                "direction": self.direction,
                "live": False,
            },
        )
