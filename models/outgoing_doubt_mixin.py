import logging
from datetime import UTC, timedelta

from odoo import api, fields, models

from .. import const
from ..tools.errors import FolderRefused, LineError
from ..tools.imap.mentions import uids_mentioning
from ..tools.netguard import HostRefused
from ..transaction import commit
from .imap_open import open_imap
from .outgoing_copy_mixin import LOOKING

_logger = logging.getLogger(__name__)

_BATCH = 50


class SwitchboardOutgoingDoubtMixin(models.AbstractModel):
    """Searches the mailbox for messages that may have left.

    Found in the Sent folder, or spoken of by a bounce in the inbox: it has left.
    Not found: that proves nothing, so a person decides.
    """

    _name = "switchboard.outgoing.doubt.mixin"
    _description = "Messages in Doubt"

    @api.model
    def _resolve_doubts(self):
        """Search for the messages in doubt whose time has come."""
        rows = self.search(
            [
                ("state", "=", "in_doubt"),
                ("doubt_checks", "<", len(const.DOUBT_MINUTES)),
                ("doubt_check_at", "<=", fields.Datetime.now()),
                ("line_id.state", "in", const.WORKING_STATES),
            ],
            order="line_id, id",
            limit=_BATCH,
        )
        for line, doubtful in rows.grouped("line_id").items():
            if self._lock_line(LOOKING, line.id):
                try:
                    doubtful._search_mailbox(line.mailbox_ids[:1])
                finally:
                    self._unlock_line(LOOKING, line.id)

    def _search_mailbox(self, mailbox):
        """Search the mailbox of these rows over IMAP.

        :param switchboard.mailbox mailbox: theirs
        """
        folders = mailbox.folder_ids
        sent = folders.filtered(lambda f: f.role == "sent")[:1].path
        inbox = folders.filtered(lambda f: f.role == "inbox")[:1].path
        wanted = {o: (o.message_id.message_id_header, o.create_date) for o in self}
        found = {}
        try:
            with open_imap(self.env, mailbox._imap_settings()) as session:
                for outgoing, (header, date) in wanted.items():
                    found[outgoing] = _find(session, sent, inbox, header, date)
        except (LineError, HostRefused) as error:
            _logger.info("Mailbox %s could not be searched: %s", mailbox.id, error)
        for outgoing in self:
            outgoing._note_search(
                found.get(outgoing, False), searched=outgoing in found
            )
        commit(self.env)

    def _note_search(self, place, *, searched):
        """Settle a row, or plan the next search; a failed search does not count."""
        if place:
            self._settle_sent(
                copied=place == "sent",
                error=False
                if place == "sent"
                else self.env._(
                    "A message in the inbox speaks of it: see whether it came back."
                ),
            )
            return
        checks = self.doubt_checks + int(searched)
        step = min(checks, len(const.DOUBT_MINUTES) - 1)
        minutes = const.DOUBT_MINUTES[step]
        values = {
            "doubt_checks": checks,
            "doubt_check_at": fields.Datetime.now() + timedelta(minutes=minutes),
        }
        if checks == len(const.DOUBT_MINUTES):
            values["error"] = self.env._(
                "Nobody knows whether it left: neither the Sent folder nor the inbox "
                "shows it. Ask the recipient, then say that it arrived or send it "
                "again."
            )
        self.write(values)

    def _settle_sent(self, *, copied=False, error=False):
        """These messages in doubt have left after all.

        :param bool copied: the Sent folder holds them
        :param error: what came of it, if anything
        """
        settled = self.filtered(lambda o: o.state == "in_doubt")
        for outgoing in settled:
            step = outgoing.line_id.mailbox_ids[:1]._sent_copy_step()
            now = fields.Datetime.now()
            outgoing.write(
                {
                    "state": "sent",
                    "error": error,
                    "sent_at": outgoing.handed_at or now,
                    "finished_at": now,
                    "claim_token": False,
                    "doubt_check_at": False,
                    "sent_copy_state": "done" if copied else step,
                }
            )
            outgoing._notify_state("sent")
        settled._show_on_records("sent")


def _find(session, sent, inbox, header, date):
    """Where a message shows up: "sent", "inbox" or False."""
    try:
        if sent:
            session.select(sent)
            if session.search_message_id(header):
                return "sent"
        if inbox:
            session.select(inbox)
            since = date.replace(tzinfo=UTC).date() - timedelta(days=1)
            if uids_mentioning(session, header, since):
                return "inbox"
    except FolderRefused as error:
        _logger.info("A folder could not be searched: %s", error)
    return False
