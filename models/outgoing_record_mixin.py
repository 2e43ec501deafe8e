import dataclasses

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formataddr

from ..tools import mime
from .line_signature_mixin import sign
from .outgoing_build_mixin import AUTOMATIC


class SwitchboardOutgoingRecordMixin(models.AbstractModel):
    """Mails written in the chatter of a record and sent from a line."""

    _name = "switchboard.outgoing.record.mixin"
    _description = "Outgoing Messages of Records"

    @api.model
    def _queue_record(self, line, record, message, user, partners, emails, post):
        """Put a message of a record's chatter into the queue.

        Its Message-ID is the one of the record's message, so that answers find the
        record whichever way they come in.

        :param switchboard.line line: to send from
        :param record: any record with a chatter, sudo
        :param mail.message message: sudo, as it was posted
        :param res.users user: who wrote it
        :param res.partner partners: recipients
        :param list emails: more recipients, plain addresses
        :param dict post: send_at, automatic
        :rtype: switchboard.outgoing
        """
        to = [
            mime.Address(partner.name or "", partner.email_normalized)
            for partner in partners
            if partner.email_normalized
        ]
        to += [mime.Address("", email) for email in emails if email]
        if not to:
            raise UserError(self.env._("None of the recipients has an email address."))
        signature, rule = line._get_signature(user)
        ancestors = record._switchboard_ancestors(message)
        draft = self._draft(
            line,
            message,
            user,
            to=tuple(to),
            in_reply_to=ancestors[-1] if ancestors else "",
            references=ancestors,
            message_id=message.message_id.strip("<> "),
            headers=AUTOMATIC if post.get("automatic") else (),
        )
        html = str(sign(Markup(draft.html), signature))
        built = mime.build(dataclasses.replace(draft, html=html))
        place = {"res_model": record._name, "res_id": record.id}
        index = self._create_index(line, message, built, draft, place)
        self._create_notifications(message, partners)
        post = {**post, "draft_body": message.body, "signature_rule": rule}
        return self._enqueue(index, f"{record._name},{record.id}", user, built, post)

    @api.model
    def _create_notifications(self, message, partners):
        """What the envelope in the chatter shows of each recipient."""
        self.env["mail.notification"].create(
            [
                {
                    "author_id": message.author_id.id,
                    "mail_message_id": message.id,
                    "res_partner_id": partner.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for partner in partners
            ]
        )

    @api.model
    def _from_text(self, mailbox, user):
        """The From of a mail: the operator's and the mailbox's names, the address."""
        return formataddr((self._from_name(mailbox, user), mailbox.email))
