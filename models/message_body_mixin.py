from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date, format_time

from ..tools import mime

_NOTICE = Markup(
    '<div style="margin:0 0 8px;padding:6px 10px;border-left:3px solid #888">%s</div>'
)
_BREAK = Markup("<br/>")


class SwitchboardMessageBodyMixin(models.AbstractModel):
    """What Discuss shows of a mail: its body, notices above it, its attachments."""

    _name = "switchboard.message.body.mixin"
    _description = "Body of a Shown Message"

    remote_pictures = fields.Integer(
        readonly=True, help="Pictures from elsewhere that are not shown here."
    )

    def _create_attachments(self, parsed):
        """Create the attachments of all mails at once.

        :param dict parsed: {message: ParsedEmail}
        :return: {message: [(mime.Attachment, ir.attachment)]}
        """
        pairs = [
            (message, attachment)
            for message in self
            for attachment in parsed[message].attachments
        ]
        # HTML and SVG of strangers are kept as text: nothing of it runs here.
        Attachment = self.env["ir.attachment"].with_context(
            attachments_mime_plainxml=True
        )
        records = Attachment.create(
            [
                {
                    "name": attachment.filename,
                    "raw": attachment.content,
                    "mimetype": attachment.mimetype,
                    "res_model": "discuss.channel",
                    "res_id": message.channel_id.id,
                }
                for message, attachment in pairs
            ]
        )
        files = {message: [] for message in self}
        for (message, attachment), record in zip(pairs, records, strict=True):
            files[message].append((attachment, record))
        return files

    def _shown_values(self, parsed, files):
        """Make body and attachments of the Discuss message.

        A picture stands where the body refers to it, or among the attachments.

        :param mime.ParsedEmail parsed: the mail
        :param list files: (mime.Attachment, ir.attachment)
        :return: values of mail.message
        :rtype: dict
        """
        self.ensure_one()
        # Without a token in it: who may not read the conversation gets nothing.
        urls = {
            attachment.content_id: f"/web/image/{record.id}"
            for attachment, record in files
            if attachment.content_id and record.mimetype.startswith("image/")
        }
        shown = mime.show_body(parsed, urls)
        if shown.blocked != self.remote_pictures:
            self.remote_pictures = shown.blocked
        inside = {f"/web/image/{record.id}" for _attachment, record in files}
        inside &= shown.pictures
        apart = [
            record.id
            for _attachment, record in files
            if f"/web/image/{record.id}" not in inside
        ]
        body = self._with_notices(parsed, shown)
        return {"body": body, "attachment_ids": [(6, 0, apart)]}

    def _with_notices(self, parsed, shown):
        """Put what is told of a mail above its body.

        :param mime.ParsedEmail parsed: the mail
        :param mime.ShownBody shown: its body
        :rtype: Markup
        """
        owner = self.line_id.owner_id
        notices = self.with_context(lang=owner.lang)._notices(parsed, shown, owner.tz)
        top = Markup().join(_NOTICE % notice for notice in notices)
        return top + Markup(shown.html)

    def _notices(self, parsed, shown, tz):
        """What is told above the body.

        :param str tz: zone in which times are written
        :rtype: list of Markup
        """
        notices = []
        if parsed.calendar:
            notices.append(self._calendar_card(parsed.calendar, tz or "UTC"))
        if parsed.encrypted:
            kind = "S/MIME" if parsed.encrypted == "smime" else "PGP"
            notices.append(
                self.env._(
                    "This mail is encrypted or sealed with %s. What cannot be read "
                    "here is attached.",
                    kind,
                )
            )
        if self.truncated:
            notices.append(
                self.env._(
                    "This mail is larger than the limit. Its large parts are still "
                    "on the server; “Fetch the whole mail” brings them."
                )
            )
        if shown.shortened:
            notices.append(
                self.env._(
                    "This is the beginning of a very long mail. “Show original” "
                    "has all of it."
                )
            )
        elif shown.plain:
            notices.append(
                self.env._(
                    "The layout of this mail is too large to be shown here, so this "
                    "is its text. “Show original” has the layout."
                )
            )
        return [Markup.escape(notice) for notice in notices]

    def _calendar_card(self, event, tz):
        """An invitation: what, when, where and from whom."""
        title = event.summary or self.env._("Invitation")
        if event.method == "CANCEL":
            title = self.env._("Cancelled: %s", title)
        elif event.method == "REPLY":
            title = self.env._("Answer to an invitation: %s", title)
        lines = [Markup("<b>📅 %s</b>") % title, self._calendar_when(event, tz)]
        lines += [event.location, event.organizer]
        return _BREAK.join(line for line in lines if line)

    def _calendar_when(self, event, tz):
        if not event.start:
            return ""
        if event.all_day:
            # The end of a whole day is the day after (RFC 5545 section 3.6.1).
            return format_date(self.env, event.start.date())
        start_day, start_time = self._calendar_moment(event.start, tz)
        when = f"{start_day} {start_time}"
        if event.end and event.end > event.start:
            end_day, end_time = self._calendar_moment(event.end, tz)
            end = end_time if end_day == start_day else f"{end_day} {end_time}"
            when = f"{when} – {end}"
        return f"{when} ({tz})"

    def _calendar_moment(self, moment, tz):
        """Day and time of a moment, as people there write them."""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=tz), moment.replace(tzinfo=None)
        )
        time = format_time(self.env, local.time(), time_format="short")
        return format_date(self.env, local.date()), time
