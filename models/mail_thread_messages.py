from odoo import models


class MailThread(models.AbstractModel):
    """The chatter of any record knows how many emails belong to it."""

    _inherit = "mail.thread"

    def _thread_to_store(self, store, fields, *, request_list=None):
        super()._thread_to_store(store, fields, request_list=request_list)
        name = "switchboard_message_count"
        Shared = self.env["switchboard.shared.message"].sudo(False)
        if name not in (request_list or ()) or not Shared.has_access("read"):
            return
        for thread in self:
            count = Shared.search_count(Shared._about(thread))
            store.add(thread, {name: count}, as_thread=True)
