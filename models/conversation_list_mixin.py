from odoo import api, models
from odoo.tools import SQL

from .. import const

# What a search looks at; the index below is built on the same expression.
_SEARCHED = SQL(
    "(COALESCE(name, '') || ' ' || COALESCE(switchboard_counterpart_key, '')"
    " || ' ' || COALESCE(switchboard_subject, ''))"
)

# What a list can be narrowed down to.
_ONLY = {
    "unread": lambda model: model._switchboard_unread_sql(SQL("c.id")),
    "mine": lambda model: SQL("c.switchboard_user_id = %s", model.env.uid),
    "unanswered": lambda model: SQL(
        "c.switchboard_unanswered_since IS NOT NULL AND c.switchboard_done IS NOT TRUE"
        " AND c.switchboard_snoozed_until IS NULL"
    ),
}


class SwitchboardConversationListMixin(models.AbstractModel):
    """Lists of conversations: pages of a line, and searches, as the user."""

    _name = "switchboard.conversation.list.mixin"
    _description = "Lists of Conversations"

    def init(self):
        """Index what a search looks at, when PostgreSQL has trigrams."""
        super().init()
        if self._name != "discuss.channel" or not self.pool.has_trigram:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE INDEX IF NOT EXISTS discuss_channel_switchboard_search_idx
                    ON discuss_channel USING gin (%s gin_trgm_ops)
                 WHERE switchboard_line_id IS NOT NULL
                """,
                _SEARCHED,
            )
        )

    @api.model
    def _switchboard_page(
        self, line_id, *, before=None, limit=const.PAGE, search=None, only=None
    ):
        """Return a page of a line's conversations, latest first, as the user.

        :param int line_id: of a line the user may read; else nothing is found
        :param before: (date, id) of the last row of the page before
        :param int limit: at most so many
        :param str search: words of name, address or subject
        :param str only: "unread", "mine" or "unanswered"; any when left out
        :return: (discuss.channel, whether there are more)
        """
        line = self.env["switchboard.line"].search([("id", "=", line_id)])
        if not line.can_read:
            return self.env["discuss.channel"], False
        where = [SQL("c.switchboard_line_id = %s", line.id), SQL("c.active")]
        if before:
            where.append(
                SQL("(c.switchboard_last_date, c.id) < (%s, %s)", before[0], before[1])
            )
        if search:
            where.append(matches(search))
        if only in _ONLY:
            where.append(_ONLY[only](self))
        self.env["discuss.channel"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM discuss_channel c WHERE %s
              ORDER BY c.switchboard_last_date DESC, c.id DESC LIMIT %s
                """,
                SQL(" AND ").join(where),
                limit + 1,
            )
        )
        ids = [channel_id for (channel_id,) in rows]
        return self.env["discuss.channel"].browse(ids[:limit]), len(ids) > limit

    @api.model
    def _switchboard_search(self, term, limit):
        """Find conversations by name, address and subject, in the user's lines.

        :param str term: part of any of them
        :param int limit: at most so many, latest first
        :rtype: discuss.channel
        """
        lines = self.env["switchboard.line"].search([("can_read", "=", True)])
        if not lines or not term:
            return self.env["discuss.channel"]
        self.env["discuss.channel"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM discuss_channel c
                 WHERE c.switchboard_line_id IN %s AND c.active AND %s
              ORDER BY c.switchboard_last_date DESC, c.id DESC LIMIT %s
                """,
                tuple(lines.ids),
                matches(term),
                limit,
            )
        )
        return self.env["discuss.channel"].browse(row[0] for row in rows)


def matches(term):
    """SQL that is true for conversations in which a search looks for ``term``."""
    escaped = term.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return SQL("%s ILIKE %s", _SEARCHED, f"%{escaped}%")
