from odoo import api, models

# What has come to one of them answers nobody, or does so again.
_TURNS = ("stopped", "failed", "queued")


class SwitchboardOutgoing(models.Model):
    """A message that does not leave has answered nobody."""

    _inherit = "switchboard.outgoing"

    def _notify_state(self, state=None):
        result = super()._notify_state(state)
        turned = self.filtered(lambda outgoing: (state or outgoing.state) in _TURNS)
        self.env["discuss.channel"]._switchboard_find_unanswered(turned.channel_id.ids)
        return result

    @api.model
    def _bus_notes(self, line, notes):
        result = super()._bus_notes(line, notes)
        self.env["discuss.channel"]._switchboard_find_unanswered(
            [note[0] for note in notes if note[0] and note[3] in _TURNS]
        )
        return result
