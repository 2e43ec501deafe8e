from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import const

_RANKS = {level: rank for rank, (level, _text) in enumerate(const.SHARING_LEVELS, 1)}
SUBJECT, EVERYTHING = _RANKS["subject"], _RANKS["everything"]


class SwitchboardSharedLevelMixin(models.AbstractModel):
    """How much of a message a user sees: SQL, the one place that decides it.

    0 nothing, 1 who and when, 2 also the subject, 3 everything. A line one reads
    gives everything; else a grant asked for and given; else what the owner decided
    for the conversation; else the level of the line. Record rules are evaluated in
    an environment with sudo: only its user counts here, never sudo itself.
    """

    _name = "switchboard.shared.level.mixin"
    _description = "Levels of Sharing"

    @api.model
    def _visible_domain(self, rank=1, linked=True):
        """Messages that the user sees at least at this rank.

        :param bool linked: false: all of them are linked to what he may read
        :rtype: Domain
        """
        facts, sql = self._line_facts(), self._visible_sql
        return Domain.custom(
            to_sql=lambda _model, alias, _query: sql(alias, facts, rank, linked)
        )

    @api.model
    def _line_facts(self):
        """What the user's rank depends on, line by line.

        :return: (ids of lines he reads, {(direction, rank): ids of the company's
            lines}, condition of what was granted to him)
        """
        own = self.env["switchboard.line"]._get_line_ids(self.env.user)
        # sudo - switchboard.line: how each line is shared is the rule itself
        lines = self.env["switchboard.line"].sudo().with_context(active_test=False)
        shared = {}
        for line in lines.search([("company_id", "in", self.env.user.company_ids.ids)]):
            out = line.sharing_level_out or line.sharing_level
            for direction, level in (("in", line.sharing_level), ("out", out)):
                shared.setdefault((direction, _RANKS[level]), []).append(line.id)
        for model in ("message", "access.request", "sharing"):
            self.env[f"switchboard.{model}"].flush_model()
        # These conditions look dear to the planner; compiling them costs seconds.
        self.env.cr.execute("SET LOCAL jit = off")
        return own, shared, self._grants()

    @api.model
    def _visible_sql(self, alias, facts, rank=1, linked=True):
        """The condition for ``alias``, a row of the index.

        :rtype: SQL
        """
        message = SQL.identifier(alias)
        return SQL(
            "(%(m)s.line_id = ANY(%(own)s) OR (%(ranked)s AND %(linked)s))",
            m=message,
            own=facts[0],
            ranked=SQL("%s >= %s", self._rank_sql(alias, facts), rank)
            if rank > 1
            else self._not_hidden_sql(message, facts),
            linked=self._linked_sql(message) if linked else SQL("TRUE"),
        )

    @api.model
    def _not_hidden_sql(self, message, facts):
        """The same as a rank of 1 and more, at a lower price."""
        return SQL(
            """
            (%(m)s.line_id = ANY(%(lines)s) AND (%(granted)s OR %(m)s.channel_id IS NULL
             OR %(m)s.channel_id NOT IN (
                SELECT channel_id FROM switchboard_sharing WHERE level = 'hidden')))
            """,
            m=message,
            lines=_all_lines(facts),
            granted=self._granted_sql(message, facts),
        )

    @api.model
    def _rank_sql(self, alias, facts):
        """The rank of a row, once it is linked to what the user may read."""
        own, shared, _grants = facts
        message = SQL.identifier(alias)
        cases = [
            SQL(
                "WHEN %s.direction = %s AND %s.line_id = ANY(%s) THEN %s",
                *(message, direction, message, ids, rank),
            )
            for (direction, rank), ids in shared.items()
        ]
        return SQL(
            """
            CASE WHEN %(m)s.line_id = ANY(%(own)s) THEN %(everything)s
                 WHEN NOT %(m)s.line_id = ANY(%(lines)s) THEN 0
                 WHEN %(granted)s THEN %(everything)s
                 ELSE COALESCE((SELECT %(override)s FROM switchboard_sharing s
                                 WHERE s.channel_id = %(m)s.channel_id),
                               CASE WHEN FALSE THEN 0 %(cases)s ELSE 0 END) END
            """,
            m=message,
            own=own,
            lines=_all_lines(facts),
            everything=EVERYTHING,
            granted=self._granted_sql(message, facts),
            override=_rank_of(SQL("s.level")),
            cases=SQL(" ").join(cases),
        )

    @api.model
    def _grants(self):
        """What owners gave the user access to, for some days or for good.

        :return: (channel, line, contact or None) for each
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT channel_id, line_id,
                       CASE WHEN scope = 'contact' THEN partner_id END
                  FROM switchboard_access_request
                 WHERE user_id = %s AND state = 'granted'
                   AND (until IS NULL OR until > %s)
                """,
                self.env.uid,
                fields.Datetime.now(),
            )
        )

    @api.model
    def _granted_sql(self, message, facts):
        ways = [
            SQL(
                "(%s.channel_id = %s AND %s.line_id = %s)",
                message,
                channel,
                message,
                line,
            )
            for channel, line, _partner in facts[2]
            if channel
        ]
        ways += [
            SQL(
                "(%s.line_id = %s AND %s.id IN (SELECT switchboard_message_id"
                " FROM res_partner_switchboard_message_rel WHERE res_partner_id = %s))",
                *(message, line, message, partner),
            )
            for _channel, line, partner in facts[2]
            if partner
        ]
        return SQL("(%s)", SQL(" OR ").join(ways)) if ways else SQL("FALSE")

    @api.model
    def _linked_sql(self, message):
        """Whether the row is linked to a record that the user may read."""
        ways = []
        for model in ("res.partner", "crm.lead"):
            if readable := self._readable(model):
                table = model.replace(".", "_")
                ways.append(
                    SQL(
                        "EXISTS (SELECT 1 FROM %s link"
                        " WHERE link.switchboard_message_id = %s.id"
                        " AND link.%s IN %s)",
                        SQL.identifier(f"{table}_switchboard_message_rel"),
                        message,
                        SQL.identifier(f"{table}_id"),
                        readable,
                    )
                )
        for model in self._written_models():
            if readable := self._readable(model):
                ways += [
                    SQL(
                        "(%s.res_model = %s AND %s.res_id IN %s)",
                        *(message, model, message, readable),
                    ),
                    SQL(
                        "(%s.begun_model = %s AND %s.begun_id IN %s)",
                        *(message, model, message, readable),
                    ),
                ]
        return SQL("(%s)", SQL(" OR ").join(ways)) if ways else SQL("FALSE")

    @api.model
    def _written_models(self):
        """The models from whose records mail was sent."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT res_model FROM switchboard_message"
                " WHERE res_model IS NOT NULL UNION"
                " SELECT DISTINCT begun_model FROM switchboard_message"
                " WHERE begun_model IS NOT NULL"
            )
        )
        return [model for (model,) in rows if model in self.env]

    @api.model
    def _readable(self, model):
        """The ids of a model's records that the user may read, as a subselect."""
        records = self.env[model].sudo(False).with_context(active_test=False)
        if not records.has_access("read"):
            return None
        return records._search([]).subselect()


def _rank_of(level):
    cases = [SQL("WHEN %s = %s THEN %s", level, *pair) for pair in _RANKS.items()]
    return SQL("CASE %s ELSE 0 END", SQL(" ").join(cases))


def _all_lines(facts):
    return sorted({line for ids in facts[1].values() for line in ids})
