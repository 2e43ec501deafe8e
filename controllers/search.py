from odoo.fields import Domain

from odoo.addons.mail.controllers.discuss.search import SearchController


class SwitchboardSearchController(SearchController):
    def get_search_store(self, store, search_term, limit):
        """Find conversations by name, address and subject as well."""
        super().get_search_store(store, search_term, limit)
        Channel = self.env["discuss.channel"]
        term = search_term.strip()
        if not term:
            return
        domain = Domain.OR(
            Domain(name, "ilike", term)
            for name in (
                "name",
                "switchboard_counterpart_key",
                "switchboard_subject",
            )
        ) & Domain("switchboard_line_id", "!=", False)
        channels = Channel.search(
            domain, limit=limit, order="switchboard_last_date desc"
        )
        store.add(channels, Channel._switchboard_row_fields())
