import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import psycopg2

from odoo import fields, models

from .. import const
from ..tools import mime
from ..tools.imap import Fetched
from ..tools.timelimit import TimeLimit, Watch
from ..transaction import rollback, run

_logger = logging.getLogger(__name__)


@dataclass
class Arrival:
    """One fetched mail on its way into the database."""

    fetched: Fetched
    parsed: mime.ParsedEmail
    direction: str
    date: datetime  # naive UTC, as the ORM wants it
    key: str
    live: bool = False
    kind: str = ""
    message_id: int = 0
    channel_id: int = 0
    reason: str = ""
    quoted: int | str = 0  # conversation a stranger quotes; its key until it is made
    people: dict | None = None  # counterparts, once they have been asked for
    bounced_id: int = 0  # the message of ours that it says was not delivered

    @cached_property
    def checksum(self):
        """Of the raw mail, as ``ir.attachment`` reckons it."""
        return hashlib.sha1(self.fetched.raw, usedforsecurity=False).hexdigest()

    @property
    def raw_name(self):
        """The file of the raw mail in the file store."""
        return f"{self.checksum[:2]}/{self.checksum}"

    @property
    def other_key(self):
        """The key of a mail whose Message-ID another mail bears already."""
        text = f"{self.date:%Y%m%d%H%M}\0{self.parsed.subject}"
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        return f"{self.parsed.key}#{digest[:16]}"


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
        :param live: whether they arrived while the line was running, or the time
            (UTC) since when the server has to have taken them for that
        :param date since: older ones are skipped (by INTERNALDATE)
        """
        self.ensure_one()
        try:
            run(self.env, lambda: self._store(folder, batch, live=live, since=since))
        except psycopg2.OperationalError:
            raise  # the database, not the mail
        except TimeLimit:
            rollback(self.env)
            self._ingest_half(folder, batch, self._too_long(), live, since)
        except Exception as error:
            _logger.info("A batch of %s mails failed", len(batch), exc_info=True)
            self._ingest_half(folder, batch, str(error), live, since)

    def _ingest_half(self, folder, batch, error, live, since):
        """Find the mail that breaks the batch; the others are stored."""
        if len(batch) > 1:
            middle = len(batch) // 2
            for half in (batch[:middle], batch[middle:]):
                self._ingest(folder, half, live=live, since=since)
            return
        [fetched] = batch
        _logger.warning("Mail %s of folder %s quarantined", fetched.uid, folder.id)
        run(self.env, lambda: self._quarantine(folder, fetched, error))

    def _too_long(self):
        return self.env._("Reading it takes longer than %s s.", const.MAIL_SECONDS)

    def _store(self, folder, batch, *, live, since, forced=False, placed=True):
        """Store a batch in the running transaction.

        :param bool forced: somebody asked for these mails: no rule leaves them out
        :param bool placed: their UIDs are valid in the folder
        """
        arrivals = self._read_batch(folder, batch, live, forced)
        known, fresh = self._match_keys(arrivals)
        if not forced:
            fresh = self._drop_skipped(folder, fresh, since)
        unique = {}
        for arrival in fresh:
            unique.setdefault(arrival.key, arrival)
        new = list(unique.values())
        with self._keeping_raw(new):
            self._assign_conversations(new)
            self._insert_messages(new)
        for arrival in fresh:
            arrival.message_id = unique[arrival.key].message_id
        if placed:
            self._insert_locations(
                folder,
                {a.fetched.uid: (a.message_id, a.fetched.flags) for a in known + fresh},
            )
        self._touch_conversations(new)
        self._announce_arrivals([arrival for arrival in new if arrival.live])
        self._note_seen(known, new)

    def _read_batch(self, folder, batch, live, forced):
        """Parse the mails; those that cannot be read go into quarantine."""
        own = self._own_addresses()
        arrivals, bad = [], []
        with Watch(const.MAIL_SECONDS) as watch:
            for fetched in batch:
                problem = fetched.problem
                if not problem:
                    try:
                        with watch.one():
                            arrival = self._read(folder, fetched, own)
                    except TimeLimit:
                        problem = self._too_long()
                    except Exception as error:  # it alone is kept out, not the batch
                        _logger.info("Mail %s is not read", fetched.uid, exc_info=True)
                        problem = str(error) or type(error).__name__
                    else:
                        if "gave_up" not in arrival.parsed.defects:
                            arrival.live = _is_live(fetched, live)
                            arrivals.append(arrival)
                            continue
                        problem = self.env._("Its structure makes no sense.")
                bad.append((fetched, problem))
        if bad and forced:
            raise ValueError(bad[0][1])
        for fetched, problem in bad:
            self._quarantine(folder, fetched, problem)
        return arrivals

    def _read(self, folder, fetched, own):
        parsed = mime.parse(fetched.raw)
        sender = parsed.from_ or parsed.sender
        ours = sender and sender.normalized in own
        date = parsed.date or fetched.internaldate
        return Arrival(
            fetched=fetched,
            parsed=parsed,
            direction="out" if ours or folder.role in ("sent", "drafts") else "in",
            date=date.replace(tzinfo=None) if date else fields.Datetime.now(),
            key=parsed.key,
            kind=str(parsed.kind),
        )

    def _drop_skipped(self, folder, arrivals, since):
        """Journal what a rule leaves out; return the rest."""
        if not arrivals:
            return []
        deleted = self._find_deleted({a.key for a in arrivals})
        rules = self._skip_rules()
        kept, left_out = [], []
        for arrival in arrivals:
            if reason := self._reason_against(arrival, deleted, since, rules):
                left_out.append((arrival.fetched, arrival.parsed, *reason))
            else:
                kept.append(arrival)
        self._skip(folder, left_out)
        return kept

    def _reason_against(self, arrival, deleted, since, rules):
        """Why a mail is not stored: (reason, detail), or None.

        :param deleted: keys of mails that were deleted here
        :param date since: older ones are left out (by INTERNALDATE)
        :param SkipRules rules: of this mailbox
        """
        if arrival.key in deleted:
            return "deleted", None
        taken = arrival.fetched.internaldate
        if since and taken and taken.date() < since:
            return "period", None
        sender = arrival.parsed.from_ or arrival.parsed.sender
        if sender and sender.normalized in rules.excepted:
            return None
        return self._skip_reason(arrival, rules)

    def _find_deleted(self, keys):
        """Those of the keys that were deleted here: they do not come back."""
        rows = self.env["switchboard.skipped"]._read_group(
            [
                ("mailbox_id", "=", self.id),
                ("key", "in", list(keys)),
                ("reason", "=", "deleted"),
                ("imported", "=", False),
            ],
            ["key"],
        )
        return {key for (key,) in rows}


def _is_live(fetched, live):
    if isinstance(live, bool):
        return live
    taken = fetched.internaldate
    return bool(taken) and taken.replace(tzinfo=None) > live
