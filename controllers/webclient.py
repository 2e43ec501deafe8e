from odoo.fields import Datetime
from odoo.http import request

from odoo.addons.mail.controllers.webclient import WebclientController

from .. import const

_MOST_ROWS = 100


class SwitchboardWebclientController(WebclientController):
    """Answers the web client's data requests for lines and conversations."""

    @classmethod
    def _process_request_for_internal_user(self, store, name, params):
        super()._process_request_for_internal_user(store, name, params)
        if name == "/mail_switchboard/lines":
            lines = request.env["switchboard.line"]._add_to_store(store)
            store.resolve_data_request(ids=lines.ids)
        elif name == "/mail_switchboard/conversations":
            self._switchboard_conversations(store, **(params or {}))
        elif name == "/mail_switchboard/update":
            self._switchboard_update(store, **(params or {}))

    @classmethod
    def _switchboard_conversations(
        self, store, line_id, before=None, limit=const.PAGE, search=None, filter=None
    ):
        """A page of a line's conversations; nothing for lines one may not read."""
        Channel = request.env["discuss.channel"]
        channels, more = Channel._switchboard_page(
            int(line_id),
            before=(Datetime.to_datetime(before[0]), int(before[1]))
            if before
            else None,
            limit=max(1, min(int(limit), _MOST_ROWS)),
            search=str(search) if search else None,
            only=filter,
        )
        store.add(channels, Channel._switchboard_row_fields())
        last = channels[-1:]
        store.resolve_data_request(
            ids=channels.ids,
            more=more,
            cursor=(
                [Datetime.to_string(last.switchboard_last_date), last.id]
                if last
                else None
            ),
        )

    @classmethod
    def _switchboard_update(self, store, channel_id, message_ids=()):
        """What the bus told by ids only; the reader's rights are checked now."""
        Channel = request.env["discuss.channel"]
        channel = Channel.search([("id", "=", int(channel_id))])
        channel = channel.filtered("switchboard_line_id")
        if not channel:
            store.resolve_data_request(channel_id=channel_id, message_ids=[])
            return
        messages = request.env["mail.message"].search(
            [
                ("id", "in", [int(message_id) for message_id in message_ids]),
                ("model", "=", "discuss.channel"),
                ("res_id", "=", channel.id),
            ]
        )
        store.add(channel, Channel._switchboard_row_fields())
        store.add(messages)
        store.add(channel.switchboard_line_id, ["unread"])
        store.resolve_data_request(
            channel_id=channel.id,
            message_ids=messages.ids,
            notify=channel._switchboard_notifies(request.env.user),
        )
