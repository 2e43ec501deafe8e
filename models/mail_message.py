from odoo import api, fields, models

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
        rows._hydrate()
        messages = rows.mail_message_id.with_env(self.env)
        return {**result, "messages": messages}

    def _to_store_defaults(self, target):
        result = super()._to_store_defaults(target)

        def ours(message):
            return message.model == "discuss.channel" and message.message_type in (
                "email",
                "email_outgoing",
                "sms",
            )

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
            "outgoing_id",
            "state",
            "send_at",
            "error",
        )
        return [*result, *map(attr, names)]

    def _switchboard_values(self):
        """What the web client shows of the email or SMS behind this message."""
        self.ensure_one()
        message = self.switchboard_message_ids[:1]
        outgoing = message.outgoing_ids[:1]
        label = message.kind if message.kind not in (False, "normal") else False
        return {
            "index_id": message.id,
            "direction": message.direction,
            "label": label,
            "cc": message.email_cc,
            "outgoing_id": outgoing.id,
            "state": outgoing.state,
            "send_at": outgoing.shown_send_at,
            "error": outgoing.error,
        }

    def _get_forbidden_access(self, operation):
        """A conversation's messages go by its line's grants alone.

        Stock rights of author, creator and recipient outlive a withdrawn grant.
        """
        forbidden = super()._get_forbidden_access(operation)
        rest = self - forbidden
        # sudo - mail.message: where the messages stand decides who may read them
        by_channel = (
            rest.sudo()
            .filtered(lambda message: message.model == "discuss.channel")
            .grouped("res_id")
        )
        if not by_channel:
            return forbidden
        Channel = self.env["discuss.channel"]
        # sudo - discuss.channel: whether it is a line's conversation at all
        ours = Channel.sudo().search(
            [
                ("id", "in", list(by_channel)),
                ("channel_type", "in", const.CHANNEL_TYPES),
            ]
        )
        # Messages come from message_post and from the engine, both as superuser, and
        # what was sent or received is not changed afterwards, by nobody.
        allowed = Channel.browse()
        if operation == "read":
            allowed = Channel.search([("id", "in", ours.ids)])
        for channel_id in set(ours.ids) - set(allowed.ids):
            forbidden += by_channel[channel_id].with_env(self.env)
        return forbidden
