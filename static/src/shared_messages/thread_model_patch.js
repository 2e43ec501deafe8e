import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {number|undefined} of a record: emails and SMS that the user may see */
        this.switchboard_message_count = undefined;
    },
};
patch(Thread.prototype, threadPatch);
