from odoo import api, fields, models

from .. import const


class SwitchboardOutgoingAutomaticMixin(models.AbstractModel):
    """Messages no person wrote: they answer no machine, and not for ever.

    What is held waits for a person: confirmed it leaves, stopped it does not.
    """

    _name = "switchboard.outgoing.automatic.mixin"
    _description = "Automatic Messages"

    automatic = fields.Boolean(readonly=True, help="No person wrote it.")
    automatic_settled = fields.Boolean(
        groups=".", help="Counts no more: a person resumed automatic messages."
    )

    @api.model
    def _enqueue(self, index, thread_key, user, built, post):
        hold = False
        if post.get("automatic"):
            emails = [email.lower() for email in built.recipients]
            hold = self._hold_reason(index, emails)
        outgoing = super()._enqueue(index, thread_key, user, built, post)
        if post.get("automatic"):
            outgoing.write({"automatic": True, "paused_reason": hold})
        return outgoing

    @api.model
    def _hold_reason(self, index, emails):
        """Say why an automatic message is held back, False when it is not.

        :param switchboard.message index: the message
        :param list emails: its recipients, lower case
        """
        if self.env["switchboard.breaker"]._trips(index.line_id, emails):
            return "rounds"
        if self._answers_machine(index):
            return "automatic"
        dead = [("email", "in", emails)]
        if self.env["switchboard.dead.address"].search_count(dead, limit=1):
            return "bounced"
        return False

    @api.model
    def _answers_machine(self, index):
        last = self.env["switchboard.message"].search(
            [("channel_id", "=", index.channel_id.id), ("direction", "=", "in")],
            order="date desc, id desc",
            limit=1,
        )
        return bool(index.channel_id) and last.kind in const.SILENT_KINDS
