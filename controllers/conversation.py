from odoo import http
from odoo.http import request

from odoo.addons.mail.tools.discuss import Store


class ConversationController(http.Controller):
    """Routes of the conversations' web client."""

    @http.route(
        "/mail_switchboard/conversation/read",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
    )
    def read(self, channel_id, index_id):
        """Move the user's read pointer; answer with the conversation's row.

        :param int channel_id: a conversation the user may read
        :param int index_id: the highest arrival number on the screen
        """
        Channel = request.env["discuss.channel"]
        channel = Channel.search(
            [("id", "=", int(channel_id)), ("switchboard_line_id", "!=", False)]
        )
        store = Store()
        if channel:
            channel._switchboard_mark_read(int(index_id))
            store.add(channel, Channel._switchboard_row_fields())
            request.env["switchboard.line"]._add_to_store(store)
        return store.get_result()

    @http.route(
        "/mail_switchboard/queue/wake", type="jsonrpc", auth="user", methods=["POST"]
    )
    def wake(self, outgoing_ids=()):
        """Work the queue off soon: a countdown has ended in a browser.

        :param list outgoing_ids: whose countdown it was
        :return: whether one of them is due, as far as the user sees them
        :rtype: bool
        """
        return request.env["switchboard.outgoing"]._wake_for(outgoing_ids)
