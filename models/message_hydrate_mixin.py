import logging
import re
from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

from ..tools import mime

_logger = logging.getLogger(__name__)

# Beyond this, sanitizing takes longer than a reader waits: the text is shown.
_MAX_HTML = 400_000
_REMOTE_SRC = re.compile(
    r"""(<img\b[^>]*?\s)src\s*=\s*(["'])\s*(?:https?:)?//[^"']*\2""", re.IGNORECASE
)


class SwitchboardMessageHydrateMixin(models.AbstractModel):
    """Makes Discuss messages of index rows and their raw mails."""

    _name = "switchboard.message.hydrate.mixin"
    _description = "Making Discuss Messages"

    def _hydrate(self):
        """Make the Discuss messages of the rows that have none yet.

        Made as superuser: whoever creates a message may read it for ever.
        """
        if not self.ids:
            return
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM switchboard_message
                 WHERE id = ANY(%s) AND mail_message_id IS NULL
                   AND channel_id IS NOT NULL
              ORDER BY date, id FOR UPDATE
                """,
                self.ids,
            )
        )
        waiting = self.with_user(api.SUPERUSER_ID).browse(i for (i,) in rows)
        if not waiting:
            return
        # Pictures stay as they came; recompressing fails on real ones.
        waiting = waiting.with_context(image_no_postprocess=True)
        partners = waiting._find_authors()
        parsed = {message: waiting._parse_raw(message) for message in waiting}
        files = waiting._create_attachments(parsed)
        copies = waiting.env["mail.message"].create(
            [
                message._discuss_values(parsed[message], files[message], partners)
                for message in waiting
            ]
        )
        for message, copy in zip(waiting, copies, strict=True):
            message.mail_message_id = copy

    def _parse_raw(self, message):
        return mime.parse(message.raw_attachment_id.raw or b"")

    def _find_authors(self):
        """Contacts by address; the oldest one when an address stands twice."""
        emails = list(set(filter(None, self.mapped("from_email"))))
        partners = self.env["res.partner"].search(
            [("email_normalized", "in", emails)], order="id desc"
        )
        return {partner.email_normalized: partner for partner in partners}

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
        records = self.env["ir.attachment"].create(
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
        files = defaultdict(list)
        for (message, attachment), record in zip(pairs, records, strict=True):
            files[message].append((attachment, record))
        return files

    def _discuss_values(self, parsed, files, partners):
        self.ensure_one()
        partner = partners.get(self.from_email)
        shown = [record.id for attachment, record in files if not attachment.inline]
        return {
            "model": "discuss.channel",
            "res_id": self.channel_id.id,
            "message_type": "email" if self.direction == "in" else "email_outgoing",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "author_id": partner.id if partner else False,
            "email_from": self.email_from or self.env._("Unknown sender"),
            # Given, because to compute it costs a search for each message.
            "reply_to": self.email_from or "",
            "date": self.date,
            "subject": self.subject,
            "body": self._discuss_body(parsed, files),
            "attachment_ids": [(6, 0, shown)],
            "is_internal": False,
            "email_add_signature": False,
        }

    def _discuss_body(self, parsed, files):
        """Return the HTML for Discuss; the field sanitizes it on writing."""
        html = parsed.html
        if html and len(html) <= _MAX_HTML:
            for attachment, record in files:
                if attachment.inline:
                    html = html.replace(
                        f"cid:{attachment.content_id}", f"/web/image/{record.id}"
                    )
            return Markup(_without_remote_pictures(html))
        text = parsed.text
        if text is None:
            text = mime.html_to_text(html) if html else ""
        return Markup(mime.text_to_html(text))


def _without_remote_pictures(html):
    """Take away what would tell the sender that and when his mail is read."""
    return _REMOTE_SRC.sub(r"\1", html)
