from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .conversation_mixin import counterpart_key


class SwitchboardMailboxThreadingMixin(models.AbstractModel):
    """Finds or makes the conversation of each mail of a batch.

    References first (the conversation of the parent, when the sender takes part in
    it), then Outlook's Thread-Index (where who takes part quotes nothing), then the
    open conversation with the same counterparts, else a new one.
    """

    _name = "switchboard.mailbox.threading.mixin"
    _description = "Threading Mails"

    def _assign_conversations(self, arrivals):
        """Set ``channel_id`` and ``reason`` on each arrival.

        :param list arrivals: Arrival values that are not stored yet
        """
        if not arrivals:
            return
        arrivals = sorted(arrivals, key=lambda arrival: arrival.date)
        people = {id(arrival): self._get_counterparts(arrival) for arrival in arrivals}
        related, lists = self._find_related(arrivals)
        threads = self._find_threads(arrivals)
        by_key = self._find_by_counterparts(
            {counterpart_key(found) for found in people.values()}
        )
        new = defaultdict(list)  # key of the first mail: mails of a new conversation
        waiting = {}  # Message-ID: key of the new conversation its mail waits for
        for arrival in arrivals:
            found = people[id(arrival)]
            key = counterpart_key(found)
            parent = self._parent(arrival, related, waiting)
            thread = not parent and threads.get(arrival.parsed.thread_root)
            known = self._known_people(parent or thread, new)
            on_list = self._is_on_list(arrival, parent, lists, new)
            if parent and self._takes_part(arrival, known, on_list):
                target, arrival.reason = parent, "references"
            elif thread and self._shares_thread(arrival, known):
                target, arrival.reason = thread, "thread_index"
            else:
                target = by_key.get(key) or key
                first = isinstance(target, str) and not new[target]
                arrival.reason = (
                    "stranger" if parent else "new" if first else "counterparts"
                )
                if parent and _name(target) != _name(parent):
                    arrival.quoted = _name(parent)
            if isinstance(target, str):
                new[target].append((arrival, found))
                waiting[arrival.parsed.message_id] = target
            else:
                arrival.channel_id = target.id
                related.setdefault(arrival.parsed.message_id, target)
            if arrival.parsed.thread_root:
                threads[arrival.parsed.thread_root] = target
        self._create_conversations(new)

    def _known_people(self, parent, new):
        """Addresses that take part in a conversation, made or still to be made."""
        if isinstance(parent, str):
            return {email for _arrival, found in new[parent] for email in found}
        if parent:
            return {person["email"] for person in parent.switchboard_counterparts or ()}
        return set()

    def _get_counterparts(self, arrival):
        """The outside addresses of a mail: everybody in it but ourselves.

        :return: {normalized address: name}
        :rtype: dict
        """
        if arrival.people is not None:
            return arrival.people
        parsed, own = arrival.parsed, self._own_addresses()
        sender = [a for a in (parsed.from_ or parsed.sender,) if a]
        if arrival.direction == "in":
            people = [*sender, *parsed.to, *parsed.cc]
        else:
            people = [*parsed.to, *parsed.cc, *parsed.bcc]
        found = {}
        for address in people:
            normalized = address.normalized
            if normalized not in own and not found.get(normalized):
                found[normalized] = address.name
        # A mail to oneself is a conversation with oneself.
        arrival.people = found or {a.normalized: a.name for a in sender}
        return arrival.people

    def _find_related(self, arrivals):
        """Conversations of the mails that these answer, and of their answers.

        :return: ({Message-ID: discuss.channel}, ids of those with mail of a list)
        """
        wanted, own = set(), set()
        for arrival in arrivals:
            wanted.update(arrival.parsed.references, arrival.parsed.in_reply_to)
            own.add(arrival.parsed.message_id)
        own.discard("")
        if not wanted and not own:
            return {}, set()
        self.env["switchboard.message"].flush_model()
        # A back-fill goes from new to old: an answer may be here before its parent.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message_id_header, channel_id, kind FROM switchboard_message
                 WHERE line_id = %(line)s AND channel_id IS NOT NULL
                   AND message_id_header = ANY(%(wanted)s)
             UNION ALL
                SELECT in_reply_to, channel_id, kind FROM switchboard_message
                 WHERE line_id = %(line)s AND channel_id IS NOT NULL
                   AND in_reply_to = ANY(%(own)s)
                """,
                line=self.line_id.id,
                wanted=list(wanted),
                own=list(own),
            )
        )
        Channel = self.env["discuss.channel"]
        related = {header: Channel.browse(channel) for header, channel, _kind in rows}
        return related, {channel for _header, channel, kind in rows if kind == "list"}

    def _parent(self, arrival, related, waiting):
        """The conversation of the nearest mail that this one quotes.

        :return: a discuss.channel, the key of one to be made, or None
        """
        parsed = arrival.parsed
        nearest = (*parsed.in_reply_to, *reversed(parsed.references), parsed.message_id)
        for header in filter(None, nearest):
            if header in related:
                return related[header]
            if header in waiting:
                return waiting[header]
        return None

    def _is_on_list(self, arrival, parent, lists, new):
        """Whether a mail of a mailing list answers another one of it.

        Whoever may write to a list takes part in what is written there.

        :param set lists: ids of the conversations that hold mail of a list
        """
        if not parent or arrival.kind != "list":
            return False
        if isinstance(parent, str):
            return any(other.kind == "list" for other, _people in new[parent])
        return parent.id in lists

    def _takes_part(self, arrival, known, on_list=False):
        """Whether the sender belongs to the conversation he quotes.

        Anybody who has seen a Message-ID can quote it; that alone lets nobody in.

        :param set known: addresses that take part
        :param bool on_list: both mails went over a mailing list: then its address
            is enough
        """
        parsed = arrival.parsed
        sender = parsed.from_ or parsed.sender
        if arrival.direction == "out" or (sender and sender.normalized in known):
            return True
        return on_list and any(
            one.normalized in known for one in (*parsed.to, *parsed.cc)
        )

    def _find_by_counterparts(self, keys):
        """The latest conversation of the line with each set of counterparts."""
        Channel = self.env["discuss.channel"].with_context(active_test=False)
        channels = Channel.search(
            [
                ("switchboard_line_id", "=", self.line_id.id),
                ("switchboard_counterpart_key", "in", list(keys)),
                "|",
                ("active", "=", True),
                ("switchboard_merged_id", "!=", False),
            ],
            # What was merged into another one leads there, unless there is a new one.
            order="active, switchboard_last_date",
        )
        return {
            channel.switchboard_counterpart_key: channel.switchboard_merged_id
            or channel
            for channel in channels.with_env(self.env)
        }

    def _create_conversations(self, new):
        """Make a conversation for each key in ``new`` and assign its mails.

        :param dict new: {counterpart key: [(Arrival, {address: name})]}
        """
        groups = {key: group for key, group in new.items() if group}
        if not groups:
            return
        channels = self.env["discuss.channel"]._switchboard_create_many(
            self.line_id, [group[0][1] for group in groups.values()]
        )
        for channel, group in zip(channels, groups.values(), strict=True):
            for arrival, _people in group:
                arrival.channel_id = channel.id
        made = dict(zip(groups, channels.ids, strict=True))
        for arrival, _people in (one for group in groups.values() for one in group):
            if isinstance(arrival.quoted, str):
                arrival.quoted = made.get(arrival.quoted, 0)

    def _touch_conversations(self, arrivals):
        """Move conversations to where their latest message puts them in the list."""
        latest = {}
        for arrival in arrivals:
            other = latest.get(arrival.channel_id)
            if not other or arrival.date >= other.date:
                latest[arrival.channel_id] = arrival
        self.env["discuss.channel"]._switchboard_touch(
            [
                (
                    channel_id,
                    arrival.date,
                    arrival.parsed.subject,
                    arrival.parsed.snippet,
                    arrival.direction,
                )
                for channel_id, arrival in latest.items()
            ]
        )
        self._add_counterparts(arrivals)

    def _add_counterparts(self, arrivals):
        """Whoever joins a conversation is answered like the others."""
        people = defaultdict(dict)
        for arrival in arrivals:
            if arrival.reason in ("references", "thread_index"):
                people[arrival.channel_id].update(self._get_counterparts(arrival))
        # One read for all of them: nearly always nobody is new.
        channels = self.env["discuss.channel"].browse(people)
        channels.fetch(["switchboard_counterparts"])
        for channel in channels:
            channel._switchboard_add_counterparts(people[channel.id])

    def _announce_arrivals(self, arrivals):
        """Make live mail visible at once; the history waits to be opened."""
        by_channel = defaultdict(list)
        for arrival in arrivals:
            by_channel[arrival.channel_id].append(arrival.message_id)
        for channel_id, message_ids in by_channel.items():
            messages = self.env["switchboard.message"].browse(message_ids)
            messages._hydrate()
            channel = self.env["discuss.channel"].browse(channel_id)
            channel._switchboard_announce(messages)


def _name(target):
    """The id of a conversation, or the key of one still to be made."""
    return target if isinstance(target, str) else target.id
