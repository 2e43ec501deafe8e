from odoo import http
from odoo.http import request

# What a browser tells about a conversation that it has open.
_STATES = ("here", "typing", "left")
_TAB_CHARS = 20


class PresenceController(http.Controller):
    """Who has a conversation open, told from browser to browser.

    Nothing is stored: whoever comes asks, and those who are there answer.
    """

    @http.route(
        "/mail_switchboard/presence", type="jsonrpc", auth="user", methods=["POST"]
    )
    def tell(self, channel_id, state, tab, ask=False):
        """Pass on to the line's readers what one of them does, by ids only.

        :param int channel_id: a conversation the user may read
        :param str state: "here", "typing" or "left"
        :param str tab: names the browser's tab, of no meaning to us
        :param bool ask: whether those who are there shall answer
        :return: whether it was passed on
        """
        channel = request.env["discuss.channel"].search(
            [("id", "=", int(channel_id)), ("switchboard_line_id", "!=", False)]
        )
        if not channel or state not in _STATES:
            return False
        line = channel.switchboard_line_id
        line._bus_send(
            "mail_switchboard/presence",
            {
                "line_id": line.id,
                "channel_id": channel.id,
                "user_id": request.env.uid,
                "state": state,
                "tab": str(tab)[:_TAB_CHARS],
                "ask": bool(ask),
            },
        )
        return True
