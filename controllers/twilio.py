import json
import logging
import re

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..models.phone_connect_mixin import WEBHOOK_PATH
from ..tools import twilio

_logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[\w-]{32}")
# A message has 1,600 characters and some addresses: more is no message.
_MOST_BYTES = 64 * 1024


class TwilioController(http.Controller):
    """What Twilio calls: checked, stored, answered; the work is done later.

    The order is: shape of the token and the signature, the signature itself, shape of
    the content. Nothing but the phone's key is read before the signature is valid.
    """

    @http.route(
        f"{WEBHOOK_PATH}/<string:token>/sms",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def message(self, token, **_params):
        """A message has come in."""
        return self._take(token, "message")

    @http.route(
        f"{WEBHOOK_PATH}/<string:token>/status/<int:outgoing_id>",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def status(self, token, outgoing_id, **_params):
        """Something has become of a message that was sent."""
        return self._take(token, "status", outgoing_id=outgoing_id)

    @http.route(
        f"{WEBHOOK_PATH}/<string:token>/media/<int:outgoing_id>/<int:attachment_id>"
        "/<int:expires>/<string:signature>",
        type="http",
        auth="none",
        methods=["GET", "HEAD"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def media(self, token, outgoing_id, attachment_id, expires, signature):
        """A file of a message, for Twilio alone and for some hours."""
        phone = self._find_phone(token)
        file = phone and phone._media_file(
            outgoing_id, attachment_id, expires, signature
        )
        if not file:
            return request.not_found()
        return request.make_response(
            file.raw,
            headers=[
                ("Content-Type", file.mimetype),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "private, no-store"),
            ],
        )

    def _take(self, token, kind, **extra):
        incoming = request.httprequest
        signature = incoming.headers.get(twilio.SIGNATURE_HEADER, "")
        if not twilio.is_signature_shape(signature):
            return self._refuse("no signature")
        if (incoming.content_length or 0) > _MOST_BYTES:
            return self._refuse("too large")
        phone = self._find_phone(token)
        if not phone:
            return self._refuse("unknown token")
        raw, values = self._read_body(incoming)
        if not twilio.valid(phone._auth_token(), self._url(phone), raw, signature):
            return self._refuse("forged signature")
        key = phone._webhook_key(kind, values)
        if not key:
            return self._refuse("not about this phone")
        request.env["switchboard.webhook"]._store(phone, kind, key, {**values, **extra})
        return request.make_response(
            "<Response/>", headers=[("Content-Type", "text/xml; charset=utf-8")]
        )

    def _find_phone(self, token):
        """The phone behind a token; nothing is asked for what is no token."""
        if not _TOKEN.fullmatch(token):
            return None
        request.update_env(user=SUPERUSER_ID)
        return request.env["switchboard.phone"].search([("webhook_token", "=", token)])

    def _url(self, phone):
        """What Twilio called: the public address, whatever a proxy made of it."""
        incoming = request.httprequest
        path = incoming.path.partition(f"{WEBHOOK_PATH}/")[2].partition("/")[2]
        query = incoming.query_string.decode("latin-1")
        return phone._callback_url(path) + (f"?{query}" if query else "")

    def _read_body(self, incoming):
        """Return what was signed, and its values as text."""
        if incoming.mimetype == "application/json":
            raw = incoming.get_data(as_text=True)
            try:
                values = json.loads(raw)
            except ValueError:
                values = {}
            values = values if isinstance(values, dict) else {}
            return raw, {str(k): str(v) for k, v in values.items() if v is not None}
        values = incoming.form.to_dict()
        return values, values

    def _refuse(self, reason):
        _logger.warning("A call in Twilio's name was refused: %s", reason)
        return request.make_response("", status=403)
