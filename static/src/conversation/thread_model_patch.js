import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {import("models").SwitchboardDetails|undefined} */
        this.switchboardDetails = fields.Attr(undefined);
    },
    /** People with their contacts, deals, colleagues, and other conversations. */
    async fetchSwitchboardDetails() {
        const details = await this.store.env.services.orm.silent.call(
            "discuss.channel",
            "get_switchboard_details",
            [[this.id]]
        );
        if (this.exists()) {
            this.switchboardDetails = details;
        }
    },
};
patch(Thread.prototype, threadPatch);
