from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from .. import const


class MailMessage(models.Model):
    """Pages, rights and states of messages in a line's conversation."""

    _inherit = "mail.message"

    switchboard_message_ids = fields.One2many(
        "switchboard.message", "mail_message_id", string="Email or SMS", groups="."
    )

    @api.model
    def _message_fetch(self, domain, *, thread=None, search_term=None, **kwargs):
        """Read a conversation's pages from the index, making what is not there yet.

        The index knows the order (date, arrival) and the history that nobody has
        opened so far.
        """
        if not (
            thread
            and thread._name == "discuss.channel"
            and thread.channel_type in const.CHANNEL_TYPES
        ):
            return super()._message_fetch(
                domain, thread=thread, search_term=search_term, **kwargs
            )
        thread.check_access("read")
        # sudo - switchboard.message: the reader's right on the conversation counts
        Index = self.env["switchboard.message"].sudo()
        result = {}
        if search_term:
            rows = Index._search_conversation(thread, search_term)
            result["count"] = len(rows)
            rows = rows[: kwargs.get("limit") or const.PAGE]
        else:
            rows = Index._fetch_page(thread, **kwargs)
            if not kwargs.keys() & {"before", "after"}:
                # sudo - switchboard.wanted: whoever opens it has it fetched first
                self.env["switchboard.wanted"].sudo()._want(thread)
        rows._hydrate()
        messages = rows.mail_message_id.with_env(self.env)
        return {**result, "messages": messages}

    def _to_store_defaults(self, target):
        result = super()._to_store_defaults(target)

        def ours(message):
            if message.model == "discuss.channel":
                return message.message_type in ("email", "email_outgoing", "sms")
            if message.message_type not in ("comment", "email_outgoing", "sms"):
                return False
            # sudo - switchboard.message: whether a record's message left from a line
            return bool(message.model and message.sudo()._switchboard_index())

        def attr(name):
            return Store.Attr(
                f"switchboard_{name}",
                # sudo - switchboard.message: part of a message the target may read
                value=lambda message: message.sudo()._switchboard_values()[name],
                predicate=ours,
            )

        names = (
            "index_id",
            "direction",
            "label",
            "cc",
            "confirm",
            "bounce",
            "pictures_off",
            "outgoing_id",
            "state",
            "send_at",
            "paused",
            "error",
        )
        return [*result, *map(attr, names)]

    def _switchboard_index(self):
        """The email or SMS that this message shows.

        :rtype: switchboard.message
        """
        return self.switchboard_message_ids[:1]

    def _switchboard_values(self):
        """What the web client shows of the email or SMS behind this message."""
        self.ensure_one()
        message = self._switchboard_index()
        outgoing = message.outgoing_ids[:1]
        label = message.kind if message.kind not in (False, "normal") else False
        return {
            "index_id": message.id,
            "direction": message.direction,
            "label": label,
            "cc": message.email_cc,
            "confirm": message._get_quoted(),
            "bounce": message._get_bounce_text(),
            "pictures_off": message.remote_pictures,
            "outgoing_id": outgoing.id,
            "state": outgoing.state,
            "send_at": outgoing.shown_send_at,
            "paused": outgoing.paused_reason,
            "error": outgoing.error,
        }

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find no message of a conversation one may not read.

        Stock search lets authors and recipients find theirs for ever, and what is
        found this way is read without being asked again.
        """
        query = super()._search(domain, *args, **kwargs)
        if self.env.su or kwargs.get("bypass_access") or query.is_empty():
            return query
        found = self.browse(query.get_result_ids())
        hidden = found._switchboard_hidden()
        return (found - hidden)._as_query(ordered=True) if hidden else query

    def _switchboard_ours(self, but=()):
        """Messages of lines' conversations.

        :param but: ids of lines whose messages are left out
        """
        if not self.ids:
            return self.browse()
        self.flush_model(["model", "res_id"])
        self.env["discuss.channel"].flush_model(["switchboard_line_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id FROM mail_message m
                  JOIN discuss_channel c ON c.id = m.res_id
                 WHERE m.id = ANY(%s) AND m.model = 'discuss.channel'
                   AND c.switchboard_line_id IS NOT NULL
                   AND NOT c.switchboard_line_id = ANY(%s)
                """,
                list(self.ids),
                list(but),
            )
        )
        return self.browse(message_id for (message_id,) in rows)

    def _switchboard_hidden(self):
        """Messages of conversations that the user may not read."""
        Line = self.env["switchboard.line"]
        return self._switchboard_ours(but=Line._get_line_ids(self.env.user))

    def _get_forbidden_access(self, operation):
        """A conversation's messages go by its line's grants alone.

        Stock rights of author, creator and recipient outlive a withdrawn grant.
        """
        forbidden = super()._get_forbidden_access(operation)
        rest = self - forbidden
        if operation == "read":
            return forbidden + rest._switchboard_hidden()
        # Messages come from message_post and from the engine, both as superuser, and
        # what was sent or received is not changed afterwards, by nobody.
        return forbidden + rest._switchboard_ours()
