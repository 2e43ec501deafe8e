import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    /** Arrival number of the newest message on the screen; 0 when there is none. */
    get switchboardNewest() {
        return Math.max(0, ...this.messages.map((message) => message.switchboard_index_id || 0));
    },
};
patch(Thread.prototype, threadPatch);
