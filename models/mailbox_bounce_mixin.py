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
            header = _reported(arrival)
            bounced_id, channel_id = (
                originals.get(header, (0, None))
                if header
                else self._find_by_content(arrival)
            )
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

    def _find_by_content(self, arrival):
        """Find what a report is about that does not name its Message-ID.

        It is the latest message that went to one of the report's recipients with
        the subject that came back, or that the report's own subject ends with.

        :return: (switchboard.message id, discuss.channel id), zero when none
        """
        bounce = arrival.parsed.bounce
        if not (bounce and bounce.recipients):
            return 0, None
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, channel_id, subject FROM switchboard_message
                 WHERE line_id = %(line)s AND direction = 'out'
                   AND date BETWEEN %(date)s - interval '8 days'
                                AND %(date)s + interval '1 day'
                   AND lower(concat_ws(', ', email_to, email_cc, email_bcc))
                       LIKE ANY(%(people)s)
              ORDER BY date DESC, id DESC LIMIT 50
                """,
                line=self.line_id.id,
                date=arrival.date,
                people=[f"%{_literal(email)}%" for email in bounce.recipients],
            )
        )
        for message_id, channel_id, subject in rows:
            if _is_about(subject or "", bounce, arrival.parsed.subject):
                return message_id, channel_id
        return 0, None

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
                # Subject and recipient can be guessed by anybody: such a report is
                # shown, but no address is taken for dead because of it.
                sure = arrival.live and bool(header)
                original._apply_bounce(arrival.parsed.bounce, sure)
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


def _literal(text):
    """Text that LIKE takes letter by letter."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_about(subject, bounce, report_subject):
    if bounce.original_subject:
        return subject.strip() == bounce.original_subject
    return bool(subject.strip()) and report_subject.endswith(subject.strip())
