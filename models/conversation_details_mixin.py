from odoo import models
from odoo.tools import SQL

from .. import const

# So many other conversations, records and colleagues are shown.
_MOST = 20


class SwitchboardConversationDetailsMixin(models.AbstractModel):
    """What stands around a conversation: people, records, colleagues, others.

    Everything is searched as the user: a contact, a deal or a conversation that he
    may not read is not named.
    """

    _name = "switchboard.conversation.details.mixin"
    _description = "Details of a Conversation"

    def get_switchboard_details(self):
        """Return what the header and the panel of a conversation show.

        :return: people ({name, email, partner_id}), records ({model, id, name,
            label}), answering ({id, name, partner_id}), others ({id, name, line,
            subject, date})
        :rtype: dict
        :raise AccessError: the user may not read the conversation
        """
        self.ensure_one()
        self.check_access("read")
        people = self.switchboard_counterparts or []
        emails = [person["email"] for person in people]
        cards = self._switchboard_cards(people, emails)
        return {
            "people": cards,
            "records": self._switchboard_records(
                {card["partner_id"] for card in cards}
            ),
            "answering": self._switchboard_answering(),
            "others": self._switchboard_others(emails),
        }

    def get_switchboard_colleagues(self):
        """Return who may be given this conversation: {id, name, partner_id} each.

        :rtype: list
        :raise AccessError: the user may not decide about it
        """
        line = self._switchboard_check_handle()
        line.ensure_one()
        users = line._get_reader_users().filtered(
            lambda user: line.id in line._get_line_ids(user, const.SENDING_LEVELS)
        )
        return _users(users.sorted("name"))

    def get_switchboard_names(self, user_ids):
        """Return the names of colleagues who have this conversation open.

        :param list user_ids: as the notes on the bus tell them
        :return: {id, name, partner_id} of those who read the line
        :rtype: list
        """
        self.check_access("read")
        readers = self.switchboard_line_id._get_reader_users()
        return _users(readers.filtered(lambda user: user.id in set(user_ids)))

    def _switchboard_cards(self, people, emails):
        owners = self.env["switchboard.message"]._get_owners(emails)
        if self.channel_type == const.SMS:
            Phone = self.env["switchboard.phone"]
            owners = {number: Phone._find_partner(number).id for number in emails}
        Partner = self.env["res.partner"]
        found = [("id", "in", list(filter(None, owners.values())))]
        visible = set()
        if Partner.has_access("read"):
            visible = set(Partner.with_context(active_test=False).search(found).ids)
        return [
            {
                "name": person["name"] or "",
                "email": person["email"],
                "partner_id": owners.get(person["email"])
                if owners.get(person["email"]) in visible
                else False,
            }
            for person in people
        ]

    def _switchboard_answering(self):
        """Colleagues who have written here."""
        # sudo - switchboard.outgoing, res.users: who answered in a conversation
        # that the user reads; their messages name them
        Outgoing = self.env["switchboard.outgoing"].sudo()
        rows = Outgoing._read_group(
            [("channel_id", "=", self.id)], ["user_id"], limit=_MOST
        )
        return _users(self.env["res.users"].union(*(user for (user,) in rows)))

    def _switchboard_others(self, emails):
        """Other conversations with one of the same people, latest first."""
        if not emails:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM discuss_channel c
                 WHERE c.id <> %(id)s AND c.active
                   AND c.switchboard_line_id = ANY(%(lines)s)
                   AND c.id IN (
                       SELECT m.channel_id FROM switchboard_message m
                        WHERE m.participants && %(emails)s::text[]
                        UNION
                       SELECT k.id FROM discuss_channel k
                        WHERE k.switchboard_line_id = ANY(%(lines)s)
                          AND k.switchboard_counterpart_key = ANY(%(emails)s))
              ORDER BY c.switchboard_last_date DESC, c.id DESC LIMIT %(most)s
                """,
                id=self.id,
                lines=self._switchboard_line_ids(),
                emails=emails,
                most=_MOST,
            )
        )
        others = self.browse(row[0] for row in rows)
        return [
            {
                "id": other.id,
                "name": other.name,
                "line": other.switchboard_line_id.name,
                "subject": other.switchboard_subject or "",
                "date": other.switchboard_last_date.isoformat(" ", "seconds"),
            }
            for other in others
        ]


def _users(users):
    # sudo - res.users: names of colleagues on the same line
    known = users.sudo()
    return [
        {"id": user.id, "name": user.name, "partner_id": user.partner_id.id}
        for user in known
    ]
