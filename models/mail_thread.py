from dataclasses import dataclass
from datetime import datetime

from lxml.html import fragment_fromstring, tostring
from markupsafe import Markup

from odoo import models
from odoo.tools import SQL

# How many earlier messages the References of a record's mail name.
_REFERENCES = 10


@dataclass
class RecordPost:
    """What a post from a line carries through stock code, in the context.

    The browser can send any context, but no object of this class: so what stands in
    one was put there after the grant was checked.
    """

    line_id: int
    send_at: datetime | None
    automatic: bool = False
    message_id: int = 0


def _unsigned(body, user):
    """Take the signature of the preferences away that the full composer puts in.

    :param body: text, which holds none, or HTML as Markup
    :param res.users user: who writes
    :return: the same kind
    """
    if not isinstance(body, Markup) or "data-o-mail-quote" not in body:
        return body
    own = _letters(fragment_fromstring(user.signature or "", create_parent="div"))
    tree = fragment_fromstring(body, create_parent="div")
    for block in tree.xpath(".//div[@data-o-mail-quote]"):
        if own and _letters(block) == f"--{own}":
            block.drop_tree()
    inner = [tostring(child, encoding="unicode") for child in tree]
    return Markup("%s%s") % (tree.text or "", Markup("".join(inner)))


def _letters(element):
    return "".join(element.text_content().split())


class MailThread(models.AbstractModel):
    """Writing from a line in the chatter of any record."""

    _inherit = "mail.thread"

    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() | {
            "switchboard_line_id",
            "switchboard_send_at",
            "switchboard_automatic",
        }

    def message_post(
        self,
        *,
        switchboard_line_id=None,
        switchboard_send_at=None,
        switchboard_automatic=False,
        **kwargs,
    ):
        """Send to people outside from a line, when one is chosen.

        Colleagues among the recipients are notified as ever. A note goes to nobody
        outside, so it is none of the line's business.

        :param int switchboard_line_id: a line the real user may send from
        :param switchboard_send_at: UTC, when it leaves; soon when left out
        :param bool switchboard_automatic: no person wrote it; so it is when a cron
            or an automation posts
        :raise AccessError: the user may not send from the line
        """
        note = self._switchboard_is_note(kwargs)
        Settings, Line = self.env["res.users.settings"], self.env["switchboard.line"]
        if not switchboard_line_id or note:
            if switchboard_line_id is not None and not note:
                Settings._switchboard_remember(self._name, Line)
            # What a post sets off is not sent like the post itself.
            thread = self.with_context(switchboard_record_post=None)
            return super(MailThread, thread).message_post(**kwargs)
        self.ensure_one()
        Outgoing = self.env["switchboard.outgoing"]
        line = Line.browse(int(switchboard_line_id)).exists()
        self.env["discuss.channel"]._switchboard_check_send(line)
        Settings._switchboard_remember(self._name, line)
        wanted = switchboard_send_at or kwargs.pop("scheduled_date", None)
        automatic = (
            bool(switchboard_automatic)
            or self.env.user._is_superuser()
            or kwargs.get("message_type") == "auto_comment"
        )
        post = RecordPost(line.id, Outgoing._read_send_at(wanted), automatic)
        # sudo - switchboard.mailbox: the address of a line the user may send from
        mailbox = line.sudo().mailbox_ids[:1]
        kwargs["email_from"] = Outgoing._from_text(mailbox, self.env.user)
        kwargs["reply_to"] = mailbox.email
        # The line's own signature replaces the one of the preferences.
        kwargs["email_add_signature"] = False
        kwargs["body"] = _unsigned(kwargs.get("body", ""), self.env.user)
        # Ours overwrites whatever context the browser sent under this name.
        thread = self.with_context(switchboard_record_post=post)
        return super(MailThread, thread).message_post(**kwargs)

    def _switchboard_is_note(self, kwargs):
        """Whether a post is a note, as ``message_post`` will see it."""
        subtype_id = kwargs.get("subtype_id")
        if xmlid := kwargs.get("subtype_xmlid"):
            subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
        if not subtype_id:
            return True
        # sudo - mail.message.subtype: whether it is internal
        return self.env["mail.message.subtype"].sudo().browse(subtype_id).internal

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """Only this message goes out from the line, not what it may set off."""
        post = self.env.context.get("switchboard_record_post")
        if isinstance(post, RecordPost) and not post.message_id:
            post.message_id = message.id
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """People outside get one mail from the line; stock code has the others."""
        post = self.env.context.get("switchboard_record_post")
        if not isinstance(post, RecordPost) or post.message_id != message.id:
            return super()._notify_thread_by_email(message, recipients_data, **kwargs)
        outside = [
            data
            for data in recipients_data
            if data["notif"] == "email" and data["type"] != "user"
        ]
        if outside:
            self._switchboard_send_from_line(message, outside, post)
        inside = [data for data in recipients_data if data not in outside]
        return super()._notify_thread_by_email(message, inside, **kwargs)

    def _switchboard_send_from_line(self, message, recipients_data, post):
        """Queue one mail to all these recipients.

        :param mail.message message: as it was posted
        :param list recipients_data: of ``_notify_get_recipients``
        :param RecordPost post: from which line, and when
        """
        self.ensure_one()
        # sudo - switchboard.outgoing: made for a message whose sender was checked
        Outgoing = self.env["switchboard.outgoing"].sudo()
        env = Outgoing.env
        line = env["switchboard.line"].browse(post.line_id)
        partner_ids = [data["id"] for data in recipients_data if data["id"]]
        partners = env["res.partner"].browse(partner_ids)
        loose = [data["email_normalized"] for data in recipients_data if not data["id"]]
        Outgoing._queue_record(
            line,
            self.with_env(env),
            message.with_env(env),
            self.env.user,
            partners,
            loose,
            {"send_at": post.send_at, "automatic": post.automatic},
        )

    def _switchboard_ancestors(self, message):
        """Message-IDs of the record's earlier mails, oldest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message_id FROM mail_message
                 WHERE model = %s AND res_id = %s AND id < %s
                   AND message_id IS NOT NULL AND is_internal IS NOT TRUE
                   AND message_type IN ('email', 'email_outgoing', 'comment')
              ORDER BY id DESC LIMIT %s
                """,
                self._name,
                self.id,
                message.id,
                _REFERENCES,
            )
        )
        return tuple(row[0].strip("<> ") for row in reversed(rows))
