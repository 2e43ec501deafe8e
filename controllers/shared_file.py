from odoo import http
from odoo.http import content_disposition, request

# What strangers send is a download and nothing else: it never runs here.
_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class SharedFileController(http.Controller):
    """Attachments of mails whose owners share everything with the reader."""

    @http.route(
        "/mail_switchboard/shared/<int:index_id>/file/<int:number>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, index_id, number):
        """One attachment; 404 below the level *everything*.

        :param int index_id: of the message
        :param int number: the attachment's place in the mail, from 0
        """
        shared = request.env["switchboard.shared.message"].browse(index_id)
        file = shared._get_file(number)
        if file is None:
            raise request.not_found()
        disposition = content_disposition(file.filename or "attachment")
        return request.make_response(
            file.content,
            headers={**_HEADERS, "Content-Disposition": disposition},
        )
