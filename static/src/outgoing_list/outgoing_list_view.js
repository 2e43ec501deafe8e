import { useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** The queue, and above it what should have left and has not. */
export class OutgoingListController extends ListController {
    static template = "mail_switchboard.OutgoingListView";

    setup() {
        super.setup();
        this.orm = useService("orm");
        /** @type {{sentences: string[]}} one for each line that is late */
        this.late = useState({ sentences: [] });
    }

    get modelParams() {
        const params = super.modelParams;
        // Whatever was stopped or sent meanwhile is not late any more.
        params.hooks = { ...params.hooks, onRootLoaded: () => void this.fetchLate() };
        return params;
    }

    async fetchLate() {
        this.late.sentences = await this.orm.silent.call(
            "switchboard.outgoing",
            "get_late_sentences",
            []
        );
    }

    get lateFilter() {
        const items = Object.values(this.env.searchModel.searchItems);
        return items.find((item) => item.name === "late");
    }

    onClickShowLate() {
        const { searchModel } = this.env;
        const { id } = this.lateFilter;
        if (!searchModel.query.some(({ searchItemId }) => searchItemId === id)) {
            searchModel.toggleSearchItem(id);
        }
    }
}

registry.category("views").add("switchboard_outgoing_list", {
    ...listView,
    Controller: OutgoingListController,
});
