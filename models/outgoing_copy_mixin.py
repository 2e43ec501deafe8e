import logging
from datetime import UTC

from odoo import api, models

from ..tools.errors import LineError
from ..tools.imap import ImapSession
from ..tools.netguard import HostRefused
from ..transaction import commit

_logger = logging.getLogger(__name__)

_BATCH = 50


class SwitchboardOutgoingCopyMixin(models.AbstractModel):
    """Puts sent messages into the Sent folder: a step of its own.

    Whatever fails here, the message has left and is not sent again.
    """

    _name = "switchboard.outgoing.copy.mixin"
    _description = "Copies of Sent Messages"

    @api.model
    def _process_copies(self):
        """Copy what was sent into the mailboxes' Sent folders."""
        waiting = self.search([("sent_copy_state", "=", "todo")], limit=_BATCH)
        for line, rows in waiting.grouped("line_id").items():
            mailbox = line.mailbox_ids[:1]
            try:
                rows._copy_to_sent(mailbox)
            except (LineError, HostRefused) as error:
                _logger.info("Copies for mailbox %s wait: %s", mailbox.id, error)

    def _copy_to_sent(self, mailbox):
        """Append these messages to the mailbox's Sent folder.

        :param switchboard.mailbox mailbox: theirs
        :raise LineError: the server cannot be used now
        """
        settings = mailbox._imap_settings()
        path = mailbox.folder_ids.filtered(lambda f: f.role == "sent")[:1].path
        copies = [
            (
                outgoing,
                outgoing.message_id.raw_attachment_id.raw,
                outgoing.message_id.message_id_header,
                outgoing.message_id.date.replace(tzinfo=UTC),
            )
            for outgoing in self
        ]
        commit(self.env)
        with ImapSession.open(settings) as session:
            if not path:
                path = "Sent"
                session.create_folder(path)
                session.subscribe(path)
            session.select(path)
            for outgoing, raw, header, date in copies:
                # A worker may have died between the append and its commit.
                if not session.search_message_id(header):
                    session.append(path, raw, flags=("\\Seen",), date=date)
                outgoing.sent_copy_state = "done"
                commit(self.env)
