from odoo import models
from odoo.tools import SQL, email_normalize_all

from .. import const
from ..tools import mime
from ..transaction import RunAgain

# Reason of a message that went into a record's chatter; it has no conversation.
RECORD = "record"


class SwitchboardMailboxAnswerMixin(models.AbstractModel):
    """Answers to mails of a record's chatter go into that chatter, once.

    The stock gateway does the same with what reaches an alias. Whoever comes second
    finds the Message-ID there and adds nothing.
    """

    _name = "switchboard.mailbox.answer.mixin"
    _description = "Answers to Records' Mails"

    def _assign_conversations(self, arrivals):
        records = self._find_records(arrivals)
        for arrival in arrivals:
            if id(arrival) in records:
                arrival.reason = RECORD
        rest = [arrival for arrival in arrivals if id(arrival) not in records]
        return super()._assign_conversations(rest)

    def _touch_conversations(self, arrivals):
        answers = [arrival for arrival in arrivals if arrival.reason == RECORD]
        records = self._find_records(answers)
        for arrival in answers:
            # The parent was there a moment ago, in this transaction.
            self._post_answer(arrival, *records[id(arrival)])
        rest = [arrival for arrival in arrivals if arrival.reason != RECORD]
        return super()._touch_conversations(rest)

    def _announce_arrivals(self, arrivals):
        rest = [arrival for arrival in arrivals if arrival.reason != RECORD]
        return super()._announce_arrivals(rest)

    def _find_records(self, arrivals):
        """Find the records whose mails are answered by somebody who got them.

        :return: {id(arrival): (record, mail.message id of the parent)}
        """
        wanted = {
            header
            for arrival in arrivals
            for header in (*arrival.parsed.in_reply_to, *arrival.parsed.references)
        }
        if not wanted:
            return {}
        self.env["switchboard.message"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message_id_header, res_model, res_id, mail_message_id,
                       concat_ws(', ', email_to, email_cc, email_bcc, from_email)
                  FROM switchboard_message
                 WHERE line_id = %s AND message_id_header = ANY(%s)
                   AND res_model IS NOT NULL AND res_id IS NOT NULL
                """,
                self.line_id.id,
                list(wanted),
            )
        )
        parents = {row[0]: row[1:] for row in rows}
        found = {}
        for arrival in arrivals:
            if match := self._match_record(arrival, parents):
                found[id(arrival)] = match
        return found

    def _match_record(self, arrival, parents):
        parsed = arrival.parsed
        for header in (*parsed.in_reply_to, *reversed(parsed.references)):
            if header not in parents:
                continue
            model, res_id, parent_id, people = parents[header]
            if model not in self.env:
                continue
            # sudo - the record: the mail was sent from it, by a user who might
            record = self.env[model].sudo().browse(res_id).exists()
            if record and self._may_answer(arrival, record, people):
                return record, parent_id
        return None

    def _may_answer(self, arrival, record, people):
        """Whoever got the mail, or follows the record, answers into the record.

        Anybody who has seen a Message-ID can quote it; that alone lets nobody in.
        """
        sender = arrival.parsed.from_ or arrival.parsed.sender
        if not sender:
            return False
        known = {*email_normalize_all(people), *self._own_addresses()}
        known.update(record.message_partner_ids.mapped("email_normalized"))
        return sender.normalized in known

    def _post_answer(self, arrival, record, parent_id):
        """Put a mail into the record's chatter, unless it is there already."""
        message_id = (
            f"<{arrival.parsed.message_id}>" if arrival.parsed.message_id else ""
        )
        # sudo - mail.message: whether the gateway has posted it, whoever reads it
        Message = self.env["mail.message"].sudo()
        message = Message.browse(record._switchboard_posted(message_id) or ())
        if message and not message.exists():
            raise RunAgain
        if not message:
            message = self._post_on_record(arrival, record, parent_id, message_id)
        self.env["switchboard.message"].browse(arrival.message_id).write(
            {
                "res_model": record._name,
                "res_id": record.id,
                "mail_message_id": message.id,
            }
        )
        if arrival.live and arrival.kind not in const.UNANSWERED_KINDS:
            reason = "incoming" if arrival.direction == "in" else "colleague"
            self.env["switchboard.outgoing"]._pause(
                f"{record._name},{record.id}", reason
            )

    def _post_on_record(self, arrival, record, parent_id, message_id):
        parsed = arrival.parsed
        sender = parsed.from_ or parsed.sender
        author = self.env["res.partner"].search(
            [("email_normalized", "=", sender.normalized)], order="id", limit=1
        )
        values = {
            "subject": parsed.subject,
            "author_id": author.id or False,
            "email_from": f"{sender.name} <{sender.email}>"
            if sender.name
            else sender.email,
            "date": arrival.date,
            "parent_id": parent_id,
            **({"message_id": message_id} if message_id else {}),
        }
        record = record.with_context(
            mail_create_nosubscribe=True,
            mail_post_autofollow_author_skip=True,
            image_no_postprocess=True,
        )
        if arrival.direction == "out":
            return self._log_on_record(arrival, record, values)
        # Stock code puts its own addresses in place of these.
        urls = {a.content_id: f"cid:{a.content_id}" for a in parsed.attachments}
        record.message_update({"email_from": values["email_from"], **values})
        return record.message_post(
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            body=self._answer_body(arrival, urls),
            attachments=[
                (a.filename, a.content, {"cid": a.content_id} if a.content_id else {})
                for a in parsed.attachments
            ],
            incoming_email_to=", ".join(a.email for a in parsed.to),
            incoming_email_cc=", ".join(a.email for a in parsed.cc),
            **values,
        )

    def _log_on_record(self, arrival, record, values):
        """Show what was written in another mail program: it has gone already."""
        files = self._answer_files(arrival, record)
        urls = {
            attachment.content_id: f"/web/image/{file.id}"
            for attachment, file in zip(arrival.parsed.attachments, files, strict=True)
            if attachment.content_id
        }
        return record._message_log(
            message_type="email_outgoing",
            body=self._answer_body(arrival, urls),
            attachment_ids=files.ids,
            **_log_values(values),
        )

    def _answer_body(self, arrival, urls):
        """The body as it stands in a conversation: safe, bounded, folded.

        :param dict urls: where its pictures are, by Content-ID
        :rtype: Markup
        """
        shown = mime.show_body(arrival.parsed, {c: u for c, u in urls.items() if c})
        index = self.env["switchboard.message"].browse(arrival.message_id)
        return index._with_notices(arrival.parsed, shown)

    def _answer_files(self, arrival, record):
        return self.env["ir.attachment"].create(
            [
                {
                    "name": attachment.filename,
                    "raw": attachment.content,
                    "mimetype": attachment.mimetype,
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for attachment in arrival.parsed.attachments
            ]
        )


def _log_values(values):
    names = ("subject", "author_id", "email_from")
    return {name: values[name] for name in names if name in values}
