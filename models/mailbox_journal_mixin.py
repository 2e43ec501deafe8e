import logging
import time

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import mime
from ..tools.imap import Fetched
from ..transaction import commit, rollback, run
from .mailbox_ingest_mixin import Arrival
from .sql_insert import insert_statement

_logger = logging.getLogger(__name__)

_COLUMNS = (
    "mailbox_id",
    "folder_id",
    "uidvalidity",
    "uid",
    "key",
    "gm_msgid",
    "message_id_header",
    "subject",
    "email_from",
    "date",
    "reason",
    "detail",
    "retries",
    "imported",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
)
_DETAIL = 500


class SwitchboardMailboxJournalMixin(models.AbstractModel):
    """The journal of what was seen on the server and not stored."""

    _name = "switchboard.mailbox.journal.mixin"
    _description = "Journal of Skipped Mails"

    exception_ids = fields.One2many(
        "switchboard.exception", "mailbox_id", string="Senders Never Skipped"
    )

    def _skip(self, folder, rows):
        """Write the journal; a second sight of the same mail changes nothing.

        :param switchboard.folder folder: where the mails lie
        :param list rows: (Fetched, ParsedEmail, reason, detail or None) for each
        """
        if not rows:
            return
        now = fields.Datetime.now()
        self.env["switchboard.skipped"].flush_model()
        self.env.cr.execute_values(
            insert_statement(
                "switchboard_skipped", _COLUMNS, "folder_id, uidvalidity, uid"
            ),
            [
                (
                    self.id,
                    folder.id,
                    folder.uidvalidity,
                    fetched.uid,
                    parsed.key,
                    fetched.gm_msgid,
                    parsed.message_id[:998] or None,
                    parsed.subject or None,
                    parsed.from_.normalized if parsed.from_ else None,
                    parsed.date.replace(tzinfo=None) if parsed.date else None,
                    reason,
                    detail and detail[:_DETAIL],
                    0,
                    False,
                    self.env.uid,
                    now,
                    self.env.uid,
                    now,
                )
                for fetched, parsed, reason, detail in rows
            ],
            page_size=len(rows),
        )
        self.env["switchboard.skipped"].invalidate_model(flush=False)

    def _quarantine(self, folder, fetched, error):
        """Keep a mail that could not be stored: raw, with the error, with a grey line.

        :param switchboard.folder folder: where it lies
        :param Fetched fetched: the mail
        :param str error: what went wrong
        """
        parsed = _readable_headers(fetched.raw)
        row = self._find_quarantined(folder, fetched, parsed)
        place = {"uidvalidity": folder.uidvalidity, "uid": fetched.uid}
        if row:
            # Seen before, under a UID that has lost its meaning.
            row.write({**place, "detail": error[:_DETAIL]})
            return
        self._skip(folder, [(fetched, parsed, "quarantined", error)])
        row = row.search(
            [("folder_id", "=", folder.id), *((k, "=", v) for k, v in place.items())]
        )
        if fetched.raw and not row.raw_attachment_id:
            row.raw_attachment_id = self.env["ir.attachment"].create(
                {
                    "name": "mail.eml",
                    "raw": fetched.raw,
                    "mimetype": "message/rfc822",
                    "res_model": row._name,
                    "res_id": row.id,
                }
            )
            self._insert_placeholder(folder, fetched, parsed, row)

    def _insert_placeholder(self, folder, fetched, parsed, row):
        """Put a grey line where the mail would stand, as far as its headers tell."""
        date = parsed.date or fetched.internaldate
        if not parsed.from_ or not date:
            return
        ours = parsed.from_.normalized in self._own_addresses()
        arrival = Arrival(
            fetched=fetched,
            parsed=parsed,
            direction="out" if ours or folder.role in ("sent", "drafts") else "in",
            date=date.replace(tzinfo=None),
            key=f"unreadable:{row.id}",
            kind="unreadable",
        )
        try:
            with self.env.cr.savepoint():
                if self._skip_reason(arrival, self._skip_rules()):
                    return
                with self._keeping_raw([arrival]):
                    self._assign_conversations([arrival])
                    self._insert_messages([arrival])
                row.placeholder_id = arrival.message_id
        except psycopg2.OperationalError:
            raise
        except Exception:  # the journal has it in any case
            _logger.info("No line can stand for mail %s", row.id, exc_info=True)

    def _find_quarantined(self, folder, fetched, parsed):
        rows = self.env["switchboard.skipped"].search(
            [
                ("folder_id", "=", folder.id),
                ("reason", "=", "quarantined"),
                ("imported", "=", False),
                ("key", "=", parsed.key),
            ]
        )
        return rows.filtered(
            lambda row: row.uidvalidity != folder.uidvalidity or row.uid == fetched.uid
        )[:1]

    def _add_exceptions(self, senders):
        known = set(self.exception_ids.mapped("email"))
        self.env["switchboard.exception"].create(
            [
                {"mailbox_id": self.id, "email": sender}
                for sender in senders
                if sender not in known
            ]
        )

    # Bringing in after all

    def _import_skipped(self, rows):
        """Bring journal rows in after all, from the raw mail kept or the server.

        :param switchboard.skipped rows: of this mailbox
        :raise UserError: none of them could be had
        """
        # sudo - switchboard.skipped: the owner asks, the engine stores
        mailbox, rows = self.sudo(), rows.sudo()
        kept = rows.filtered("raw_attachment_id")
        for row in kept:
            mailbox._import_one(row, _from_raw(row))
        remote = (rows - kept).filtered("folder_id")
        found = {}
        if remote:
            found = mailbox._ask_server(lambda p: mailbox._fetch_skipped(p, remote))
        for row, fetched in found.items():
            mailbox._import_one(row, fetched)
        if rows and not rows.filtered("imported"):
            raise UserError(mailbox._not_imported(rows))

    def _not_imported(self, rows):
        errors = set(filter(None, rows.filtered("raw_attachment_id").mapped("detail")))
        if errors:
            return self.env._(
                "This mail still cannot be read: %s It is kept and tried again after "
                "each update.",
                next(iter(errors)),
            )
        return self.env._("These mails are no longer on the server.")

    def _import_one(self, row, fetched):
        """Store the mail of one row; it stays in quarantine when that fails."""
        key = row.key

        def store():
            row.retries += 1
            tombstones = row.search(
                [("mailbox_id", "=", self.id), ("key", "=", key), ("key", "!=", False)]
            )
            (row | tombstones).imported = True
            row.placeholder_id._erase()
            place = row.folder_id
            self._store(place, [fetched], live=False, since=None, forced=True)

        try:
            run(self.env, store)
        except Exception as error:  # whatever kept it out may do so again
            _logger.info("Mail %s stays in quarantine", row.id, exc_info=True)
            words = str(error)[:_DETAIL]
            run(
                self.env,
                lambda: row.write({"detail": words, "retries": row.retries + 1}),
            )

    def _fetch_skipped(self, sync_pass, rows):
        """Fetch the mails of journal rows from the server.

        :param SyncPass sync_pass: with an open session
        :return: {row: Fetched}, without those that are gone
        """
        session, limit = sync_pass.session, sync_pass.max_mail_bytes
        wanted = {
            (folder.path, validity): {row.uid: row for row in group}
            for (folder, validity), group in rows.grouped(
                lambda row: (row.folder_id, row.uidvalidity)
            ).items()
        }
        commit(self.env)
        found = {}
        for (path, validity), by_uid in wanted.items():
            if session.select(path).uidvalidity != validity:
                continue
            limits = {"max_bytes": limit, "max_mail_bytes": limit}
            for batch in session.fetch(sorted(by_uid), **limits):
                found.update({by_uid[f.uid]: f for f in batch if not f.problem})
        return found

    def action_retry_quarantine(self):
        """Try all quarantined mails of these mailboxes again.

        :return: True
        """
        self.check_access("write")
        # sudo - switchboard.skipped: the owner asks, the engine stores
        self.sudo()._retry_quarantined()
        return True

    def _retry_quarantined(self, seconds=None):
        """Try quarantined mails again; return whether all were tried in time."""
        end = None if seconds is None else time.monotonic() + seconds
        started = fields.Datetime.now()
        domain = [
            ("reason", "=", "quarantined"),
            ("imported", "=", False),
            ("raw_attachment_id", "!=", False),
            *([("mailbox_id", "in", self.ids)] if self else []),
        ]
        rows = self.env["switchboard.skipped"].search(domain, order="id")
        for row in rows:
            if end and time.monotonic() > end:
                return False
            if not row.exists() or row.imported:
                continue
            try:
                row.mailbox_id._import_one(row, _from_raw(row))
            except Exception:  # one bad row never stops the next one
                rollback(self.env)
                _logger.exception("Quarantined mail %s", row.id)
        _logger.info("Quarantine retried since %s: %s mails", started, len(rows))
        return True

    @api.model
    def _cron_retry_quarantine(self):
        """Run once after each update of the module."""
        self._retry_quarantined()


def _readable_headers(raw):
    try:
        return mime.parse_headers(raw)
    except Exception:  # whatever broke the parser must not break this
        return mime.parse_headers(b"")


def _from_raw(row):
    raw = row.raw_attachment_id.raw or b""
    return Fetched(row.uid, raw, (), None, len(raw), gm_msgid=row.gm_msgid or None)
