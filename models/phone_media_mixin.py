import time

from odoo import models
from odoo.tools import consteq
from odoo.tools.misc import hmac

# Twilio loads a file right after it has taken the message, or never.
_MEDIA_SECONDS = 4 * 3600


class SwitchboardPhoneMediaMixin(models.AbstractModel):
    """Links by which Twilio loads the files of a message we send, for some hours."""

    _name = "switchboard.phone.media.mixin"
    _description = "Files of Messages Going Out"

    def _media_urls(self, outgoing):
        """Return a link for each file of a message."""
        expires = int(time.time()) + _MEDIA_SECONDS
        return [
            self._callback_url(f"media/{outgoing.id}/{attachment.id}/{expires}/")
            + self._media_signature(outgoing.id, attachment.id, expires)
            for attachment in outgoing.message_id.mail_message_id.attachment_ids
        ]

    def _media_signature(self, outgoing_id, attachment_id, expires):
        # sudo - ir.config_parameter: the database's secret signs, nobody sees it
        env = self.env(su=True)
        scope = f"mail_switchboard media of phone {self.id}"
        return hmac(env, scope, f"{outgoing_id}/{attachment_id}/{expires}")

    def _media_file(self, outgoing_id, attachment_id, expires, signature):
        """Return the file behind a link, or none when the link is not ours or over.

        :rtype: ir.attachment
        """
        File = self.env["ir.attachment"]
        wanted = self._media_signature(outgoing_id, attachment_id, expires)
        if not consteq(wanted, signature) or expires < time.time():
            return File
        outgoing = self.env["switchboard.outgoing"].search(
            [("id", "=", outgoing_id), ("line_id", "=", self.line_id.id)]
        )
        files = outgoing.message_id.mail_message_id.attachment_ids
        return files.filtered(lambda file: file.id == attachment_id)
