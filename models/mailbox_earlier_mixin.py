from odoo import models

from .. import const
from ..tools import mime
from ..tools.errors import FolderRefused
from ..transaction import commit, run


class SwitchboardMailboxEarlierMixin(models.AbstractModel):
    """Looks on the server for the mail of one address, also before the period."""

    _name = "switchboard.mailbox.earlier.mixin"
    _description = "Earlier Mail of an Address"

    def _look_for_earlier(self, emails):
        """Bring in what the server has with these addresses and we have not.

        The other rules hold: what they leave out is in the journal.

        :param list emails: normalized addresses
        :return: how many mails were brought in
        :rtype: int
        :raise UserError: the server cannot be used, or the mailbox is being synced
        """
        self.ensure_one()
        wanted = frozenset(emails)
        mailbox = self.sudo()  # sudo - switchboard.mailbox: the engine's own work
        return self._ask_server(lambda p: mailbox._fetch_earlier(p, wanted))

    def _fetch_earlier(self, sync_pass, emails):
        stored = 0
        for folder in self.folder_ids.filtered("selected"):
            try:
                stored += self._fetch_earlier_of(sync_pass, folder, emails)
            except FolderRefused:
                continue  # one folder never stops the next one
        return stored

    def _fetch_earlier_of(self, sync_pass, folder, emails):
        """Bring in the mails of one folder; return how many were stored."""
        validity, session = folder.uidvalidity, sync_pass.session
        commit(self.env)
        if not validity or session.select(folder.path).uidvalidity != validity:
            return 0  # a whole pass has to read it first
        uids = {uid for email in emails for uid in session.search_address(email)}
        before = folder._known_uids(uids)
        wanted = sorted(uids - before.keys() | set(self._outside_period(folder, uids)))
        commit(self.env)
        limits = {
            "max_bytes": const.SYNC_BATCH_BYTES,
            "max_mail_bytes": sync_pass.max_mail_bytes,
        }
        for batch in session.fetch(wanted[-const.EARLIER_MAILS :], **limits):
            batch = [fetched for fetched in batch if _takes_part(fetched, emails)]
            self._ingest(folder, batch, live=False, since=None)
            run(self.env, lambda found=batch: self._end_outside(folder, found))
            sync_pass.keep_alive(folder, sum(len(fetched.raw) for fetched in batch))
        known = folder._known_uids(wanted)
        return sum(account == "stored" for account in known.values())

    def _outside_period(self, folder, uids):
        """Those of the mails that the journal has as outside of the period."""
        return self._outside_rows(folder, uids).mapped("uid")

    def _outside_rows(self, folder, uids):
        return self.env["switchboard.skipped"].search(
            [
                ("folder_id", "=", folder.id),
                ("uidvalidity", "=", folder.uidvalidity),
                ("uid", "in", list(uids)),
                ("reason", "=", "period"),
                ("imported", "=", False),
            ]
        )

    def _end_outside(self, folder, batch):
        """What stood in the journal as outside of the period is here now."""
        uids = [fetched.uid for fetched in batch]
        places = self.env["switchboard.location"].search(
            [
                ("folder_id", "=", folder.id),
                ("uidvalidity", "=", folder.uidvalidity),
                ("uid", "in", uids),
            ]
        )
        self._outside_rows(folder, places.mapped("uid")).imported = True


def _takes_part(fetched, emails):
    """Whether one of the addresses really is in the mail's header."""
    try:
        parsed = mime.parse_headers(fetched.raw)
    except Exception:  # a mail that cannot be read is none that was asked for
        return False
    people = [parsed.from_, parsed.sender, *parsed.to, *parsed.cc, *parsed.bcc]
    return any(person and person.normalized in emails for person in people)
