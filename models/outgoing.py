from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import html2plaintext

from odoo.addons.bus.models.bus import channel_with_db, json_dump

from .. import const


class SwitchboardOutgoing(models.Model):
    """The send queue: one row for each message on its way out.

    queued → sending → sent | failed | in_doubt, and queued → stopped. A row is
    claimed (queued → sending) in a transaction of its own before anything leaves,
    and nothing that may have left goes back to queued by itself.
    """

    _name = "switchboard.outgoing"
    _description = "Outgoing Message"
    _inherit = [
        "switchboard.outgoing.automatic.mixin",
        "switchboard.outgoing.pause.mixin",
        "switchboard.outgoing.size.mixin",
        "switchboard.outgoing.build.mixin",
        "switchboard.outgoing.claim.mixin",
        "switchboard.outgoing.copy.mixin",
        "switchboard.outgoing.decide.mixin",
        "switchboard.outgoing.doubt.mixin",
        "switchboard.outgoing.record.mixin",
        "switchboard.outgoing.result.mixin",
        "switchboard.outgoing.send.mixin",
        "switchboard.outgoing.watch.mixin",
    ]
    _order = "send_at desc, id desc"
    _rec_name = "subject"

    message_id = fields.Many2one(
        "switchboard.message", required=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one("switchboard.line", required=True, ondelete="cascade")
    channel_id = fields.Many2one(
        related="message_id.channel_id", store=True, index="btree_not_null"
    )
    thread_key = fields.Char(
        required=True,
        groups=".",
        help="The conversation or record; within it messages leave in order.",
    )
    user_id = fields.Many2one("res.users", string="Written by", required=True)
    subject = fields.Char(related="message_id.subject")
    recipients = fields.Char(help="Addresses the message goes to, comma-separated.")
    recipient_count = fields.Integer(default=1)
    mime = fields.Binary(attachment=True, groups=".", help="What goes over SMTP.")
    smtputf8 = fields.Boolean(help="Needs a server that takes non-ASCII addresses.")
    draft_body = fields.Html(
        sanitize=False, groups=".", help="As it was written, without the signature."
    )
    signature_rule = fields.Selection(
        [
            ("operator", "The operator's"),
            ("fallback", "The common one"),
            ("none", "None"),
        ]
    )
    send_at = fields.Datetime(required=True, help="When it is sent at the earliest.")
    shown_send_at = fields.Datetime(compute="_compute_shown_send_at")
    state = fields.Selection(const.OUTGOING_STATES, required=True, default="queued")
    paused_reason = fields.Selection(
        [
            ("incoming", "A new message came in"),
            ("colleague", "A colleague answered"),
            ("bounced", "An address does not take mail"),
            ("automatic", "What it answers is automatic itself"),
            ("rounds", "Too many automatic messages went there"),
        ],
        string="Paused",
        help="It waits for its author, because something new stands in the "
        "conversation.",
    )
    attempts = fields.Integer()
    error = fields.Char(help="Why it was not sent, or not to everybody.")
    sent_at = fields.Datetime()
    finished_at = fields.Datetime(
        readonly=True, help="When it was sent, failed, was stopped or fell in doubt."
    )
    claim_token = fields.Char(groups=".", help="Which worker sends it.")
    claimed_at = fields.Datetime(groups=".", help="Counts against the ceilings.")
    handed_at = fields.Datetime(
        groups=".", help="From then on it may have left. Empty: it has not."
    )
    doubt_checks = fields.Integer(help="How often the mailbox was searched for it.")
    doubt_check_at = fields.Datetime(groups=".")
    sent_copy_state = fields.Selection(
        [
            ("none", "None needed"),
            ("todo", "To do"),
            ("look", "Filed by the provider, not seen yet"),
            ("done", "In the Sent folder"),
            ("failed", "Failed"),
        ],
        string="Copy",
        default="none",
        required=True,
    )
    sent_copy_error = fields.Char(string="Why There Is No Copy")
    copy_attempts = fields.Integer()
    copy_at = fields.Datetime(groups=".", help="When the copy is tried next.")

    _due_idx = models.Index("(line_id, send_at, id) WHERE state = 'queued'")
    _order_idx = models.Index("(thread_key, id) WHERE state IN ('queued', 'sending')")
    _claimed_idx = models.Index("(line_id, claimed_at) WHERE claimed_at IS NOT NULL")
    # By id: an index by token would be chosen where the id is known, and it fills
    # with dead entries while the queue drains.
    _unsettled_idx = models.Index("(id) WHERE state IN ('sending', 'in_doubt')")
    _copy_idx = models.Index("(line_id, id) WHERE sent_copy_state IN ('todo', 'look')")

    @api.depends("send_at")
    def _compute_shown_send_at(self):
        grace = timedelta(seconds=const.STOP_GRACE_SECONDS)
        for outgoing in self:
            # The screen's countdown ends earlier than the server's.
            outgoing.shown_send_at = outgoing.send_at and outgoing.send_at - grace

    def get_card(self):
        """Return what the message's card shows.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        # sudo - switchboard.outgoing: parts of a message the user may read
        outgoing = self.sudo()
        message = outgoing.message_id
        rules = dict(
            outgoing._fields["signature_rule"]._description_selection(self.env)
        )
        body = outgoing.draft_body or ""
        return {
            "to": _split(message.email_to),
            "cc": _split(message.email_cc),
            "bcc": _split(message.email_bcc),
            "subject": message.subject or "",
            "written_by": outgoing.user_id.name,
            "written_at": fields.Datetime.to_string(outgoing.create_date),
            "send_at": fields.Datetime.to_string(outgoing.shown_send_at),
            "state": outgoing.state,
            "error": outgoing.error or "",
            "via": outgoing.line_id.mailbox_ids[:1].smtp_host or "",
            "line": outgoing.line_id.name,
            "signature": rules.get(outgoing.signature_rule, ""),
            "message_id_header": message.message_id_header,
            "body": body,
            "body_text": html2plaintext(body).strip() if body else "",
            "can_stop": self.line_id.can_send,
            "paused": outgoing.paused_reason or False,
            "leaves_at": outgoing._leaves_at(),
            "sent_copy_error": outgoing.sent_copy_error or "",
        }

    def _notify_state(self, state=None):
        """Tell the line's readers the new states: ids only.

        :param str state: given by who has just written it by SQL
        """
        for outgoing in self:
            self._bus_note(
                outgoing.line_id,
                outgoing.channel_id.id,
                outgoing.message_id.mail_message_id.id,
                outgoing.id,
                state or outgoing.state,
            )

    @api.model
    def _bus_note(self, line, channel_id, discuss_id, outgoing_id, state):
        line._bus_send(
            const.OUTGOING_NOTE,
            outgoing_note(line.id, channel_id, discuss_id, outgoing_id, state),
        )

    @api.model
    def _bus_notes(self, line, notes):
        """Send many notes to a line's readers, one row of the bus for each.

        :param list notes: (channel id, mail.message id, outgoing id, state)
        """
        *most, last = notes
        if most:
            channel = json_dump(channel_with_db(self.env.cr.dbname, line))
            now = fields.Datetime.now()
            self.env.cr.execute_values(
                "INSERT INTO bus_bus (channel, message, create_date) VALUES %s",
                [
                    (
                        channel,
                        json_dump(
                            {
                                "type": const.OUTGOING_NOTE,
                                "payload": outgoing_note(line.id, *note),
                            }
                        ),
                        now,
                    )
                    for note in most
                ],
                page_size=len(most),
            )
        # The last one wakes the browsers for all of them.
        self._bus_note(line, *last)

    def _leaves_at(self):
        """When a due message leaves that waits for a ceiling; False: at its time."""
        if self.state != "queued" or self.send_at > fields.Datetime.now():
            return False
        return fields.Datetime.to_string(self.line_id.leaves_at)

    @api.model
    def _wake(self, at=None):
        """Have the queue worked off now, or at ``at`` at the latest.

        :param datetime at: naive UTC
        """
        cron = self.env.ref(
            "mail_switchboard.ir_cron_send_queue", raise_if_not_found=False
        )
        if cron:
            # sudo - ir.cron: whoever may write in a conversation wakes the queue
            cron.sudo()._trigger(at)


def outgoing_note(line_id, channel_id, discuss_id, outgoing_id, state):
    """What a note on the bus says of a message's new state: ids only.

    :rtype: dict
    """
    return {
        "line_id": line_id,
        "channel_id": channel_id or False,
        "message_id": discuss_id or False,
        "outgoing_id": outgoing_id,
        "state": state,
    }


def _split(text):
    return [part.strip() for part in (text or "").split(", ") if part.strip()]
