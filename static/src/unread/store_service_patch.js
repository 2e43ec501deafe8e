import { Store } from "@mail/core/common/store_service";
import "@mail/core/web/store_service_patch";
import "@mail/discuss/core/web/store_service_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Store} */
const storePatch = {
    setup() {
        super.setup(...arguments);
        /** Sum over the lines as the server counted it at the start. */
        this.switchboard_unread = 0;
    },
    /** @returns {import("models").SwitchboardLine[]} */
    get switchboardLines() {
        return Object.values(this["switchboard.line"]?.records ?? {});
    },
    computeGlobalCounter() {
        const unread = this.switchboardLines.reduce((sum, line) => sum + (line.unread || 0), 0);
        return super.computeGlobalCounter() + unread;
    },
};
patch(Store.prototype, storePatch);
