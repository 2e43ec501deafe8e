from odoo import models
from odoo.tools import SQL

from ..tools import mime

BOUNCE = "bounce"


class SwitchboardMailboxBounceMixin(models.AbstractModel):
    """Ties delivery reports to the messages they are about, whichever comes first."""

    _name = "switchboard.mailbox.bounce.mixin"
    _description = "Bounces of a Mailbox"

    def _assign_conversations(self, arrivals):
        """A report stands in the conversation of the message it is about."""
        originals = self._find_bounced(arrivals)
        for arrival in arrivals:
            bounced_id, channel_id = originals.get(_reported(arrival), (0, None))
            arrival.bounced_id = bounced_id
            if channel_id:
                arrival.channel_id, arrival.reason = channel_id, BOUNCE
        rest = [arrival for arrival in arrivals if arrival.reason != BOUNCE]
        return super()._assign_conversations(rest)

    def _find_bounced(self, arrivals):
        """Find our messages that the reports are about.

        :return: {Message-ID: (switchboard.message id, discuss.channel id or None)}
        """
        headers = {_reported(arrival) for arrival in arrivals} - {""}
        if not headers:
            return {}
        self.env["switchboard.message"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message_id_header, id, channel_id FROM switchboard_message
                 WHERE line_id = %s AND direction = 'out'
                   AND message_id_header = ANY(%s)
                """,
                self.line_id.id,
                list(headers),
            )
        )
        return {header: found for header, *found in rows}

    def _touch_conversations(self, arrivals):
        # Nothing was written in the conversation: it stays where it is in the list.
        result = super()._touch_conversations(
            [arrival for arrival in arrivals if arrival.reason != BOUNCE]
        )
        self._note_bounces(arrivals)
        return result

    def _note_bounces(self, arrivals):
        Message = self.env["switchboard.message"]
        for arrival in arrivals:
            if header := _reported(arrival):
                Message.browse(arrival.message_id).bounce_of = header
            if arrival.bounced_id:
                original = Message.browse(arrival.bounced_id)
                original._apply_bounce(arrival.parsed.bounce, arrival.live)
        sent = {
            arrival.parsed.message_id: arrival.message_id
            for arrival in arrivals
            if arrival.direction == "out" and arrival.parsed.message_id
        }
        if sent:
            self._apply_earlier_bounces(sent)

    def _apply_earlier_bounces(self, sent):
        """A back-fill brings the report first, the message after it.

        :param dict sent: {Message-ID: switchboard.message id}
        """
        Message = self.env["switchboard.message"]
        Message.flush_model(["bounce_of", "line_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, bounce_of FROM switchboard_message
                 WHERE line_id = %s AND bounce_of = ANY(%s) ORDER BY date, id
                """,
                self.line_id.id,
                list(sent),
            )
        )
        for report_id, header in rows:
            bounce = mime.parse(
                Message.browse(report_id).raw_attachment_id.raw or b""
            ).bounce
            if bounce:
                Message.browse(sent[header])._apply_bounce(bounce, False)


def _reported(arrival):
    """Message-ID of the mail that a report is about, empty when it is none."""
    bounce = arrival.parsed.bounce
    return bounce.original_message_id if bounce else ""
