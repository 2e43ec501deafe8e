from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, is_html_empty
from odoo.tools.mail import parse_contact_from_email

from .line_signature_mixin import sign

# Parameters of message_post that a caller does not choose in a conversation.
_DECIDED_HERE = (
    "author_id",
    "email_from",
    "parent_id",
    "partner_ids",
    "subtype_id",
    "subtype_xmlid",
    "switchboard_line_id",
)


class SwitchboardConversationPostMixin(models.AbstractModel):
    """Writing in a conversation: a Discuss message that is queued as an email."""

    _name = "switchboard.conversation.post.mixin"
    _description = "Writing in a Conversation"

    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() | {
            "subject",
            "switchboard_to",
            "switchboard_cc",
            "switchboard_bcc",
            "switchboard_answers",
        }

    def message_post(
        self,
        *,
        message_type="notification",
        subject=None,
        switchboard_send_at=None,
        switchboard_to=None,
        switchboard_cc=None,
        switchboard_bcc=None,
        switchboard_answers=None,
        switchboard_automatic=False,
        **kwargs,
    ):
        """Queue one email to all counterparts when this is a line's conversation.

        :param str subject: of the email; the last one's is answered when left out
        :param switchboard_send_at: UTC, when it leaves; soon when left out
        :param switchboard_to: addresses; everybody in the conversation when left out
        :param switchboard_cc: addresses
        :param switchboard_bcc: addresses
        :param int switchboard_answers: the message that is answered (id in the
            index); the latest one when left out
        :param bool switchboard_automatic: no person wrote it
        :rtype: mail.message
        :raise AccessError: the user may not send from the line
        :raise UserError: nothing to send, or the line is not connected
        """
        if not self.switchboard_line_id:
            return super().message_post(
                message_type=message_type, subject=subject, **kwargs
            )
        self.ensure_one()
        self._switchboard_check_send(self.switchboard_line_id)
        # What the browser says about the type or the author is not believed.
        for name in _DECIDED_HERE:
            kwargs.pop(name, None)
        signed, post = self._switchboard_read_post(
            kwargs.pop("body", ""), kwargs.get("attachment_ids") or []
        )
        post |= {
            "send_at": self.env["switchboard.outgoing"]._read_send_at(
                switchboard_send_at
            ),
            "recipients": self._switchboard_recipients(
                switchboard_to, switchboard_cc, switchboard_bcc
            ),
            "answers": switchboard_answers,
            "automatic": switchboard_automatic,
        }
        # sudo - mail.message: the right to send was checked, and nobody creates
        # messages of a conversation in another way.
        # Ours overwrites whatever context the browser sent under this name.
        channel = self.sudo().with_context(switchboard_post=post)
        return super(SwitchboardConversationPostMixin, channel).message_post(
            message_type=self._switchboard_message_type(),
            subtype_xmlid="mail.mt_comment",
            subject=self._switchboard_post_subject(subject),
            body=signed,
            **kwargs,
        )

    def _switchboard_read_post(self, body, attachment_ids):
        """Check what was written and sign it.

        :param body: text, or HTML as Markup
        :param list attachment_ids: files to send along
        :return: (Markup with the signature, what the queue wants to know)
        :raise UserError: nothing to send, or not to be sent from this line
        :raise AccessError: a file that the user may not read
        """
        if is_html_empty(body) and not attachment_ids:
            raise UserError(self.env._("Write something before you send."))
        draft = body if isinstance(body, Markup) else Markup.escape(body)
        signature, rule = self.switchboard_line_id._get_signature(self.env.user)
        signed = sign(draft, signature)
        self.env["ir.attachment"].browse(attachment_ids).check_access("read")
        self._switchboard_check_post(signed, attachment_ids)
        return signed, {"draft_body": draft, "signature_rule": rule}

    def _switchboard_message_type(self):
        return "email_outgoing"

    def _switchboard_check_post(self, body, attachment_ids):
        """Refuse what cannot be sent from this kind of line.

        :param Markup body: with the signature
        :param list attachment_ids: files the user may read
        :raise UserError: why not
        """

    def _switchboard_post_subject(self, subject):
        return subject or self._switchboard_reply_subject()

    def _switchboard_reply_subject(self):
        subject = (self.switchboard_subject or "").strip()
        if not subject or subject[:3].lower() == "re:":
            return subject
        return f"Re: {subject}"

    def _message_post_after_hook(self, message, msg_vals):
        """Queue the email before the message is shown, so that it shows its clock."""
        result = super()._message_post_after_hook(message, msg_vals)
        if self.switchboard_line_id and message.message_type in (
            "email_outgoing",
            "sms",
        ):
            self._switchboard_queue(message)
        return result

    def _switchboard_queue(self, message):
        post = self.env.context.get("switchboard_post") or {}
        # sudo - switchboard.outgoing: made for a message whose sender was checked
        Outgoing = self.env["switchboard.outgoing"].sudo()
        channel, message = self.with_env(Outgoing.env), message.with_env(Outgoing.env)
        outgoing = Outgoing._queue(channel, message, self.env.user, post)
        # Who answers has read what he answers.
        self._switchboard_mark_read(outgoing.message_id.id)
        self._switchboard_announce(outgoing.message_id)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """The line's bus channel tells about it; nobody is mailed by stock code."""
        if self.switchboard_line_id:
            return []
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _switchboard_write_first(
        self, line, emails, *, subject=None, body=None, **post
    ):
        """Open a conversation from our side, and send its first message if given.

        An existing conversation with the same counterparts is used again.

        :param switchboard.line line: to write from
        :param list emails: addresses, plain or like "Name <address>"
        :param str subject: of the first message
        :param Markup body: of the first message; empty: the conversation only
        :return: the conversation
        :rtype: discuss.channel
        :raise UserError: an address that is none, or nobody to write to
        :raise AccessError: the user may not start conversations from the line
        """
        self._switchboard_check_send(line)
        # sudo - switchboard.line: a switch of a line the user may send from
        known = line.sudo()
        if not known.write_first:
            raise UserError(
                self.env._("“%s” does not start conversations.", known.name)
            )
        people = self._switchboard_read_people(line, emails)
        channel = self._switchboard_find(line, people) or self._switchboard_create(
            [(line, people)]
        )
        if body and not is_html_empty(body):
            channel.message_post(body=body, subject=subject, **post)
        return channel

    def _switchboard_read_people(self, line, addresses):
        """Return {address: name} of the kind of address that the line writes to."""
        return self._switchboard_read_addresses(addresses)

    def _switchboard_read_addresses(self, emails):
        """Return {normalized address: name}, refusing what is no address."""
        people = {}
        for text in emails:
            name, address = parse_contact_from_email(text)
            normalized = email_normalize(address)
            if not normalized:
                raise UserError(
                    self.env._(
                        "“%s” is not an email address. Write it like name@example.com.",
                        text,
                    )
                )
            people[normalized] = name
        if not people:
            raise UserError(self.env._("Give at least one address to write to."))
        return self._switchboard_name_known(people)

    def _switchboard_name_known(self, people):
        """Give the names of known contacts to addresses without one."""
        # sudo - res.partner: the name of an address the user typed himself
        Partner = self.env["res.partner"].sudo()
        nameless = [email for email, name in people.items() if not name]
        partners = Partner.search(
            [("email_normalized", "in", nameless)], order="id desc"
        )
        names = {partner.email_normalized: partner.name for partner in partners}
        return {email: name or names.get(email, "") for email, name in people.items()}
