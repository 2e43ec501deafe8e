import { fields } from "@mail/core/common/record";
import { Store } from "@mail/core/common/store_service";
import { cleanTerm } from "@mail/utils/common/format";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    setup() {
        super.setup(...arguments);
        const { compute, sort } = this.menuThreads;
        this.menuThreads = fields.Many("Thread", {
            /** @this {import("models").Store} */
            compute() {
                // stock shows conversations by membership, ours have no members
                return [...compute.call(this), ...this.computeSwitchboardMenuThreads()];
            },
            sort,
        });
    },
    /** All of the tab; where everything stands together only the unread ones. */
    computeSwitchboardMenuThreads() {
        const { activeTab, searchTerm } = this.discuss;
        const term = cleanTerm(searchTerm);
        return Object.values(this.Thread.records).filter(
            (thread) =>
                thread.isSwitchboard &&
                thread.switchboardLineAsListed &&
                (activeTab === thread.channel_type ||
                    (activeTab === "notification" && thread.isUnread)) &&
                cleanTerm(thread.displayName).includes(term)
        );
    },
};
patch(Store.prototype, storePatch);
