import logging
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools.errors import FolderRefused, LineError
from ..tools.netguard import HostRefused
from ..transaction import commit
from .imap_open import open_imap
from .line_error import sentence

_logger = logging.getLogger(__name__)

_BATCH = 50
# Key of the advisory lock: one worker at a time copies for a line, else both would
# find nothing and both would append.
# Held by whoever looks into a mailbox for the queue: one session at a time.
LOOKING = 0x5B03
_SENT = "Sent"


class SwitchboardOutgoingCopyMixin(models.AbstractModel):
    """Sees to it that the Sent folder holds what was sent: a step of its own.

    Whatever fails here, the message has left and is not sent again.
    """

    _name = "switchboard.outgoing.copy.mixin"
    _description = "Copies of Sent Messages"

    @api.model
    def _process_copies(self):
        """Copy what was sent into the mailboxes' Sent folders, or look for it there."""
        waiting = self.search(
            [
                ("sent_copy_state", "in", ("todo", "look")),
                ("state", "=", "sent"),
                ("line_id.state", "in", const.WORKING_STATES),
                "|",
                ("copy_at", "=", False),
                ("copy_at", "<=", fields.Datetime.now()),
            ],
            order="line_id, id",
            limit=_BATCH,
        )
        for line, rows in waiting.grouped("line_id").items():
            if self._lock_line(LOOKING, line.id):
                try:
                    rows._copy_for(line.mailbox_ids[:1])
                finally:
                    self._unlock_line(LOOKING, line.id)

    @api.model
    def _lock_line(self, purpose, line_id):
        query = SQL("SELECT pg_try_advisory_lock(%s, %s)", purpose, line_id)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _unlock_line(self, purpose, line_id):
        self.env.execute_query(
            SQL("SELECT pg_advisory_unlock(%s, %s)", purpose, line_id)
        )
        commit(self.env)

    def _copy_for(self, mailbox):
        """Work the copies of one mailbox off; a broken connection ends it for now."""
        # Another worker may have been here between the search and the lock.
        self.env.invalidate_all()
        copies = [
            outgoing._copy_job()
            for outgoing in self
            if outgoing.sent_copy_state in ("todo", "look")
        ]
        try:
            with open_imap(self.env, mailbox._imap_settings()) as session:
                path = self._sent_path(mailbox, session)
                for job in copies:
                    self._copy_one(session, path, *job)
        except (LineError, HostRefused) as error:
            reason = sentence(self.env, error)
            rest = self.filtered(lambda o: o.sent_copy_state in ("todo", "look"))
            _logger.info("Copies for mailbox %s wait: %s", mailbox.id, reason)
            for outgoing in rest:
                outgoing._copy_again(reason)
            commit(self.env)

    def _copy_job(self):
        message = self.message_id
        return (
            self,
            self.sent_copy_state,
            message.raw_attachment_id.raw,
            message.message_id_header,
            message.date.replace(tzinfo=UTC),
        )

    def _copy_one(self, session, path, outgoing, step, raw, header, date):
        """Look for the mail, put it there when that is our task, commit."""
        try:
            if session.selected != path:
                session.select(path)
            # A worker may have died between the append and its commit.
            found = bool(session.search_message_id(header))
            if not found and step == "todo":
                session.append(path, raw, flags=("\\Seen",), date=date)
                found = True
        except FolderRefused as error:
            outgoing._copy_again(sentence(self.env, error))
        else:
            if found:
                outgoing.write({"sent_copy_state": "done", "sent_copy_error": False})
            else:
                outgoing._copy_again(
                    self.env._("The provider has not put it into the Sent folder.")
                )
        commit(self.env)

    def _copy_again(self, reason):
        """Try later, or give the copy up; the message itself has long left."""
        tries = self.copy_attempts + 1
        values = {"copy_attempts": tries, "sent_copy_error": reason}
        if tries > len(const.COPY_RETRY_MINUTES):
            values["sent_copy_state"] = "failed"
        else:
            minutes = const.COPY_RETRY_MINUTES[tries - 1]
            values["copy_at"] = fields.Datetime.now() + timedelta(minutes=minutes)
        self.write(values)

    def action_copy_again(self):
        """Have a copy that was given up tried again.

        :return: True
        """
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        self.sudo().filtered(lambda o: o.sent_copy_state == "failed").write(
            {"sent_copy_state": "todo", "copy_attempts": 0, "copy_at": False}
        )
        self._wake()
        return True

    @api.model
    def _sent_path(self, mailbox, session):
        """The path of the Sent folder: by its role or name, else a new one.

        :param ImapSession session: of the mailbox
        :rtype: str
        :raise LineError: the server cannot be used now, or refuses a new folder
        """
        known = mailbox.folder_ids.filtered(lambda f: f.role == "sent")[:1].path
        if known:
            return known
        commit(self.env)
        remote = session.folders()
        path = next((folder.path for folder in remote if folder.role == "sent"), None)
        if not path:
            path = _SENT
            session.create_folder(path)
            session.subscribe(path)
            remote = session.folders()
        mailbox._update_folders(remote)
        commit(self.env)
        return path
