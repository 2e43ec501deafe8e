from odoo import api, models
from odoo.tools import SQL

from ..transaction import own_cursor

# First key of the advisory locks, the Message-ID's hash is the second one.
_POSTING = 0x5B06


class MailThread(models.AbstractModel):
    """An answer that reaches a stock alias and a line at the same instant.

    Both look whether the other one has posted it, and neither sees what is not
    committed. So they take turns: whoever comes second waits for the first one's
    commit, and looks with fresh eyes.
    """

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Post a mail that came in by the stock gateway, unless a line has done it."""
        answers = [route for route in routes or () if route[1]]
        posted = {
            (route[0], route[1])
            for route in answers
            if self.env[route[0]]
            .browse(route[1])
            ._switchboard_posted(message_dict.get("message_id"))
        }
        if not posted:
            return super()._message_route_process(message, message_dict, routes)
        rest = [route for route in routes if (route[0], route[1]) not in posted]
        if rest:
            return super()._message_route_process(message, message_dict, rest)
        return answers[-1][1]

    def _switchboard_posted(self, message_id):
        """Find the message that a mail has become in this record's chatter.

        Until the end of the transaction nobody else posts this mail.

        :param str message_id: with the angle brackets
        :return: id of the mail.message, 0 when there is none
        """
        self.ensure_one()
        if not message_id:
            return 0
        self.env.execute_query(
            SQL("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", _POSTING, message_id)
        )
        self.env["mail.message"].flush_model(["message_id", "model", "res_id"])
        query = SQL(
            "SELECT id FROM mail_message"
            " WHERE message_id = %s AND model = %s AND res_id = %s LIMIT 1",
            message_id,
            self._name,
            self.id,
        )
        # This transaction's own snapshot may be older than the other one's commit.
        with own_cursor(self.env) as fresh:
            rows = self.env.execute_query(query) or fresh.execute_query(query)
        return rows[0][0] if rows else 0
