from odoo import models
from odoo.tools import SQL

from ..tools import providers


class SwitchboardMailboxOutgoingMixin(models.AbstractModel):
    """What the synchronisation tells the queue: proof that a message left."""

    _name = "switchboard.mailbox.outgoing.mixin"
    _description = "Proof of Sending"

    def _sent_copy_step(self):
        """What is to be done about the Sent folder after sending.

        :return: "todo", "look" (the provider files it itself) or "none"
        """
        self.ensure_one()
        if self.sent_copy == "never" or not self.imap_host:
            return "none"
        if self.sent_copy == "append":
            return "todo"
        known = providers.all_providers()
        provider = known.get(self.provider or "other") or known["other"]
        return "look" if provider.files_sent_copy else "todo"

    def _insert_locations(self, folder, places):
        """A message that lies in one of the mailbox's folders has left."""
        result = super()._insert_locations(folder, places)
        if folder.role != "drafts":
            self._prove_sent([message_id for message_id, _flags in places.values()])
        return result

    def _touch_conversations(self, arrivals):
        """An answer to a message, or its bounce, says that it has left."""
        result = super()._touch_conversations(arrivals)
        headers = {}
        for arrival in arrivals:
            for header in arrival.parsed.in_reply_to:
                headers.setdefault(header, False)
            bounce = arrival.parsed.bounce
            if bounce and bounce.original_message_id:
                headers[bounce.original_message_id] = bounce
        if headers:
            self._prove_answered(headers)
        return result

    def _prove_sent(self, message_ids):
        """Settle messages in doubt that lie on the server."""
        if not message_ids:
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM switchboard_outgoing"
                " WHERE message_id = ANY(%s) AND state = 'in_doubt'",
                message_ids,
            )
        )
        Outgoing = self.env["switchboard.outgoing"]
        Outgoing.browse(i for (i,) in rows)._settle_sent(copied=True)

    def _prove_answered(self, headers):
        """Settle messages in doubt that somebody or some server answered.

        :param dict headers: {Message-ID: tools.mime.Bounce or False}
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, m.message_id_header FROM switchboard_outgoing o
                  JOIN switchboard_message m ON m.id = o.message_id
                 WHERE m.line_id = %s AND m.message_id_header = ANY(%s)
                   AND o.state = 'in_doubt'
                """,
                self.line_id.id,
                list(headers),
            )
        )
        for outgoing_id, header in rows:
            outgoing = self.env["switchboard.outgoing"].browse(outgoing_id)
            bounce = headers[header]
            error = False
            if bounce:
                error = self.env._(
                    "It left, and came back as undeliverable: %s",
                    bounce.diagnostic or bounce.status or self.env._("no reason given"),
                )
            outgoing._settle_sent(error=error)

    def action_preview_signatures(self):
        """Show what each operator's messages end with on these mailboxes."""
        return self.line_id.action_preview_signatures()
