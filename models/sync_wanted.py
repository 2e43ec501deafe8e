"""Fetching first what somebody has opened and is waiting for."""

import contextlib

from .. import const
from ..tools.errors import FolderRefused
from ..transaction import commit, run

# Conversations looked for between two windows of the back-fill.
_AT_ONCE = 5
# Mails fetched out of turn for one of them, the latest ones of each folder.
_MAILS = 200
# Counterparts of one conversation that are searched for.
_PEOPLE = 5


class Wishes:
    """Brings in the mails of opened conversations, out of turn.

    The position does not move over them: when the back-fill comes to them, it finds
    that they are here.

    :param SyncPass sync_pass: the running pass
    """

    def __init__(self, sync_pass):
        self.sync_pass = sync_pass
        self.env = sync_pass.env
        self.session = sync_pass.session
        self.mailbox = sync_pass.mailbox

    def serve(self):
        """Fetch what is waited for.

        :return: whether another folder may be open now
        """
        wanted = self.env["switchboard.wanted"]._next(self.mailbox.line_id, _AT_ONCE)
        if not wanted:
            return False
        folders = self.mailbox.folder_ids.filtered(
            lambda f: f.selected and f.uidvalidity and f.backfill_uid != 1
        )
        for channel in wanted.channel_id:
            for folder in folders:
                # One that refuses now says so when the back-fill comes to it.
                with contextlib.suppress(FolderRefused):
                    self._bring_in(channel, folder)
        run(self.env, lambda: wanted.write({"served": True}))
        run(self.env, lambda: self._show(wanted.channel_id))
        return True

    def forget(self, folders):
        """Once all history is here, nothing is waited for any more.

        :param switchboard.folder folders: those that are synced
        """
        if all(folder.backfill_uid == 1 for folder in folders):
            Wanted = self.env["switchboard.wanted"]
            run(self.env, lambda: Wanted._forget(self.mailbox.line_id))

    def _bring_in(self, channel, folder):
        """Fetch a conversation's mails that lie below the folder's position."""
        people = channel.switchboard_counterparts or []
        # A search without a character set is ASCII.
        emails = [p["email"] for p in people if p["email"].isascii()][:_PEOPLE]
        below, live = folder.backfill_uid, folder.reread_since or False
        if not emails:
            return
        self.sync_pass._select(folder, folder.uidvalidity)
        found = self._find(emails, below)
        known = folder._known_uids(found)
        commit(self.env)
        uids = [uid for uid in found if uid not in known]
        self.sync_pass.fetch(folder, uids, live=live, moving=False)

    def _find(self, emails, below):
        """The latest mails with all of these people, then those with one of them."""
        limits = {"below": below, "since": self.sync_pass.since}
        found = self.session.uids_with(emails, **limits)[-_MAILS:]
        if len(emails) > 1:
            some = set()
            for email in emails:
                some.update(self.session.uids_with([email], **limits))
            left = _MAILS - len(found)
            found += sorted(some - set(found), reverse=True)[:left]
        return found

    def _show(self, channels):
        """Have conversations that are open on a screen show what came."""
        for channel in channels:
            messages = self.env["switchboard.message"].search(
                [("channel_id", "=", channel.id), ("mail_message_id", "=", False)],
                order="date desc, id desc",
                limit=const.PAGE,
            )
            messages._hydrate()
            channel._switchboard_announce_history(messages)
