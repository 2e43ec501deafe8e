from odoo import http
from odoo.http import request

from .. import const


class ChatterController(http.Controller):
    @http.route(
        "/mail_switchboard/chatter/lines", type="jsonrpc", auth="user", methods=["POST"]
    )
    def lines(self, model):
        """The lines the user may write from in a record's chatter.

        :param str model: of the record
        :return: lines (id, name, address, kind), default: the one used last, or False
        """
        lines = request.env["switchboard.line"].search(
            [
                ("can_send", "=", True),
                ("state", "in", const.WORKING_STATES),
            ]
        )
        last = request.env["res.users.settings"]._switchboard_from_line(str(model))
        return {
            "lines": [
                {
                    "id": line.id,
                    "name": line.name,
                    "address": line.address,
                    "kind": line.kind,
                }
                for line in lines
            ],
            "default": last.id if last in lines else False,
        }
