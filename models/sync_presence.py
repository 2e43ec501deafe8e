"""Finding out what has gone from the server, and proving it."""

from odoo import fields

from ..tools.errors import FolderRefused
from ..tools.sync import departed
from ..transaction import commit, run

# Mails proved gone in one pass; each costs a search in every other folder.
_AT_ONCE = 2000
_SEARCHES = 300
# Mail there has been thrown away: lying there does not count as being kept.
_BINS = ("trash", "junk", "drafts")


class Presence:
    """Marks places that mails have left, and messages that have left every place.

    :param SyncPass sync_pass: the running pass
    """

    def __init__(self, sync_pass):
        self.sync_pass = sync_pass
        self.env = sync_pass.env
        self.session = sync_pass.session
        self.mailbox = sync_pass.mailbox

    def look(self, folder, view, before, new_uids):
        """Mark the places in the selected folder that mails have left.

        Nothing is asked while the numbers add up: so many mails as last time and
        those that came are so many as there are.

        :param FolderState before: as it was before this pass
        :param list new_uids: UIDs that came since
        :return: whether something was found, so that the sum was taken
        """
        top = view.uidnext
        new = sum(1 for uid in new_uids if top is None or uid < top)
        if folder.seen_exists + new == view.exists:
            return False
        commit(self.env)
        gone = self._gone(folder, before)
        if not gone:
            return False
        run(self.env, lambda: folder._mark_gone(gone))
        self.sync_pass.sum_up(folder)
        return True

    def _gone(self, folder, before):
        """UIDs we hold and the server does not, by QRESYNC or by comparing."""
        ranges = None
        if before.highestmodseq:
            ranges = self.session.vanished_since(before.highestmodseq)
        if ranges is not None:
            held = folder._held_uids()
            return [uid for uid in held if any(uid in span for span in ranges)]
        listed = set(self.session.all_uids())
        return list(folder._held_uids() - listed)

    def conclude(self, folders):
        """Mark messages that have gone from every folder of the server.

        A mail that was moved leaves one folder and stands in another, perhaps since a
        moment ago; so every folder is looked through again, after it was missed.
        """
        run(self.env, lambda: folders._drop_left_places())
        missed = folders._missed_messages(_AT_ONCE)
        if not missed or self.sync_pass.refused:
            return
        if any(folder.backfill_uid != 1 for folder in folders):
            return
        seen = self._look_again(folders)
        if seen is None:
            return
        run(self.env, lambda: folders._drop_left_places())
        missed &= folders._missed_messages(_AT_ONCE)
        places = {
            message: [(place.folder_id.id, place.uid) for place in message.location_ids]
            for message in missed
        }
        missed = missed.browse(sorted(m.id for m in departed(places, seen)))
        proof = self._elsewhere(missed, folders)
        if proof:
            unproved, later = proof
            run(self.env, lambda: self._mark(missed - unproved - later, missed - later))

    def _look_again(self, folders):
        """Read every folder once more; None when one of them refused.

        :return: {folder id: UIDs on the server}
        """
        seen = {}
        for folder in folders:
            self.sync_pass._guarded(folder, self.sync_pass._forward)
            if self.sync_pass.refused:
                return None
            commit(self.env)
            seen[folder.id] = set(self.session.all_uids())
        return seen

    def _elsewhere(self, missed, folders):
        """Those of the messages that lie in a folder we do not read, or may do so.

        :return: (those messages, those for a later pass), or None when a folder
            could not be searched
        """
        found, later, left = missed.browse(), missed.browse(), _SEARCHES
        headers = {message: message.message_id_header for message in missed}
        # What lies before the period is not read in our folders either.
        read = set() if self.sync_pass.since else set(folders.mapped("path"))
        commit(self.env)
        if not missed:
            return found, later
        # The server's own list: a folder made a moment ago counts too.
        remote = self.session.folders()
        for path in (f.path for f in remote if f.role not in _BINS):
            if path in read:
                continue
            try:
                if not self.session.select(path).messages:
                    continue
            except FolderRefused:
                return None
            for message, header in headers.items():
                if message in found or message in later:
                    continue
                left -= 1
                if left < 0:
                    later |= message
                elif not header or self.session.search_message_id(f"<{header}>"):
                    found |= message
        return found, later

    def _mark(self, gone, missed):
        gone.write({"deleted_on_server": fields.Datetime.now()})
        left = missed.location_ids.filtered("gone")
        left.unlink()
        if gone:
            self.mailbox.line_id._notify_changed()
