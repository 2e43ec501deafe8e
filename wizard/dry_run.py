from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..models.imap_open import open_imap
from ..models.line_error import sentence
from ..tools.errors import FolderRefused, LineError
from ..tools.netguard import HostRefused
from ..tools.sync import period_start

_SAMPLES = 20
# Sizes are asked for so many of the newest mails, and reckoned for the rest.
_SIZED = 1000
_SAMPLE_BYTES = 256 * 1024
_MB = 1024 * 1024
# Measured on a slow line: what one mail costs, and what a second carries.
_SECONDS_PER_MAIL = 0.01
_BYTES_PER_SECOND = 1.5 * _MB


class SwitchboardDryRun(models.TransientModel):
    """Shows what an import would bring in, before it does."""

    _name = "switchboard.dry.run"
    _description = "What an Import Would Bring In"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade", readonly=True
    )
    period = fields.Selection(const.SYNC_PERIODS, required=True)
    row_ids = fields.One2many("switchboard.dry.run.row", "run_id", readonly=True)
    sample_ids = fields.One2many("switchboard.dry.run.sample", "run_id", readonly=True)

    @api.model
    def _run(self, mailbox):
        """Ask the server; nothing is stored but this answer.

        :param switchboard.mailbox mailbox: with its settings filled in
        :return: the answer
        :rtype: switchboard.dry.run
        :raise UserError: the server cannot be used
        """
        mailbox.check_access("write")
        # sudo - switchboard.mailbox: the engine asks with the mailbox's secrets
        settings = mailbox.sudo()._imap_settings()
        try:
            with open_imap(self.env, settings) as session:
                rows, fetched = self._ask(session, mailbox)
        except (LineError, HostRefused) as error:
            raise UserError(sentence(self.env, error)) from error
        # sudo - switchboard.message: what is known already is counted
        samples = mailbox.sudo()._foretell(fetched)
        return self.create(
            {
                "mailbox_id": mailbox.id,
                "period": mailbox.sync_period,
                "row_ids": [(0, 0, row) for row in rows],
                "sample_ids": [(0, 0, sample) for sample in samples],
            }
        )

    def _ask(self, session, mailbox):
        """Count each folder for each period, and fetch the newest mails' heads."""
        chosen = {
            folder.path: folder.role for folder in mailbox.folder_ids if folder.selected
        }
        since = period_start(mailbox.sync_period, fields.Date.today())
        rows, fetched = [], []
        for remote in session.folders():
            try:
                session.select(remote.path)
            except FolderRefused:
                continue
            rows += self._count(session, remote)
            wanted = remote.path in chosen or (
                not chosen and remote.role in ("inbox", "sent")
            )
            if wanted and len(fetched) < _SAMPLES:
                uids = session.uids_since(since) if since else session.all_uids()
                newest = uids[-(_SAMPLES - len(fetched)) :]
                limits = {"max_bytes": 8 * _MB, "max_mail_bytes": _SAMPLE_BYTES}
                for batch in session.fetch(newest, **limits):
                    fetched += [(remote.role, one) for one in batch]
        return rows, fetched

    def _count(self, session, remote):
        """One row for each period of the selected folder."""
        newest = session.all_uids()
        sizes = session.sizes(newest[-_SIZED:])
        average = sum(sizes.values()) / len(sizes) if sizes else 0
        rows = []
        for number, (period, _label) in enumerate(const.SYNC_PERIODS):
            since = period_start(period, fields.Date.today())
            uids = session.uids_since(since) if since else newest
            known = [sizes[uid] for uid in uids if uid in sizes]
            volume = sum(known) + average * (len(uids) - len(known))
            seconds = len(uids) * _SECONDS_PER_MAIL + volume / _BYTES_PER_SECOND
            rows.append(
                {
                    "sequence": number,
                    "path": remote.path,
                    "period": period,
                    "messages": len(uids),
                    # Never "0.0" for something that is there.
                    "megabytes": max(volume / _MB, 0.1) if uids else 0.0,
                    "minutes": max(seconds / 60, 0.1) if uids else 0.0,
                }
            )
        return rows
