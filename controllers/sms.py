from odoo import http
from odoo.http import request

from .. import const


class SmsController(http.Controller):
    """What the web client asks while somebody writes an SMS."""

    @http.route(
        "/mail_switchboard/sms/frame",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        readonly=True,
    )
    def frame(self, line_id, model=None, res_id=None):
        """What an SMS from a phone will have around its text.

        :param int line_id: a phone the user may send from
        :param str model: of the record it is written on, if on any
        :param int res_id: its id
        :return: signature (text added below), to (who gets it), problem (a sentence)
        """
        line = request.env["switchboard.line"].search(
            [
                ("id", "=", int(line_id)),
                ("kind", "=", const.SMS),
                ("can_send", "=", True),
            ]
        )
        if not line:
            return {"signature": "", "to": "", "problem": ""}
        # sudo - switchboard.outgoing: signatures of a line the user may send from
        Outgoing = request.env["switchboard.outgoing"].sudo()
        signer = line.with_env(Outgoing.env)
        frame = {
            "signature": Outgoing._sms_signature(signer, request.env.user),
            "to": "",
            "problem": "",
        }
        if model in request.env and res_id:
            record = request.env[model].browse(int(res_id)).exists()
            if hasattr(record, "_switchboard_sms_frame") and record.has_access("read"):
                frame |= record._switchboard_sms_frame(line)
        return frame
