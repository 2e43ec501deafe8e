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
        emails = [email.lower() for email in built.recipients]
        automatic = bool(post.get("automatic"))
        hold = automatic and self._hold_reason(index, emails)
        hold = hold or (self._is_dead(emails) and "bounced")
        outgoing = super()._enqueue(index, thread_key, user, built, post)
        if automatic or hold:
            outgoing.write({"automatic": automatic, "paused_reason": hold})
        return outgoing

    @api.model
    def _hold_reason(self, index, emails):
        """Say why an automatic message is held back, False when it is not.

        :param switchboard.message index: the message
        :param list emails: its recipients, lower case
        """
        if self.env["switchboard.breaker"]._trips(index.line_id, emails):
            return "rounds"
        return self._answers_machine(index) and "automatic"

    @api.model
    def _is_dead(self, emails):
        """Whether a report said that one of these takes no mail: a person confirms."""
        # sudo - switchboard.dead.address: only whether there is one
        Dead = self.env["switchboard.dead.address"].sudo()
        return bool(Dead.search_count([("email", "in", emails)], limit=1))

    @api.model
    def _answers_machine(self, index):
        """Whether the last one who wrote in its conversation or record is a machine."""
        place = [("channel_id", "=", index.channel_id.id)]
        if not index.channel_id:
            if not index.res_id:
                return False
            place = [
                ("line_id", "=", index.line_id.id),
                ("res_model", "=", index.res_model),
                ("res_id", "=", index.res_id),
            ]
        last = self.env["switchboard.message"].search(
            [*place, ("direction", "=", "in")], order="date desc, id desc", limit=1
        )
        return last.kind in const.SILENT_KINDS
