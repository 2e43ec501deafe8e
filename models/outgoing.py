from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, html2plaintext

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
        "switchboard.outgoing.build.mixin",
        "switchboard.outgoing.send.mixin",
        "switchboard.outgoing.copy.mixin",
    ]
    _order = "send_at desc, id desc"
    _rec_name = "subject"

    message_id = fields.Many2one(
        "switchboard.message", required=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one(
        "switchboard.line", required=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one(
        related="message_id.channel_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one("res.users", string="Written by", required=True)
    subject = fields.Char(related="message_id.subject")
    recipients = fields.Char(help="Addresses the message goes to, comma-separated.")
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
    send_at = fields.Datetime(
        required=True, index=True, help="When it is sent at the earliest."
    )
    shown_send_at = fields.Datetime(compute="_compute_shown_send_at")
    state = fields.Selection(
        const.OUTGOING_STATES, required=True, default="queued", index=True
    )
    attempts = fields.Integer()
    error = fields.Char(help="Why it was not sent, or not to everybody.")
    sent_at = fields.Datetime()
    claim_token = fields.Char(groups=".")
    claimed_at = fields.Datetime(groups=".")
    sent_copy_state = fields.Selection(
        [
            ("none", "None needed"),
            ("todo", "To do"),
            ("done", "In the Sent folder"),
            ("failed", "Failed"),
        ],
        default="none",
        required=True,
    )

    _due_idx = models.Index("(send_at, id) WHERE state = 'queued'")
    _copy_idx = models.Index("(line_id, id) WHERE sent_copy_state = 'todo'")

    @api.depends("send_at")
    def _compute_shown_send_at(self):
        grace = timedelta(seconds=const.STOP_GRACE_SECONDS)
        for outgoing in self:
            # The screen's countdown ends earlier than the server's.
            outgoing.shown_send_at = outgoing.send_at and outgoing.send_at - grace

    def action_stop(self):
        """Stop messages that no worker has claimed yet, in one statement.

        :return: True when all of them are stopped, False when one had been claimed
        :rtype: bool
        :raise AccessError: the user may not send from the line
        """
        self._check_may_decide()
        self.flush_recordset(["state"])
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE switchboard_outgoing
                   SET state = 'stopped', write_date = timezone('utc', now()),
                       write_uid = %s
                 WHERE id = ANY(%s) AND state = 'queued' RETURNING id
                """,
                self.env.uid,
                self.ids,
            )
        )
        self.invalidate_recordset(["state"], flush=False)
        stopped = self.browse(outgoing_id for (outgoing_id,) in rows)
        stopped._notify_state()
        return len(stopped) == len(self)

    def action_retry(self):
        """Queue failed, stopped or doubtful messages again, by a person's word.

        :return: True
        """
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        again = self.sudo().filtered(
            lambda o: o.state in ("failed", "stopped", "in_doubt")
        )
        again.write(
            {"state": "queued", "send_at": fields.Datetime.now(), "error": False}
        )
        again._notify_state()
        self._wake()
        return True

    def action_arrived(self):
        """Note, by a person's word, that a doubtful message has arrived.

        :return: True
        """
        self._check_may_decide()
        # sudo - switchboard.outgoing: the right to send was just checked
        arrived = self.sudo().filtered(lambda o: o.state == "in_doubt")
        arrived.write(
            {"state": "sent", "error": False, "sent_at": fields.Datetime.now()}
        )
        arrived._notify_state()
        return True

    def get_card(self):
        """Return what the message's card shows.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        # sudo - switchboard.outgoing: parts of a message the user may read
        outgoing = self.sudo()
        message = outgoing.message_id
        rules = dict(outgoing._fields["signature_rule"]._description_selection(self.env))
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
        }

    def _check_may_decide(self):
        self.check_access("read")
        if self.env.su:
            return
        for line in self.line_id:
            if not line.can_send:
                raise AccessError(
                    self.env._("You may not decide about messages of “%s”.", line.name)
                )

    def _notify_state(self):
        """Tell the line's readers the new states: ids only."""
        for outgoing in self:
            outgoing.line_id._bus_send(
                "mail_switchboard/outgoing",
                {
                    "line_id": outgoing.line_id.id,
                    "channel_id": outgoing.channel_id.id,
                    "message_id": outgoing.message_id.mail_message_id.id,
                    "outgoing_id": outgoing.id,
                    "state": outgoing.state,
                },
            )

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


def _split(text):
    return [part.strip() for part in (text or "").split(", ") if part.strip()]
