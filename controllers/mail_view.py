from odoo import http
from odoo.http import content_disposition, request

from ..tools import mime

# No scripts, no forms, nothing from elsewhere, no origin: links open a new page.
_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; font-src data:; img-src data:{pictures}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SOURCE_BYTES = 5 * 1024 * 1024


class MailViewController(http.Controller):
    """The full mail. Whoever may not read the conversation gets a 404."""

    @http.route(
        "/mail_switchboard/message/<int:index_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def page(self, index_id, pictures=None):
        """The mail's page for a frame; remote pictures only when asked for.

        :param str pictures: "1" shows them, "0" does not, else as remembered
        """
        message, raw = self._get(index_id)
        shown = pictures == "1"
        if pictures not in ("0", "1"):
            Sender = request.env["switchboard.picture.sender"]
            shown = Sender._is_shown(message.from_email)
        return self._answer(
            mime.full_page(mime.parse(raw)).encode("utf-8", "replace"),
            "text/html; charset=utf-8",
            pictures=" https: http:" if shown else "",
        )

    @http.route(
        "/mail_switchboard/message/<int:index_id>/source",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def source(self, index_id):
        """The raw mail as text, as far as a browser bears it."""
        _message, raw = self._get(index_id)
        text = raw[:_SOURCE_BYTES].decode("utf-8", "replace")
        return self._answer(text.encode(), "text/plain; charset=utf-8")

    @http.route(
        "/mail_switchboard/message/<int:index_id>/eml",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, index_id):
        """The raw mail as a file."""
        message, raw = self._get(index_id)
        name = "".join(
            c for c in message.subject or "" if c.isprintable() and c not in "/\\"
        )
        response = self._answer(raw, "message/rfc822")
        response.headers["Content-Disposition"] = content_disposition(
            f"{name.strip()[:100] or 'mail'}.eml"
        )
        return response

    def _get(self, index_id):
        message = request.env["switchboard.message"].browse(index_id)
        raw = message._find_raw()
        if raw is None:
            raise request.not_found()
        return message, raw

    def _answer(self, content, mimetype, pictures=""):
        return request.make_response(
            content,
            headers={
                **_HEADERS,
                "Content-Type": mimetype,
                "Content-Security-Policy": _POLICY.format(pictures=pictures),
            },
        )
