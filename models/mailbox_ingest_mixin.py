import logging
from dataclasses import dataclass

import psycopg2

from odoo import fields, models

from ..tools import mime
from ..tools.imap import Fetched
from ..transaction import run

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Arrival:
    """One fetched mail on its way into the database."""

    fetched: Fetched
    parsed: mime.ParsedEmail
    direction: str
    date: object  # naive UTC, as the ORM wants it
    message_id: int = 0
    channel_id: int = 0
    reason: str = ""
    new: bool = False


class SwitchboardMailboxIngestMixin(models.AbstractModel):
    """Writes a batch of fetched mails in one transaction.

    Every mail of the batch ends as a message with a location, or as a row of the
    journal with its reason.
    """

    _name = "switchboard.mailbox.ingest.mixin"
    _description = "Storing Fetched Mails"

    def _ingest(self, folder, batch, *, live, since=None):
        """Store a batch and commit; a mail that cannot be stored is quarantined.

        :param switchboard.folder folder: where the mails lie
        :param list batch: Fetched values
        :param bool live: they arrived while the line was running
        :param date since: older ones are skipped (by INTERNALDATE)
        """
        self.ensure_one()
        try:
            run(self.env, lambda: self._store(folder, batch, live=live, since=since))
        except psycopg2.OperationalError:
            raise  # the database, not the mail
        except Exception as error:
            if len(batch) > 1:
                # Find the mail that breaks the batch; the others are stored.
                middle = len(batch) // 2
                for half in (batch[:middle], batch[middle:]):
                    self._ingest(folder, half, live=live, since=since)
                return
            _logger.warning("Mail quarantined: %s", error, exc_info=True)
            [fetched] = batch
            run(self.env, lambda: self._quarantine(folder, fetched, str(error)))

    def _store(self, folder, batch, *, live, since):
        arrivals = []
        for fetched in batch:
            if fetched.problem:
                self._quarantine(folder, fetched, fetched.problem)
            elif since and fetched.internaldate and fetched.internaldate.date() < since:
                parsed = mime.parse_headers(fetched.raw)
                self._skip(folder, fetched, parsed, "period")
            else:
                arrivals.append(self._read(folder, fetched))
        arrivals = self._drop_skipped(folder, arrivals)
        fresh = self._match_keys(arrivals)
        self._assign_conversations(fresh)
        self._insert_messages(fresh, live=live)
        self._insert_locations(folder, arrivals)
        self._touch_conversations(fresh)
        self._announce_arrivals(fresh, live=live)

    def _read(self, folder, fetched):
        parsed = mime.parse(fetched.raw)
        sender = parsed.from_ or parsed.sender
        ours = sender and sender.normalized in self._own_addresses()
        date = parsed.date or fetched.internaldate
        return Arrival(
            fetched=fetched,
            parsed=parsed,
            direction="out" if ours or folder.role in ("sent", "drafts") else "in",
            date=date.replace(tzinfo=None) if date else fields.Datetime.now(),
        )

    def _drop_skipped(self, folder, arrivals):
        """Journal what a rule leaves out; return the rest."""
        kept = []
        for arrival in arrivals:
            reason = self._skip_reason(arrival)
            if reason:
                self._skip(folder, arrival.fetched, arrival.parsed, *reason)
            else:
                kept.append(arrival)
        return kept

    def _skip_reason(self, arrival):
        """Say which rule leaves a mail out: (reason, detail), or None."""
        return None

    def _match_keys(self, arrivals):
        """Set the ids of messages the line has; return the arrivals it has not.

        A mail that lies twice in the batch is stored once.
        """
        keys = list({arrival.parsed.key for arrival in arrivals})
        Message = self.env["switchboard.message"]
        known = dict(
            Message._read_group(
                [("line_id", "=", self.line_id.id), ("key", "in", keys)],
                ["key"],
                ["id:max"],
            )
        )
        fresh = {}
        for arrival in arrivals:
            arrival.message_id = known.get(arrival.parsed.key, 0)
            if not arrival.message_id:
                fresh.setdefault(arrival.parsed.key, arrival)
        return list(fresh.values())

    def _quarantine(self, folder, fetched, error):
        """Keep a mail that could not be stored, raw and with the error."""
        try:
            parsed = mime.parse_headers(fetched.raw)
        except Exception:  # whatever broke the parser must not break this
            parsed = mime.parse_headers(b"")
        row = self._skip(folder, fetched, parsed, "quarantined", error[:500])
        if row and fetched.raw:
            row.raw_attachment_id = self.env["ir.attachment"].create(
                {
                    "name": "mail.eml",
                    "raw": fetched.raw,
                    "mimetype": "message/rfc822",
                    "res_model": row._name,
                    "res_id": row.id,
                }
            )

    def _skip(self, folder, fetched, parsed, reason, detail=False):
        """Write the journal's row; a second sight of the same mail changes nothing."""
        Skipped = self.env["switchboard.skipped"]
        place = {
            "folder_id": folder.id,
            "uidvalidity": folder.uidvalidity,
            "uid": fetched.uid,
        }
        if Skipped.search_count([(k, "=", v) for k, v in place.items()], limit=1):
            return Skipped
        return Skipped.create(
            {
                **place,
                "mailbox_id": self.id,
                "message_id_header": parsed.message_id[:998],
                "subject": parsed.subject,
                "email_from": parsed.from_.email if parsed.from_ else False,
                "date": parsed.date.replace(tzinfo=None) if parsed.date else False,
                "reason": reason,
                "detail": detail,
            }
        )

    def _import_skipped(self, rows):
        """Bring journal rows in after all, from the raw mail kept or the server.

        :param switchboard.skipped rows: of this mailbox
        """
        # sudo - switchboard.skipped: the owner asks, the engine stores
        for row in rows.sudo().filtered("raw_attachment_id"):
            row.retries += 1
            fetched = Fetched(
                uid=row.uid,
                raw=row.raw_attachment_id.raw,
                flags=(),
                internaldate=None,
                size=row.raw_attachment_id.file_size,
                truncated=False,
                gm_msgid=None,
                gm_labels=(),
            )
            with self.env.cr.savepoint():
                self.sudo()._store(row.folder_id, [fetched], live=False, since=None)
                row.imported = True
