from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all, html2plaintext

from odoo.addons.mail.tools.discuss import Store

# Later than the time to stop it and this: the hour was chosen.
_CHOSEN = timedelta(minutes=2)


class SwitchboardOutgoingDraftMixin(models.AbstractModel):
    """A message that did not leave, as a draft again."""

    _name = "switchboard.outgoing.draft.mixin"
    _description = "Outgoing Messages as Drafts"

    def get_draft(self):
        """Return a message that was not sent, for the composer it came from.

        Its files are copied: the message keeps its own.

        :return: subject, body (HTML as typed), body_text, to, cc, bcc (texts; to
            False: everybody in the conversation), answers (id in the index, or
            False), send_at (UTC, False: soon), attachment_ids, store_data
        :rtype: dict
        :raise AccessError: the user may not send from the line
        :raise UserError: it left, or will leave
        """
        self.ensure_one()
        self._check_may_decide()
        if self.state not in ("stopped", "failed"):
            raise UserError(
                self.env._("This message is on its way, or it has left already.")
            )
        # sudo - switchboard.outgoing: parts of a message the user may send
        outgoing = self.sudo()
        message = outgoing.message_id
        body = outgoing.draft_body or ""
        files = outgoing._copy_files()
        token = files._get_store_ownership_fields()
        return {
            "subject": message.subject or "",
            "body": body,
            "body_text": html2plaintext(body).strip() if body else "",
            **outgoing._get_draft_recipients(),
            "send_at": outgoing._get_chosen_send_at(),
            "attachment_ids": files.ids,
            "store_data": Store().add(files, extra_fields=token).get_result(),
        }

    def _copy_files(self):
        """The message's files as uploaded anew by the user."""
        files = self.message_id.mail_message_id.attachment_ids.sorted("id")
        if not files:
            return files
        return files.with_context(image_no_postprocess=True).copy(
            {"res_model": "mail.compose.message", "res_id": 0}
        )

    def _get_draft_recipients(self):
        """To, Cc and Bcc when they were chosen, and what was answered."""
        message = self.message_id
        to = set(email_normalize_all(message.email_to or ""))
        people = message.channel_id.switchboard_counterparts or ()
        everybody = to == {person["email"] for person in people}
        chosen = message.email_cc or message.email_bcc or not everybody
        answered = message.search(
            [
                ("channel_id", "=", message.channel_id.id),
                ("message_id_header", "=", message.in_reply_to or ""),
            ],
            limit=1,
        )
        return {
            "to": chosen and (message.email_to or ""),
            "cc": message.email_cc or "",
            "bcc": message.email_bcc or "",
            "answers": answered.id,
        }

    def _get_chosen_send_at(self):
        """The time chosen for it, when that is still to come."""
        undo = timedelta(seconds=self.line_id.undo_seconds or 0)
        at = self.shown_send_at
        chosen = at and at > self.create_date + undo + _CHOSEN
        if not chosen or at <= fields.Datetime.now():
            return False
        return fields.Datetime.to_string(at)
