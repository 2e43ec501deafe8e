from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

_MOST_UNREAD = 99


class SwitchboardLineStoreMixin(models.AbstractModel):
    """What the web client gets to know of a line."""

    _name = "switchboard.line.store.mixin"
    _description = "Line in the Web Client"

    unread = fields.Integer(compute="_compute_unread", compute_sudo=False)

    @api.depends_context("uid")
    def _compute_unread(self):
        """Conversations with unread messages, counted up to 99 for each line."""
        unread = self.env["discuss.channel"]._switchboard_unread_sql(SQL("c.id"))
        for line in self:
            [(count,)] = self.env.execute_query(
                SQL(
                    """
                    SELECT count(*) FROM (
                        SELECT 1 FROM discuss_channel c
                         WHERE c.switchboard_line_id = %s AND c.active
                           AND c.id IN (SELECT m.channel_id FROM switchboard_message m
                                         WHERE m.line_id = %s AND m.live)
                           AND %s
                         LIMIT %s) AS few
                    """,
                    line.id,
                    line.id,
                    unread,
                    _MOST_UNREAD,
                )
            )
            line.unread = count

    def _to_store_defaults(self, target):
        return [
            "name",
            "kind",
            "state",
            "address",
            "color",
            "can_send",
            Store.Attr("write_first", lambda line: line.write_first and line.can_send),
            "unread",
        ]

    @api.model
    def _add_to_store(self, store):
        """Add the lines the user reads, and their unread sum.

        :return: the lines
        :rtype: switchboard.line
        """
        lines = self.env["switchboard.line"].search([("can_read", "=", True)])
        store.add(lines)
        store.add_global_values(switchboard_unread=sum(lines.mapped("unread")))
        return lines
