import dataclasses
import re
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from ..tools import mime
from .mailbox_insert_mixin import addresses

# Pictures that the composer shows from our own server; they leave inside the mail.
_OWN_PICTURE = re.compile(r"""/web/image/(\d+)[^"'\s]*""")
# RFC 3834 section 5: no machine answers it.
AUTOMATIC = (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"))


class SwitchboardOutgoingBuildMixin(models.AbstractModel):
    """Fixes a message when it is queued: its MIME, its Message-ID, its hour."""

    _name = "switchboard.outgoing.build.mixin"
    _description = "Building Outgoing Messages"

    @api.model
    def _queue(self, channel, message, user, post):
        """Put the Discuss message of a conversation into the queue.

        :param discuss.channel channel: sudo, the conversation
        :param mail.message message: sudo, as it was posted
        :param res.users user: who wrote it
        :param dict post: draft_body (Markup), signature_rule, send_at, recipients,
            answers (id of the message that is answered)
        :rtype: switchboard.outgoing
        """
        line = channel.switchboard_line_id
        recipients = post.get("recipients") or channel._switchboard_recipients()
        parent = self._get_parent(channel, post.get("answers"))
        references = tuple((parent.references or "").split())
        if parent.message_id_header:
            references = (*references, parent.message_id_header)
        draft = self._draft(
            line,
            message,
            user,
            **{
                kind: tuple(mime.Address(*person) for person in people)
                for kind, people in recipients.items()
            },
            in_reply_to=parent.message_id_header or "",
            references=references,
            headers=AUTOMATIC if post.get("automatic") else (),
        )
        built = mime.build(self._quote(draft, parent))
        index = self._create_index(
            line, message, built, draft, {"channel_id": channel.id}
        )
        channel._switchboard_welcome(recipients)
        channel._switchboard_touch(
            [(channel.id, message.date, draft.subject, index.snippet, "out")]
        )
        key = f"{const.CONVERSATION_KEY}{channel.id}"
        return self._enqueue(index, key, user, built, post)

    @api.model
    def _enqueue(self, index, thread_key, user, built, post):
        """Make the row of the queue, and have it sent at its time.

        :param switchboard.message index: the message
        :param str thread_key: names the conversation or record
        :param res.users user: who wrote it
        :param mime.BuiltEmail built: what goes over SMTP
        :param dict post: draft_body (Markup), signature_rule, send_at
        :rtype: switchboard.outgoing
        """
        line = index.line_id
        line._check_recipient_ceiling(len(built.recipients))
        outgoing = self.create(
            {
                "message_id": index.id,
                "line_id": line.id,
                "thread_key": thread_key,
                "user_id": user.id,
                "recipients": ", ".join(built.recipients),
                "recipient_count": len(built.recipients),
                "smtputf8": built.smtputf8,
                "draft_body": post.get("draft_body") or index.mail_message_id.body,
                "signature_rule": post.get("signature_rule"),
                "send_at": self._first_send_at(line, post.get("send_at")),
            }
        )
        self.env["ir.attachment"].create(
            {
                "name": "mime",
                "raw": built.raw,
                "mimetype": "message/rfc822",
                "res_model": outgoing._name,
                "res_field": "mime",
                "res_id": outgoing.id,
            }
        )
        self._wake(outgoing.send_at)
        return outgoing

    @api.model
    def _first_send_at(self, line, wanted):
        """When a message leaves: at the time wanted, else after the time to stop it.

        The screen's countdown ends a moment earlier than the server's.
        """
        grace = timedelta(seconds=const.STOP_GRACE_SECONDS)
        if wanted:
            return wanted + grace
        seconds = line.undo_seconds
        undo = timedelta(seconds=seconds) + grace if seconds else timedelta()
        return fields.Datetime.now() + undo

    @api.model
    def _draft(self, line, message, user, **values):
        """Turn the message into a mail still to be built.

        :param values: to, in_reply_to, references and what else a Draft takes
        :rtype: mime.Draft
        """
        mailbox = line.mailbox_ids[:1]
        html, inline = self._embed_pictures(message.body or "", user)
        files = [
            mime.Attachment(
                filename=attachment.name,
                mimetype=attachment.mimetype or "application/octet-stream",
                content=attachment.raw or b"",
            )
            for attachment in message.attachment_ids.sorted("id")
        ]
        return mime.Draft(
            from_=mime.Address(self._from_name(mailbox, user), mailbox.email),
            subject=message.subject or "",
            html=html,
            date=fields.Datetime.now().replace(tzinfo=UTC),
            attachments=(*files, *inline),
            reply_to=(mime.Address("", mailbox.reply_to),) if mailbox.reply_to else (),
            **values,
        )

    @api.model
    def _from_name(self, mailbox, user):
        """The name recipients see: the operator's and the mailbox's."""
        names = [] if user._is_superuser() else [user.name]
        if mailbox.sender_name:
            names.append(mailbox.sender_name)
        return " · ".join(names) or mailbox.name

    @api.model
    def _quote(self, draft, parent):
        """Put what is answered below the answer, where the owner wants it."""
        mailbox = parent.line_id.mailbox_ids[:1]
        if not mailbox.quote_history:
            return draft
        owner = parent.line_id.owner_id
        quoted = parent._quoted(owner.tz, owner.lang)
        return dataclasses.replace(draft, html=f"{draft.html}<br/>{quoted}")

    @api.model
    def _get_parent(self, channel, answers=None):
        """The message that is answered: the latest one of the conversation.

        :param int answers: a message of it that was chosen
        """
        chosen = [("id", "=", int(answers))] if answers else []
        return self.env["switchboard.message"].search(
            [
                ("channel_id", "=", channel.id),
                ("message_id_header", "!=", False),
                *chosen,
            ],
            order="date desc, id desc",
            limit=1,
        )

    def _embed_pictures(self, html, user):
        """Put pictures of our own server inside the mail; nobody else can load them.

        :param str html: of the Discuss message
        :param res.users user: who wrote it; what he may not see does not leave
        :return: (html with ``cid:`` addresses, list of inline mime.Attachment)
        """
        found = {}
        html = str(html)
        for attachment_id in map(int, _OWN_PICTURE.findall(html)):
            picture = self.env["ir.attachment"].browse(attachment_id).exists()
            if (
                picture
                and picture.mimetype.startswith("image/")
                and picture.with_user(user).has_access("read")
            ):
                found[attachment_id] = mime.Attachment(
                    filename=picture.name,
                    mimetype=picture.mimetype,
                    content=picture.raw or b"",
                    content_id=f"picture-{attachment_id}@switchboard",
                    inline=True,
                )
        html = _OWN_PICTURE.sub(
            lambda match: (
                f"cid:{found[int(match[1])].content_id}"
                if int(match[1]) in found
                else match[0]
            ),
            html,
        )
        return html, list(found.values())

    @api.model
    def _create_index(self, line, message, built, draft, place):
        """Make the message's row in the index.

        :param dict place: channel_id, or res_model and res_id
        :rtype: switchboard.message
        """
        index = self.env["switchboard.message"].create(
            {
                "line_id": line.id,
                "key": mime.message_key(built.raw),
                "direction": "out",
                "kind": "normal",
                "message_id_header": built.message_id,
                "in_reply_to": draft.in_reply_to or False,
                "references": " ".join(draft.references) or False,
                "date": message.date,
                "from_email": draft.from_.normalized,
                "email_from": addresses([draft.from_]),
                "email_to": addresses(draft.to),
                "email_cc": addresses(draft.cc) or False,
                "email_bcc": addresses(draft.bcc) or False,
                "subject": draft.subject,
                "snippet": mime.html_to_text(draft.html).strip()[:200],
                "size": len(built.raw_with_bcc),
                "attachment_count": len(message.attachment_ids),
                "mail_message_id": message.id,
                "thread_reason": "written",
                **place,
            }
        )
        index.raw_attachment_id = self.env["ir.attachment"].create(
            {
                "name": "mail.eml",
                "raw": built.raw_with_bcc,
                "mimetype": "message/rfc822",
                "res_model": index._name,
                "res_id": index.id,
            }
        )
        index.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE switchboard_message SET search_vector ="
                " to_tsvector('simple', %s) WHERE id = %s RETURNING id",
                f"{draft.subject} {index.email_to} {mime.html_to_text(draft.html)}",
                index.id,
            )
        )
        return index
