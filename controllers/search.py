from odoo.addons.mail.controllers.discuss.search import SearchController


class SwitchboardSearchController(SearchController):
    def get_search_store(self, store, search_term, limit):
        """Find conversations by name, address and subject as well."""
        super().get_search_store(store, search_term, limit)
        Channel = self.env["discuss.channel"]
        channels = Channel._switchboard_search(search_term.strip(), limit)
        store.add(channels, Channel._switchboard_row_fields())
