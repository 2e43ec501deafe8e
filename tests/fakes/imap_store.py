"""Folders and mails as an IMAP server keeps them; no sockets.

Also the model the sync engine's property tests run against.
"""

import datetime
import itertools
import re

UTC = datetime.timezone.utc
_validity = itertools.count(1000)


class FakeMail:
    """One mail in one folder."""

    def __init__(
        self, uid, raw, flags=(), date=None, modseq=1, gm_msgid=None, labels=()
    ):
        self.uid = uid
        self.raw = raw
        self.flags = set(flags)
        self.date = date or datetime.datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
        self.modseq = modseq
        self.gm_msgid = gm_msgid
        self.labels = tuple(labels)


class FakeFolder:
    """A folder.

    :param flags: LIST attributes, e.g. ``("\\\\Sent",)``.

    ``mails`` goes from UID to :class:`FakeMail`, ``vanished`` from UID to the change
    number under which it went.
    """

    def __init__(self, mails=(), *, flags=(), uidvalidity=None, uidnext=1):
        self.flags = tuple(flags)
        self.uidvalidity = uidvalidity or next(_validity)
        self.uidnext = uidnext
        self.modseq = 1
        self.mails = {}
        self.vanished = {}
        for raw in mails:
            self.add(raw)

    def add(self, raw, **values):
        """Put a mail in.

        :param values: ``flags``, ``date``, ``gm_msgid``, ``labels``.
        :return: its UID.
        """
        self.modseq += 1
        uid = self.uidnext
        self.mails[uid] = FakeMail(uid, raw, modseq=self.modseq, **values)
        self.uidnext += 1
        return uid

    def expunge(self, uid):
        """Take a mail out for good; return it."""
        self.modseq += 1
        self.vanished[uid] = self.modseq
        return self.mails.pop(uid)

    def move(self, uid, other):
        """Move a mail into another folder; return its UID there."""
        mail = self.expunge(uid)
        return other.add(mail.raw, flags=mail.flags, date=mail.date)

    def set_flags(self, uid, *flags):
        """Replace a mail's flags."""
        self.modseq += 1
        self.mails[uid].flags = set(flags)
        self.mails[uid].modseq = self.modseq

    def new_validity(self, *, first_uid=1):
        """Number everything anew, as after a restored backup or a rebuilt index."""
        self.uidvalidity = next(_validity)
        mails = [self.mails[uid] for uid in sorted(self.mails)]
        self.uidnext, self.mails, self.vanished = first_uid, {}, {}
        for mail in mails:
            self.add(mail.raw, flags=mail.flags, date=mail.date)

    def uids(self):
        """All UIDs, sorted."""
        return sorted(self.mails)

    def search(self, criteria):
        """Answer a SEARCH: criteria that all have to hold, RFC 3501 6.4.4."""
        words = re.findall(r'"(?:[^"\\]|\\.)*"|\S+', criteria)
        found = set(self.uids())
        while words:
            found &= self._criterion(words)
        return sorted(found)

    def _criterion(self, words):
        """The UIDs for which the first criterion holds; takes its words away."""
        word = words.pop(0).upper()
        if word == "ALL":
            return set(self.uids())
        if word == "OR":
            return self._criterion(words) | self._criterion(words)
        value = words.pop(0).strip('"')
        if word == "UID":
            return set(self.matching(value))
        if word == "SINCE":
            day = datetime.datetime.strptime(value, "%d-%b-%Y").date()
            return {u for u in self.uids() if self.mails[u].date.date() >= day}
        if word == "HEADER":
            word, value = value, words.pop(0).strip('"')
        return self._with_header(word, value)

    def _with_header(self, name, value):
        wanted = re.compile(
            rb"(?im)^%s:[^\r\n]*%s"
            % (re.escape(name.encode()), re.escape(value.encode()))
        )
        heads = {u: self.mails[u].raw.partition(b"\r\n\r\n")[0] for u in self.uids()}
        return {uid for uid, head in heads.items() if wanted.search(head)}

    def matching(self, uid_set):
        """The UIDs in a set such as ``1:3,7,9:*``."""
        uids = self.uids()
        last = uids[-1] if uids else 0
        found = set()
        for item in uid_set.split(","):
            low, _, high = item.partition(":")
            ends = [last if e == "*" else int(e) for e in (low, high or low)]
            found.update(u for u in uids if min(ends) <= u <= max(ends))
        return sorted(found)
