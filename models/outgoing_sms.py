import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, html2plaintext

from .. import const
from ..tools import twilio

_MOST_FILES = 10


class SwitchboardOutgoing(models.Model):
    """SMS in the same queue: the text is fixed when it is queued."""

    _inherit = "switchboard.outgoing"

    sms_text = fields.Text(groups=".", help="What Twilio gets.")
    sms_parts = fields.Integer(string="Parts", help="Messages that are paid for.")
    provider_sid = fields.Char(string="Twilio's SID", index="btree_not_null")
    delivery_state = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("scheduled", "Scheduled"),
            ("queued", "Queued at Twilio"),
            ("sending", "Sending"),
            ("sent", "Handed to the carrier"),
            ("partially_delivered", "Delivered in part"),
            ("delivered", "Delivered"),
            ("read", "Read"),
            ("undelivered", "Not delivered"),
            ("failed", "Failed"),
            ("canceled", "Canceled"),
        ],
        readonly=True,
        help="What Twilio says has become of it.",
    )

    @api.model
    def _queue(self, channel, message, user, post):
        line = channel.switchboard_line_id
        if line.kind != const.SMS:
            return super()._queue(channel, message, user, post)
        text = self._sms_text(message.body)
        [person] = channel.switchboard_counterparts or [{"name": "", "email": ""}]
        index = self._create_sms_index(
            line, message, person, text, {"channel_id": channel.id}
        )
        channel._switchboard_touch(
            [(channel.id, message.date, None, index.snippet, "out")]
        )
        key = f"{const.CONVERSATION_KEY}{channel.id}"
        return self._enqueue_sms(index, key, user, person["email"], text, post)

    @api.model
    def _sms_text(self, body):
        return html2plaintext(body or "", include_references=False).strip()

    @api.model
    def _create_sms_index(self, line, message, person, text, place):
        """Make the message's row in the index.

        :param dict person: name, email (the number)
        :param dict place: channel_id, or res_model and res_id
        :rtype: switchboard.message
        """
        name, number = person["name"], person["email"]
        partner = line.phone_ids[:1]._find_partner(number)
        index = self.env["switchboard.message"].create(
            {
                "line_id": line.id,
                "key": f"out:{uuid.uuid4().hex}",
                "direction": "out",
                "kind": "normal",
                "date": message.date,
                "from_email": line.address,
                "email_from": line.address,
                "email_to": f"{name} <{number}>" if name else number,
                "snippet": text[:200],
                "size": len(text.encode()),
                "attachment_count": len(message.attachment_ids),
                "mail_message_id": message.id,
                "partner_ids": [(6, 0, partner.ids)],
                "thread_reason": "written",
                **place,
            }
        )
        index._set_participants([number])
        line.phone_ids[:1]._add_search_text(index, text)
        return index

    @api.model
    def _enqueue_sms(self, index, thread_key, user, number, text, post):
        automatic = bool(post.get("automatic"))
        outgoing = self.create(
            {
                "message_id": index.id,
                "line_id": index.line_id.id,
                "thread_key": thread_key,
                "user_id": user.id,
                "recipients": number,
                "sms_text": text,
                "sms_parts": max(twilio.count(text).parts, 1),
                "draft_body": post.get("draft_body") or index.mail_message_id.body,
                "signature_rule": post.get("signature_rule"),
                "send_at": self._first_send_at(index.line_id, post.get("send_at")),
                "automatic": automatic,
                "paused_reason": automatic and self._hold_reason(index, [number]),
            }
        )
        self._wake(outgoing.send_at)
        return outgoing

    @api.model
    def _check_sms(self, line, numbers, text, attachments):
        """Refuse what cannot be sent as an SMS, in a sentence.

        :param switchboard.line line: to send from
        :param list numbers: E.164
        :param str text: as it will be sent
        :param ir.attachment attachments: files
        :raise UserError: why not
        """
        stopped = self.env["switchboard.opt.out"]._of(line, numbers)[:1]
        if stopped:
            raise UserError(stopped._sentence())
        # sudo - switchboard.phone: what the number can do
        phone = line.sudo().phone_ids[:1]
        if attachments and not phone.can_mms:
            raise UserError(
                self.env._(
                    "This number sends text only. Take the files away, or put a link "
                    "to them into the text."
                )
            )
        if len(attachments) > _MOST_FILES:
            raise UserError(
                self.env._("One message carries at most %s files.", _MOST_FILES)
            )
        if not text and not attachments:
            raise UserError(self.env._("Write something before you send."))
        if len(text) > const.SMS_CHARS:
            raise UserError(
                self.env._(
                    "The message has %(length)s characters, and %(most)s are the most "
                    "that can be sent at once. Send it in two.",
                    length=len(text),
                    most=const.SMS_CHARS,
                )
            )

    def _note_delivery(self, status, code=0):
        """Write what Twilio says; a message that did not arrive has failed.

        :param str status: one that may overwrite the present one
        :param int code: of the error
        """
        self.ensure_one()
        values = {"delivery_state": status}
        if status in twilio.ERROR_STATUSES:
            reason = twilio.explain(code) if code else ""
            values["state"] = "failed"
            values["error"] = self.env._(
                "It was not delivered. %s",
                self.env._(reason) if reason else "",  # pylint: disable=translation-required
            ).strip()
        self.write(values)
        if twilio.is_opt_out(code):
            self.env["switchboard.opt.out"]._stop(self.line_id, self.recipients)
        self._notify_state()

    def _settle_sms(self, sid):
        """Messages in doubt have left after all: Twilio knows them."""
        now = fields.Datetime.now()
        for outgoing in self:
            outgoing.write(
                {
                    "state": "sent",
                    "error": False,
                    "provider_sid": sid,
                    "sent_at": outgoing.handed_at or now,
                    "finished_at": now,
                    "claim_token": False,
                    "doubt_check_at": False,
                }
            )
            outgoing._notify_state("sent")

    def _settle_sent(self, **kwargs):
        sms = self.filtered(lambda o: o.line_id.kind == const.SMS)
        for outgoing in sms.filtered(lambda o: o.state == "in_doubt"):
            outgoing._settle_sms(outgoing.provider_sid)
        return super(SwitchboardOutgoing, self - sms)._settle_sent(**kwargs)

    @api.model
    def _sms_waits(self, line):
        """Seconds until the line's pace lets the next part go."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT GREATEST(0, EXTRACT(EPOCH FROM
                           sms_free_at - timezone('utc', clock_timestamp())))
                  FROM switchboard_line_runtime WHERE line_id = %s
                """,
                line.id,
            )
        )
        return float(rows[0][0] or 0) if rows else 0.0

    @api.model
    def _occupy_sql(self, line, seconds):
        """The statement that notes that the line is busy for ``seconds`` from now.

        :rtype: SQL
        """
        return SQL(
            """
            UPDATE switchboard_line_runtime
               SET sms_free_at = GREATEST(COALESCE(sms_free_at, %(now)s), %(now)s)
                                 + %(seconds)s * interval '1 second'
             WHERE line_id = %(line)s
            """,
            now=SQL("timezone('utc', clock_timestamp())"),
            seconds=seconds,
            line=line.id,
        )
