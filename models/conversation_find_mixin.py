import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .conversation_list_mixin import matches

_FLAGS = (
    "switchboard_has_deal",
    "switchboard_has_contact",
    "switchboard_has_record",
    "switchboard_is_unread",
)


class SwitchboardConversationFindMixin(models.AbstractModel):
    """What the list of all conversations filters and searches by.

    Each of them looks at the lines that the user reads and at nothing else, so that
    no count tells anything about others.
    """

    _name = "switchboard.conversation.find.mixin"
    _description = "Finding Conversations"

    switchboard_text = fields.Char(
        string="People, subject or text",
        compute="_compute_switchboard_found",
        search="_search_switchboard_text",
    )
    switchboard_has_deal = fields.Boolean(
        compute="_compute_switchboard_found", search="_search_switchboard_has_deal"
    )
    switchboard_has_contact = fields.Boolean(
        compute="_compute_switchboard_found", search="_search_switchboard_has_contact"
    )
    switchboard_has_record = fields.Boolean(
        compute="_compute_switchboard_found", search="_search_switchboard_has_record"
    )
    switchboard_is_unread = fields.Boolean(
        compute="_compute_switchboard_found", search="_search_switchboard_is_unread"
    )
    switchboard_outgoing_ids = fields.One2many("switchboard.outgoing", "channel_id")

    @api.depends_context("uid")
    def _compute_switchboard_found(self):
        Channel = self.env["discuss.channel"]
        some = Domain("id", "in", self.ids)
        self.switchboard_text = False
        for name in _FLAGS:
            found = Channel.search(some & Domain(name, "=", True)) if self.ids else self
            for channel in self:
                channel[name] = channel in found

    @api.model
    def _switchboard_in(self, query):
        """A domain of the ids that ``query`` finds.

        :param SQL query: gives ids; ``%(lines)s`` in it are the user's lines
        """
        return Domain("id", "in", SQL("(%s)", query))

    @api.model
    def _switchboard_line_ids(self):
        return self.env["switchboard.line"]._get_line_ids(self.env.user)

    def _search_switchboard_text(self, operator, value):
        if operator not in ("ilike", "like", "="):
            return NotImplemented
        lines = self._switchboard_line_ids()
        self.env["discuss.channel"].flush_model()
        found = SQL(
            """
            SELECT c.id FROM discuss_channel c
             WHERE c.switchboard_line_id = ANY(%s) AND %s
            """,
            lines,
            matches(value),
        )
        if words := re.findall(r"\w+", value):
            found = SQL(
                """
                %s UNION
                SELECT m.channel_id FROM switchboard_message m
                 WHERE m.line_id = ANY(%s) AND m.channel_id IS NOT NULL
                   AND m.search_vector @@ to_tsquery('simple', %s)
                """,
                found,
                lines,
                " & ".join(f"{word}:*" for word in words),
            )
        return self._switchboard_in(found)

    def _search_switchboard_has_deal(self, operator, value):
        return self._switchboard_linked(operator, "crm_lead_switchboard_message_rel")

    def _search_switchboard_has_contact(self, operator, value):
        return self._switchboard_linked(operator, "res_partner_switchboard_message_rel")

    def _search_switchboard_has_record(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["switchboard.linked.record"].flush_model(["channel_id"])
        return self._switchboard_in(
            SQL(
                """
                SELECT c.id FROM switchboard_linked_record r
                  JOIN discuss_channel c ON c.id = r.channel_id
                 WHERE c.switchboard_line_id = ANY(%s)
                """,
                self._switchboard_line_ids(),
            )
        )

    def _switchboard_linked(self, operator, table):
        if operator != "in":
            return NotImplemented
        self.env["switchboard.message"].flush_model(["channel_id", "line_id"])
        return self._switchboard_in(
            SQL(
                """
                SELECT m.channel_id FROM switchboard_message m
                  JOIN %s r ON r.switchboard_message_id = m.id
                 WHERE m.line_id = ANY(%s) AND m.channel_id IS NOT NULL
                """,
                SQL.identifier(table),
                self._switchboard_line_ids(),
            )
        )

    def _search_switchboard_is_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["switchboard.message"].flush_model(["channel_id", "line_id", "live"])
        return self._switchboard_in(
            SQL(
                """
                SELECT m.channel_id FROM switchboard_message m
             LEFT JOIN switchboard_read r
                    ON r.channel_id = m.channel_id AND r.user_id = %s
                 WHERE m.line_id = ANY(%s) AND m.live
                   AND m.channel_id IS NOT NULL AND m.id > COALESCE(r.index_id, 0)
                """,
                self.env.uid,
                self._switchboard_line_ids(),
            )
        )
