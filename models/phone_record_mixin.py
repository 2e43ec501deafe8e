import logging
from datetime import timedelta

import psycopg2

from odoo import api, models

from ..tools import twilio

_logger = logging.getLogger(__name__)

# An SMS quotes nothing: what comes in after a month begins something new.
_ANSWER_DAYS = 30
_LEFT = ("sending", "sent", "in_doubt")


class SwitchboardPhoneRecordMixin(models.AbstractModel):
    """Answers to what was sent from a record's chatter are shown there, too.

    The last message that left for a number decides: when it was written on a record,
    what comes back is its answer.
    """

    _name = "switchboard.phone.record.mixin"
    _description = "Answers on Records"

    def _post_on_record(self, index, body):
        """Show a message that came in on the record it answers, if it does.

        :param switchboard.message index: of the message
        :param str body: its text
        """
        record = self._find_record(index)
        if not record:
            return
        partner = index.partner_ids[:1]
        quiet = record.with_user(api.SUPERUSER_ID).with_context(
            mail_create_nosubscribe=True, mail_post_autofollow_author_skip=True
        )
        try:
            with self.env.cr.savepoint():
                quiet._switchboard_show_sms(
                    index,
                    body,
                    author_id=partner.id or False,
                    email_from=partner.email_formatted
                    or twilio.shown(index.from_email),
                )
        except psycopg2.OperationalError:
            raise
        except Exception:
            # The message itself must not be lost: it stands in its conversation.
            _logger.warning(
                "Message %s is not shown on %s", index.id, record, exc_info=True
            )

    def _find_record(self, index):
        """The record whose SMS was the last to leave for this number, if any."""
        Message = self.env["switchboard.message"]
        last = Message.search(
            [
                ("channel_id", "=", index.channel_id.id),
                ("direction", "=", "out"),
                ("outgoing_ids.state", "in", _LEFT),
            ],
            limit=1,
        )
        too_old = last.date and last.date < index.date - timedelta(days=_ANSWER_DAYS)
        if not last.res_model or too_old or last.res_model not in self.env:
            return None
        # sudo - the record: the SMS was sent from it, by a user who might
        return self.env[last.res_model].sudo().browse(last.res_id).exists()

    @api.model
    def _copy_to_record(self, index, file):
        """Hang a copy of a file on the record's message as well."""
        shown = index.record_message_id
        if shown:
            place = {"res_model": index.res_model, "res_id": index.res_id}
            shown.attachment_ids += file.copy(place)
