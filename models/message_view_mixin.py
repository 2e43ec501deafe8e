from odoo import fields, models
from odoo.exceptions import AccessError, MissingError

from ..tools import mime


class SwitchboardMessageViewMixin(models.AbstractModel):
    """The full mail: headers, source, the page in the sandbox."""

    _name = "switchboard.message.view.mixin"
    _description = "Full View of a Message"

    def get_original(self):
        """Return what the dialog of the full mail shows around it.

        :rtype: dict
        """
        raw = self._get_raw()
        parsed = mime.parse(raw)
        shown = self.env["switchboard.picture.sender"]._is_shown(self.from_email)
        return {
            "id": self.id,
            "subject": self.subject or "",
            "from": self.email_from or "",
            "to": self.email_to or "",
            "cc": self.email_cc or "",
            "bcc": (self.direction == "out" and self.email_bcc) or "",
            "date": fields.Datetime.to_string(self.date),
            "sender": self.from_email or "",
            "has_remote_pictures": mime.has_remote_pictures(parsed.html),
            "pictures": shown,
            "headers": self._get_headers(raw),
        }

    def set_pictures(self, shown):
        """Remember whether the user sees this sender's pictures.

        :param bool shown: from now on, without asking
        :return: True
        """
        self._get_readable()
        Sender = self.env["switchboard.picture.sender"]
        Sender._remember(self.from_email, bool(shown))
        return True

    def _get_readable(self):
        """Check that the user may read the conversation, or the line.

        :raise AccessError: he may not
        """
        self.ensure_one()
        if not self.exists():
            raise MissingError(self.env._("This message is not here any more."))
        self.check_access("read")
        if self.channel_id:
            self.channel_id.with_user(self.env.user).check_access("read")
        return self

    def _get_raw(self):
        """Return the bytes of the mail.

        :raise AccessError: the user may not read it
        """
        message = self._get_readable()
        # sudo - ir.attachment: the raw mail of a message the user may read
        return message.sudo().raw_attachment_id.raw or b""

    def _find_raw(self):
        """Return the bytes of the mail, None when it is not the user's to see."""
        try:
            return self._get_raw()
        except (AccessError, MissingError):
            return None

    def _get_headers(self, raw):
        """The header block as it came, as text."""
        ends = [raw.find(mark) for mark in (b"\r\n\r\n", b"\n\n")]
        end = min((found for found in ends if found != -1), default=len(raw))
        return raw[: min(end, 200_000)].decode("utf-8", "replace")
