import re

from odoo import api, fields, models
from odoo.tools import SQL

from .. import const
from .big_integer import BigInteger


class SwitchboardMessage(models.Model):
    """The index: one row for each email or SMS, in or out.

    Its id is the arrival number (unread counts go by it), ``(date, id)`` the order
    shown. The raw mail is kept once; the Discuss message is made of it when
    somebody opens the conversation.
    """

    _name = "switchboard.message"
    _description = "Email or SMS"
    _inherit = [
        "switchboard.message.bounce.mixin",
        "switchboard.message.hydrate.mixin",
        "switchboard.message.link.mixin",
        "switchboard.message.reply.mixin",
        "switchboard.message.server.mixin",
        "switchboard.message.thread.mixin",
        "switchboard.message.move.mixin",
        "switchboard.message.view.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "subject"

    line_id = fields.Many2one(
        "switchboard.line", required=True, ondelete="cascade", index=True
    )
    key = fields.Char(
        required=True,
        help="Names the message on its line across folders and new syncs, also when "
        "its Message-ID is missing or broken.",
    )
    direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")], required=True
    )
    kind = fields.Char(help="normal, auto_reply, list, bulk, bounce, ...")
    message_id_header = fields.Char(string="Message-ID")
    in_reply_to = fields.Char(string="In-Reply-To")
    references = fields.Text()
    thread_root = fields.Char(
        string="Thread-Index",
        help="Outlook's name of the thread: joins what quotes nothing.",
    )
    date = fields.Datetime(required=True)
    from_email = fields.Char(string="Sender Address", index="btree_not_null")
    email_from = fields.Char(string="From")
    email_to = fields.Text(string="To")
    email_cc = fields.Text(string="Cc")
    email_bcc = fields.Text(string="Bcc")
    subject = fields.Char()
    snippet = fields.Char()
    size = fields.Integer()
    attachment_count = fields.Integer()
    channel_id = fields.Many2one(
        "discuss.channel", string="Conversation", ondelete="cascade"
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Discuss Message",
        ondelete="set null",
        index="btree_not_null",
    )
    partner_ids = fields.Many2many("res.partner", string="Contacts")
    res_model = fields.Char(string="Record's Model")
    res_id = fields.Many2oneReference(model_field="res_model", string="Record")
    thread_reason = fields.Selection(
        [
            ("references", "It answers a message of this conversation"),
            ("thread_index", "Outlook counts it to the same thread"),
            ("record", "It answers a message sent from a record"),
            ("counterparts", "It has the same counterparts"),
            ("stranger", "It quotes a known message but comes from a stranger"),
            ("new", "It is the first with these counterparts"),
            ("bounce", "It says that a message of this conversation did not arrive"),
            ("written", "It was written here"),
            ("hand", "It was moved here by hand"),
            ("apart", "It quotes a known message, and stays apart by decision"),
        ],
        help="Why the message stands in this conversation.",
    )
    live = fields.Boolean(
        help="It arrived while the line was running, so it counts as unread."
    )
    raw_attachment_id = fields.Many2one("ir.attachment", ondelete="set null")
    gm_msgid = BigInteger(
        string="X-GM-MSGID", help="Gmail's number of the mail, the same in every label."
    )
    location_ids = fields.One2many("switchboard.location", "message_id")
    outgoing_ids = fields.One2many("switchboard.outgoing", "message_id")

    _key_idx = models.Index("(key)")
    _key_uniq = models.UniqueIndex("(line_id, key)")
    _channel_idx = models.Index("(channel_id, date DESC, id DESC)")
    _answers_idx = models.Index("(channel_id, date) WHERE direction = 'out'")
    _unread_idx = models.Index("(channel_id, id) WHERE live")
    _header_idx = models.Index(
        "(line_id, message_id_header) WHERE message_id_header IS NOT NULL"
    )
    _gm_msgid_idx = models.Index("(line_id, gm_msgid) WHERE gm_msgid IS NOT NULL")
    _thread_root_idx = models.Index(
        "(line_id, thread_root, date DESC, id DESC) WHERE thread_root IS NOT NULL"
    )
    _in_reply_to_idx = models.Index(
        "(line_id, in_reply_to) WHERE in_reply_to IS NOT NULL"
    )

    def init(self):
        """Add the full-text column; the ORM has no type for it."""
        super().init()
        self.env.cr.execute(
            SQL(
                """
                ALTER TABLE switchboard_message
                        ADD COLUMN IF NOT EXISTS search_vector tsvector;
                CREATE INDEX IF NOT EXISTS switchboard_message_search_vector_idx
                    ON switchboard_message USING gin (search_vector)
                """
            )
        )

    def unlink(self):
        """Delete messages here; they do not come back with the next sync."""
        self._bury()
        return self._erase()

    def _erase(self):
        """Delete messages with their raw mails and Discuss copies."""
        # sudo - ir.attachment, mail.message: they are the message's own
        own = self.sudo()
        raw, copies = own.raw_attachment_id, own.mail_message_id
        result = super().unlink()
        copies.exists().unlink()
        raw.exists().unlink()
        return result

    @api.model
    def _page(self, channel, *, before=None, after=None, limit=const.PAGE):
        """Return one page of a conversation, in (date, arrival) order.

        :param discuss.channel channel: the conversation
        :param switchboard.message before: rows older than this one, newest first
        :param switchboard.message after: rows younger than this one, oldest first
        :param int limit: at most so many rows
        :rtype: switchboard.message
        """
        anchor = before or after
        where = SQL("channel_id = %s", channel.id)
        # sudo - switchboard.mailbox: the owner's choice holds for every reader
        if channel.switchboard_line_id.sudo().mailbox_ids.hide_deleted:
            where = SQL("%s AND deleted_on_server IS NULL", where)
        if anchor:
            where = SQL(
                "%s AND (date, id) %s (%s, %s)",
                where,
                SQL("<") if before else SQL(">"),
                anchor.date,
                anchor.id,
            )
        order = SQL("date, id") if after else SQL("date DESC, id DESC")
        self.flush_model(["channel_id", "date"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM switchboard_message WHERE %s ORDER BY %s LIMIT %s",
                where,
                order,
                limit,
            )
        )
        return self.browse(message_id for (message_id,) in rows)

    @api.model
    def _fetch_page(
        self, channel, *, before=None, after=None, around=None, limit=const.PAGE, **_kw
    ):
        """Return the page that Discuss asks for by ids of Discuss messages.

        :param discuss.channel channel: the conversation
        :param int before: show older ones than this message
        :param int after: show younger ones than this message
        :param int around: show this message in the middle
        :param int limit: at most so many
        :return: rows, newest first
        :rtype: switchboard.message
        """
        anchor = self._of_discuss(channel, around or before or after)
        newest_first = self.browse()
        if around is not None and anchor:
            half = limit // 2
            younger = self._page(channel, after=anchor, limit=half)
            older = self._page(channel, before=anchor, limit=half)
            newest_first = younger[::-1] + anchor + older
        elif after and anchor:
            newest_first = self._page(channel, after=anchor, limit=limit)[::-1]
        elif before:
            if anchor:
                newest_first = self._page(channel, before=anchor, limit=limit)
        else:
            newest_first = self._page(channel, limit=limit)
        return newest_first

    @api.model
    def _of_discuss(self, channel, message_id):
        if not message_id:
            return self.browse()
        return self.search(
            [("mail_message_id", "=", message_id), ("channel_id", "=", channel.id)],
            limit=1,
        )

    @api.model
    def _search_conversation(self, channel, term, limit=200):
        """Find messages of a conversation, opened before or not.

        :param discuss.channel channel: where to look
        :param str term: words, each may be the beginning of one
        :param int limit: at most so many
        :return: rows, newest first
        :rtype: switchboard.message
        """
        words = re.findall(r"\w+", term)
        if not words:
            return self.browse()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM switchboard_message
                 WHERE channel_id = %s AND search_vector @@ to_tsquery('simple', %s)
              ORDER BY date DESC, id DESC LIMIT %s
                """,
                channel.id,
                " & ".join(f"{word}:*" for word in words),
                limit,
            )
        )
        return self.browse(message_id for (message_id,) in rows)
