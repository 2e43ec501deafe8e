"""What the tests of proofs share: rules that skip, a reader that fails."""

from datetime import datetime, timedelta, timezone

from ..tools import mime
from .fakes.imap_store import FakeFolder
from .sync_common import SyncCase, mail


def ago(**delta):
    """A moment that long ago."""
    return datetime.now(timezone.utc) - timedelta(**delta)


class ProofCase(SyncCase):
    """Plants what the journal, the quarantine and the count have to find."""

    def skip_bulk(self):
        """Have a rule leave out newsletters, as an owner's setting does."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._skip_reason

        def skip_reason(mailbox, arrival, rules):
            if arrival.parsed.kind == mime.Kind.LIST:
                return "list", "List-Id"
            return original(mailbox, arrival, rules)

        Mailbox._skip_reason = skip_reason
        self.addCleanup(setattr, Mailbox, "_skip_reason", original)

    def break_reading(self, words):
        """Have the reading of mails with these words fail."""
        Mailbox = self.registry["switchboard.mailbox"]
        original = Mailbox._read

        def read(mailbox, folder, fetched, own):
            if words in fetched.raw:
                raise ValueError("a bug in the reader")
            return original(mailbox, folder, fetched, own)

        Mailbox._read = read
        return lambda: setattr(Mailbox, "_read", original)

    def dated(self):
        folder = FakeFolder()
        for number, days in enumerate((1, 20, 60, 400), 1):
            folder.add(mail(number), date=ago(days=days))
        return folder
