import logging

import psycopg2
from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

from ..tools import mime

_logger = logging.getLogger(__name__)


class SwitchboardMessageHydrateMixin(models.AbstractModel):
    """Makes Discuss messages of index rows and their raw mails."""

    _name = "switchboard.message.hydrate.mixin"
    _inherit = "switchboard.message.body.mixin"
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
        try:
            with self.env.cr.savepoint():
                waiting._make_discuss()
        except psycopg2.OperationalError:
            raise
        except Exception:
            # One of them cannot be shown; the others can.
            _logger.warning("Making a page of messages failed", exc_info=True)
            for message in waiting:
                message._make_discuss_alone()

    def _make_discuss(self):
        partners = self._find_authors()
        parsed = {message: self._parse_raw(message) for message in self}
        files = self._create_attachments(parsed)
        copies = self.env["mail.message"].create(
            [
                message._discuss_values(parsed[message], files[message], partners)
                for message in self
            ]
        )
        for message, copy in zip(self, copies, strict=True):
            message.mail_message_id = copy

    def _make_discuss_alone(self):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._make_discuss()
        except psycopg2.OperationalError:
            raise
        except Exception:
            _logger.exception("Message %s cannot be shown", self.id)
            empty = mime.parse(b"")
            values = self._discuss_values(empty, [], self._find_authors())
            values["body"] = self.env._(
                "This mail cannot be shown here. “Show original” has it."
            )
            self.mail_message_id = self.env["mail.message"].create(values)

    def _parse_raw(self, message):
        # What could not be read is not tried again by whoever opens it.
        unreadable = message.kind == "unreadable"
        return mime.parse(b"" if unreadable else message.raw_attachment_id.raw or b"")

    def _shown_values(self, parsed, files):
        """A grey line stands for a mail in quarantine."""
        values = super()._shown_values(parsed, files)
        if self.kind == "unreadable":
            line = self.env._(
                "One message could not be read. It is kept as it came and tried again "
                "after each update."
            )
            markup = Markup('<p class="text-muted fst-italic">%s</p>')
            values["body"] = markup % line
        return values

    def _find_authors(self):
        """Contacts by address; the oldest one when an address stands twice."""
        emails = list(set(filter(None, self.mapped("from_email"))))
        partners = self.env["res.partner"].search(
            [("email_normalized", "in", emails)], order="id desc"
        )
        return {partner.email_normalized: partner for partner in partners}

    def _discuss_values(self, parsed, files, partners):
        self.ensure_one()
        partner = partners.get(self.from_email)
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
            **self._shown_values(parsed, files),
            "is_internal": False,
            "email_add_signature": False,
        }
