from odoo import models


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Subscribe internal users to the lines they read: one channel each."""
        channels = list(channels)
        if self.env.uid and self.env.user._is_internal():
            Line = self.env["switchboard.line"]
            channels.extend(Line.search([("can_read", "=", True)]))
        return super()._build_bus_channel_list(channels)
