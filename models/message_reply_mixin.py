from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..tools import mime

_QUOTE = Markup(
    '<div class="gmail_quote"><div>%s</div><blockquote type="cite" style="margin:0 0 0 '
    '.8ex;border-left:1px solid #ccc;padding-left:1ex">%s</blockquote></div>'
)
_FORWARD = Markup("<p><br/></p><div>---------- %s ----------<br/>%s</div><br/>%s")


class SwitchboardMessageReplyMixin(models.AbstractModel):
    """Answering and forwarding one message."""

    _name = "switchboard.message.reply.mixin"
    _description = "Answering a Message"

    def get_reply(self, mode):
        """Propose an answer, to be changed before it is sent.

        :param str mode: "reply" or "reply_all"
        :return: to, cc (lists of {name, email}), subject, index_id
        :rtype: dict
        """
        parsed = mime.parse_headers(self._get_raw())
        # sudo - switchboard.mailbox: addresses of a line the user may read
        own = self.sudo().line_id.mailbox_ids[:1]._own_addresses()
        sender = [one for one in (parsed.from_ or parsed.sender,) if one]
        if self.direction == "out":
            to = list(parsed.to)
        else:
            to = list(parsed.reply_to) or sender
        cc = []
        if mode == "reply_all":
            others = [*sender, *parsed.to] if self.direction == "in" else []
            cc = [*others, *parsed.cc]
        # A mail to oneself is answered to oneself.
        to = _without(to, own) or to
        cc = _without(cc, own | {one.normalized for one in to})
        return {
            "index_id": self.id,
            "to": _people(to),
            "cc": _people(cc),
            "subject": self._prefixed("Re:"),
        }

    def action_forward(self):
        """Open a new email with this message and its files in it.

        :return: the action that opens it
        """
        parsed = mime.parse(self._get_raw())
        Attachment = self.env["ir.attachment"].with_context(
            attachments_mime_plainxml=True, image_no_postprocess=True
        )
        files = Attachment.create(
            [
                {
                    "name": one.filename,
                    "raw": one.content,
                    "mimetype": one.mimetype,
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
                for one in parsed.attachments
            ]
        )
        urls = {
            one.content_id: f"/web/image/{record.id}"
            for one, record in zip(parsed.attachments, files, strict=True)
            if one.content_id and record.mimetype.startswith("image/")
        }
        shown = mime.show_body(parsed, urls)
        apart = [f.id for f in files if f"/web/image/{f.id}" not in shown.pictures]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forward"),
            "res_model": "switchboard.write.first",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_line_id": self.line_id.id,
                "default_subject": self._prefixed("Fwd:"),
                "default_body": self._forwarded(shown),
                "default_attachment_ids": [(6, 0, apart)],
            },
        }

    def _forwarded(self, shown):
        env = self.env
        lines = [
            (env._("From"), self.email_from),
            (env._("Date"), format_datetime(env, self.date, tz=env.user.tz or "UTC")),
            (env._("Subject"), self.subject),
            (env._("To"), self.email_to),
            (env._("Cc"), self.email_cc),
        ]
        head = Markup("<br/>").join(
            Markup("%s: %s") % line for line in lines if line[1]
        )
        title = env._("Forwarded message")
        return str(_FORWARD % (title, head, _unfolded(shown)))

    def _quoted(self, tz, lang):
        """This message as it stands below an answer to it.

        :param str tz: zone of the time said
        :param str lang: of the sentence above it
        :rtype: Markup
        """
        self.ensure_one()
        env = self.with_context(lang=lang).env
        parsed = mime.parse(self.raw_attachment_id.raw or b"")
        when = format_datetime(env, self.date, tz=tz or "UTC")
        intro = env._(
            "On %(when)s, %(who)s wrote:", when=when, who=self.email_from or ""
        )
        return _QUOTE % (intro, _unfolded(mime.show_body(parsed, {})))

    def _prefixed(self, prefix):
        subject = (self.subject or "").strip()
        if subject.lower().startswith(prefix.lower()):
            return subject
        return f"{prefix} {subject}"


def _unfolded(shown):
    return Markup(shown.html.replace(' data-o-mail-quote="1"', ""))


def _without(addresses, emails):
    unique = {one.normalized: one for one in addresses}
    return [one for email, one in unique.items() if email not in emails]


def _people(addresses):
    return [{"name": one.name, "email": one.normalized} for one in addresses]
