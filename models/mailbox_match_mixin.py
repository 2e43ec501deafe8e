from datetime import timedelta

from odoo import models
from odoo.tools import SQL

_SAME_MINUTE = timedelta(seconds=90)


class SwitchboardMailboxMatchMixin(models.AbstractModel):
    """Recognises mails that the line has, wherever they lie now."""

    _name = "switchboard.mailbox.match.mixin"
    _description = "Recognising Mails"

    def _match_keys(self, arrivals):
        """Set the ids of messages the line has.

        Some software sends different mails under one Message-ID: when both date and
        subject differ, the second one is a message of its own.

        :return: (arrivals that are known, arrivals that are not)
        """
        rows, by_gmail = self._find_known(arrivals)
        known, fresh, first = [], [], {}
        for arrival in arrivals:
            row = by_gmail.get(arrival.fetched.gm_msgid) or rows.get(arrival.key)
            seen = first.get(arrival.key)
            if (row and _is_other(arrival, *row[1:])) or (
                seen and _is_other(arrival, seen.date, seen.parsed.subject)
            ):
                arrival.key = arrival.other_key
                row = rows.get(arrival.key)
            if row:
                arrival.message_id = row[0]
                known.append(arrival)
            else:
                first.setdefault(arrival.key, arrival)
                fresh.append(arrival)
        return known, fresh

    def _place_known(self, folder, numbers):
        """Note where mails lie that the line has under another of Gmail's labels.

        :param switchboard.folder folder: where they lie too
        :param dict numbers: {UID: (X-GM-MSGID, flags)}
        :return: {UID: (message id, flags)} of those it has
        :rtype: dict
        """
        self.env["switchboard.message"].flush_model(["line_id", "gm_msgid"])
        ids = dict(
            self.env.execute_query(
                SQL(
                    "SELECT gm_msgid, id FROM switchboard_message"
                    " WHERE line_id = %s AND gm_msgid = ANY(%s) AND kind <> %s",
                    self.line_id.id,
                    [number for number, _flags in numbers.values()],
                    # The grey line of a mail in quarantine is not the mail.
                    "unreadable",
                )
            )
        )
        places = {
            uid: (ids[number], flags)
            for uid, (number, flags) in numbers.items()
            if number in ids
        }
        self._insert_locations(folder, places)
        self._note_present([message_id for message_id, _flags in places.values()])
        return places

    def _find_known(self, arrivals):
        """Rows of the line with these keys or Gmail's numbers.

        :return: ({key: (id, date, subject)}, {X-GM-MSGID: (id, date, subject)})
        """
        keys = {arrival.key for arrival in arrivals}
        keys |= {arrival.other_key for arrival in arrivals}
        numbers = {a.fetched.gm_msgid for a in arrivals} - {None}
        self.env["switchboard.message"].flush_model(["line_id", "key", "gm_msgid"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, date, subject, key, gm_msgid FROM switchboard_message
                 WHERE line_id = %s AND (key = ANY(%s) %s)
                """,
                self.line_id.id,
                list(keys),
                SQL("OR gm_msgid = ANY(%s)", list(numbers)) if numbers else SQL(),
            )
        )
        return (
            {key: (i, date, subject) for i, date, subject, key, _number in rows},
            {n: (i, date, subject) for i, date, subject, _key, n in rows if n},
        )


def _is_other(arrival, date, subject):
    differs = (arrival.parsed.subject or "") != (subject or "")
    return differs and abs(arrival.date - date) > _SAME_MINUTE
