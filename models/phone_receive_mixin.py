import re

from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

from ..tools import mime, twilio
from ..tools.twilio.media import MediaRefused, fetch_media
from ..transaction import commit

_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_MOST_MEDIA = 10
_EXTENSIONS = {"text/vcard": "vcf", "text/x-vcard": "vcf", "audio/amr": "amr"}


class SwitchboardPhoneReceiveMixin(models.AbstractModel):
    """What comes in: a message becomes part of its sender's conversation."""

    _name = "switchboard.phone.receive.mixin"
    _description = "Messages Coming In"

    def _webhook_key(self, kind, values):
        """Name a piece of news, or say by an empty name that it is none of ours.

        :param str kind: message or status
        :param dict values: signed by the account's token
        :rtype: str
        """
        sid = values.get("MessageSid") or ""
        ours = values.get("To" if kind == "message" else "From") or ""
        if (
            not _SID.fullmatch(sid)
            or values.get("AccountSid") != self._account_sid()
            or self._read_sender(ours).e164 != self.number
        ):
            return ""
        return sid if kind == "message" else f"{sid}/{values.get('MessageStatus')}"

    def _receive_message(self, payload, date):
        """Store a message that came in; the caller commits.

        :param dict payload: of Twilio's webhook
        :param datetime date: naive UTC, when it arrived
        """
        self.ensure_one()
        Message = self.env["switchboard.message"]
        sid = payload["MessageSid"]
        if Message.search_count(
            [("line_id", "=", self.line_id.id), ("key", "=", sid)], limit=1
        ):
            return
        number = self._read_sender(payload.get("From") or "")
        partner = self._find_partner(number.e164)
        channel = self._get_conversation(number, partner)
        index = Message.create(
            self._index_values(payload, date, number, channel, partner)
        )
        index._set_participants([number.e164])
        index.mail_message_id = self._create_discuss(index, payload, partner)
        self._add_search_text(index, payload.get("Body") or "")
        self._note_media(payload, sid)
        self._post_on_record(index, payload.get("Body") or "")
        channel._switchboard_touch([(channel.id, date, None, index.snippet, "in")])
        channel._switchboard_announce(index)
        self._note_consent(payload, channel)

    @api.model
    def _read_sender(self, text):
        """Read who sent it; names in place of numbers (banks, parcels) stay."""
        try:
            return twilio.read_number(text)
        except twilio.BadNumber:
            return twilio.Number(text or self.env._("Unknown sender"), text, "")

    @api.model
    def _find_partner(self, number):
        """Return the contact with this number; the oldest one when it stands twice."""
        # sudo - res.partner: the engine matches, record rules decide who sees it
        Partner = self.env["res.partner"].sudo()
        return Partner.search([("phone_sanitized", "=", number)], order="id", limit=1)

    def _get_conversation(self, number, partner):
        """Find or make the conversation with a number; two workers make one."""
        line = self.line_id
        # The lock is on the pair: two first messages at once make one conversation.
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                f"switchboard {line.id} {number.e164}",
            )
        )
        # sudo - discuss.channel: the conversation is the line's, nobody's in particular
        Channel = self.env["discuss.channel"].sudo()
        people = {number.e164: partner.name or ""}
        found = Channel._switchboard_find(line, people)
        made = found or Channel._switchboard_create([(line, people)])
        return made.with_env(Channel.env)

    def _index_values(self, payload, date, number, channel, partner):
        body = payload.get("Body") or ""
        files = _count_media(payload)
        name = partner.name
        return {
            "line_id": self.line_id.id,
            "key": payload["MessageSid"],
            "direction": "in",
            "kind": "normal",
            "date": date.replace(microsecond=0),
            "from_email": number.e164,
            "email_from": f"{name} <{number.e164}>" if name else number.display,
            "email_to": self.number,
            "snippet": body[:200] or (self.env._("File") if files else ""),
            "size": len(body.encode()),
            "attachment_count": files,
            "channel_id": channel.id,
            "partner_ids": [(6, 0, partner.ids)],
            "thread_reason": "counterparts" if channel.switchboard_preview else "new",
            "live": True,
        }

    def _create_discuss(self, index, payload, partner):
        # sudo - mail.message: made as superuser, who creates one reads it for ever
        Message = self.env["mail.message"].with_user(api.SUPERUSER_ID).sudo()
        return Message.create(
            {
                "model": "discuss.channel",
                "res_id": index.channel_id.id,
                "message_type": "sms",
                "subtype_id": self.env.ref("mail.mt_comment").id,
                "author_id": partner.id,
                "email_from": index.email_from,
                "reply_to": "",
                "date": index.date,
                "body": Markup(mime.text_to_html(payload.get("Body") or "")),
                "is_internal": False,
                "email_add_signature": False,
            }
        )

    @api.model
    def _add_search_text(self, index, body):
        index.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE switchboard_message SET search_vector ="
                " to_tsvector('simple', %s) WHERE id = %s RETURNING id",
                f"{index.email_from} {index.from_email} {body}",
                index.id,
            )
        )

    def _note_media(self, payload, sid):
        """Files are fetched later: Twilio does not wait for them, nor does the text."""
        Webhook = self.env["switchboard.webhook"]
        for number in range(_count_media(payload)):
            if url := payload.get(f"MediaUrl{number}"):
                values = {"MessageSid": sid, "Url": url, "Number": number}
                Webhook._store(self, "media", f"{sid}/{number}", values)

    def _fetch_media(self, payload):
        """Load a file; no transaction is open meanwhile.

        :param dict payload: MessageSid, Url, Number
        :return: (content, MIME type, sentence why there is none)
        """
        settings, url = self._api_settings(), payload["Url"]
        commit(self.env)
        try:
            return *fetch_media(settings, url), ""
        except MediaRefused as error:
            return b"", "", self.env._(error.template, **error.values)  # pylint: disable=translation-required

    def _receive_media(self, payload, content, mimetype, refusal):
        """Hang a file on its message, or say there why it was not taken."""
        message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line_id.id), ("key", "=", payload["MessageSid"])]
        )
        if not message:
            return
        if refusal:
            self._tell_media(message, refusal)
        else:
            extension = _EXTENSIONS.get(mimetype) or mimetype.partition("/")[2]
            # sudo - ir.attachment: the file is the message's
            files = self.env["ir.attachment"].with_user(api.SUPERUSER_ID).sudo()
            file = files.create(
                {
                    "name": f"file-{payload['Number'] + 1}.{extension}",
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": "discuss.channel",
                    "res_id": message.channel_id.id,
                }
            )
            message.mail_message_id.attachment_ids += file
            self._copy_to_record(message, file)
        message.channel_id._switchboard_announce(message)

    @api.model
    def _tell_media(self, message, reason):
        """Say in the message why a file is not there."""
        text = self.env._("A file was not taken: %s", reason)
        discuss = message.mail_message_id
        discuss.body = Markup("%s<p><em>%s</em></p>") % (discuss.body, text)


def _count_media(payload):
    """How many files a message has; Twilio's own word, bounded."""
    text = str(payload.get("NumMedia") or "0")
    return min(int(text), _MOST_MEDIA) if text.isdigit() else 0
