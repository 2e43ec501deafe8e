from dataclasses import dataclass

from odoo import models
from odoo.exceptions import UserError

from .. import const
from ..tools import twilio


@dataclass
class SmsPost:
    """Marks the post that shows an SMS on a record, in the context.

    The browser can send any context, but no object of this class.
    """

    message_id: int = 0


class MailThread(models.AbstractModel):
    """Writing an SMS in the chatter of any record.

    It leaves in the conversation with the number, which knows its order, its stops and
    its answers; the record shows a copy of it.
    """

    _inherit = "mail.thread"

    def message_post(self, *, switchboard_line_id=None, **kwargs):
        """Send an SMS to the record's number when a phone is chosen.

        :param int switchboard_line_id: a line the real user may send from
        :raise UserError: no number, one that has answered STOP, or nothing to send
        """
        line = self.env["switchboard.line"]
        if switchboard_line_id and not self._switchboard_is_note(kwargs):
            line = line.browse(int(switchboard_line_id)).exists()
        # sudo - switchboard.line: its kind only
        if line and line.sudo().kind == const.SMS:
            return self._switchboard_post_sms(line, kwargs)
        if switchboard_line_id is not None:
            # False is a choice, too: Odoo's own server.
            kwargs["switchboard_line_id"] = switchboard_line_id
        return super().message_post(**kwargs)

    def _switchboard_post_sms(self, line, values):
        """Send in the number's conversation, and show it here.

        :param switchboard.line line: the phone
        :param dict values: of ``message_post``
        :return: the message on the record
        :rtype: mail.message
        """
        self.ensure_one()
        # The real user's grant counts, whatever the route did before.
        Channel = self.env["discuss.channel"].sudo(False)
        Channel._switchboard_check_send(line)
        self.env["res.users.settings"]._switchboard_remember(self._name, line)
        number, _partner = self._switchboard_sms_person()
        files = values.get("attachment_ids") or []
        copies = self._switchboard_copy_files(files)
        channel = Channel._switchboard_sms_channel(line, number)
        sent = channel.message_post(
            body=values.get("body") or "",
            attachment_ids=files,
            switchboard_send_at=values.get("switchboard_send_at")
            or values.get("scheduled_date"),
        )
        # sudo - switchboard.message: of what this user has just sent
        index = sent.sudo().switchboard_message_ids
        return self._switchboard_show_sms(
            index, index.outgoing_ids.sms_text, attachment_ids=copies.ids
        )

    def _switchboard_show_sms(self, index, text, **values):
        """Show an SMS in the chatter; colleagues who follow are told as ever.

        :param switchboard.message index: sudo, of the SMS
        :param str text: plain
        :rtype: mail.message
        """
        post = SmsPost()
        thread = self.with_context(switchboard_sms_post=post)
        message = super(MailThread, thread).message_post(
            body=text, message_type="sms", subtype_xmlid="mail.mt_comment", **values
        )
        index.write(
            {
                "res_model": self._name,
                "res_id": self.id,
                "record_message_id": message.id,
            }
        )
        return message

    def _switchboard_copy_files(self, attachment_ids):
        """Copies of files for the record: its readers may not read the line."""
        files = self.env["ir.attachment"].sudo(False).browse(attachment_ids)
        files.check_access("read")
        # sudo - ir.attachment: the user may read them, and post on the record
        return files.sudo().copy({"res_model": self._name, "res_id": self.id})

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """The SMS has left for the customer; only colleagues are told of it."""
        data = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        post = self.env.context.get("switchboard_sms_post")
        if not isinstance(post, SmsPost) or post.message_id not in (0, message.id):
            return data
        post.message_id = message.id
        return [
            person
            for person in data
            if person["type"] == "user" and person["notif"] != "sms"
        ]

    def _switchboard_sms_person(self):
        """To whom an SMS from this record goes.

        :return: (E.164, contact or none)
        :raise UserError: there is no number
        """
        self.ensure_one()
        found = self._sms_get_recipients_info()[self.id]
        if not found["sanitized"]:
            raise UserError(
                self.env._(
                    "“%s” has no phone number that an SMS can go to. Write one on it "
                    "or on its contact, with the country code.",
                    self.display_name,
                )
            )
        return found["sanitized"], found["partner"]

    def _switchboard_sms_frame(self, line):
        """Say to whom an SMS from this record would go, and what is in the way.

        :param switchboard.line line: a phone the user may send from
        :return: to, problem (a sentence or empty)
        :rtype: dict
        """
        try:
            number, partner = self._switchboard_sms_person()
        except UserError as error:
            return {"to": "", "problem": str(error)}
        shown = twilio.shown(number)
        stop = self.env["switchboard.opt.out"]._of(line, [number])[:1]
        to = f"{partner.display_name} · {shown}" if partner else shown
        return {"to": to, "problem": stop._sentence() if stop else ""}
