import hashlib
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, html2plaintext

# A key is made by a browser: 16 characters, with some room for other clients.
_MOST_CHARS = 64
# A draft that waits in a browser for longer than this is not repeated.
_KEPT_DAYS = 90


class PostedBefore(UserError):
    """The key stands for another text, which was posted already."""


class SwitchboardPosted(models.Model):
    """Posts by the keys of their drafts: what is posted again is not sent again.

    A browser that loses the connection cannot know whether its post was taken. It
    posts the same draft again under the same key, and gets the message that is
    there already.
    """

    _name = "switchboard.posted"
    _description = "Posted Draft"
    _rec_name = "key"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    key = fields.Char(required=True, help="The draft's, and where it was posted.")
    digest = fields.Char(required=True, groups=".", help="Of what was written.")
    mail_message_id = fields.Many2one(
        "mail.message", string="Message", ondelete="cascade", index=True
    )

    _key_uniq = models.UniqueIndex("(user_id, key)")

    @api.model
    def _claim(self, thread, key, written):
        """Reserve a draft's key for this post, or find the message it became.

        Of two posts with one key at the same time the second waits here for the
        first; then PostgreSQL refuses to go on from the old snapshot, Odoo calls
        the request again, and it finds the message.

        :param thread: the record that is posted on
        :param str key: of the draft; nothing is remembered without one
        :param dict written: body (HTML) and what else the writer chose
        :return: the reservation, with ``mail_message_id`` when it was posted before
        :rtype: switchboard.posted
        :raise PostedBefore: under this key something else was posted
        """
        if not key:
            return self.browse()
        # sudo - switchboard.posted: the user's own row, found by his key
        Posted = self.sudo()
        key = f"{str(key)[:_MOST_CHARS]}/{thread._name},{thread.id}"
        digest = _digest(written)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO switchboard_posted
                            (user_id, key, digest, create_uid, create_date)
                     VALUES (%(user)s, %(key)s, %(digest)s, %(user)s,
                             timezone('utc', now()))
                ON CONFLICT (user_id, key) DO NOTHING RETURNING id
                """,
                user=self.env.uid,
                key=key,
                digest=digest,
            ),
            log_exceptions=False,
        )
        if row := self.env.cr.fetchone():
            return Posted.browse(row[0])
        found = Posted.search([("user_id", "=", self.env.uid), ("key", "=", key)])
        if found.digest != digest:
            raise PostedBefore(
                self.env._(
                    "What you wrote first was taken at once, although the connection "
                    "was lost: it stands in the conversation. Send again if this "
                    "text shall go out as well."
                )
            )
        return found

    @api.model
    def _key_of(self, wizard, *written):
        """The key of what is written in a dialog: another one for another text.

        :param wizard: the dialog's record
        :param written: what the user wrote, the body (HTML) first
        :rtype: str
        """
        body, *rest = written
        digest = _digest({"body": body, "rest": rest})
        return f"{wizard._name[:24]},{wizard.id},{digest[:16]}"

    def _settle(self, message):
        """Note what the draft became.

        :param mail.message message: as it was posted
        """
        if self:
            self.mail_message_id = message

    @api.autovacuum
    def _gc_posted(self):
        limit = fields.Datetime.now() - timedelta(days=_KEPT_DAYS)
        self.env.cr.execute(
            SQL("DELETE FROM switchboard_posted WHERE create_date < %s", limit)
        )


def _digest(written):
    """Name what was written; how the markup around the words looks is no matter."""
    words = html2plaintext(str(written.pop("body", "") or "")).split()
    text = json.dumps([words, written], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
