import { Thread } from "@mail/core/common/thread_model";
import "@mail_switchboard/core/common/thread_model_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {{id: number, name: string, address: string}[]|undefined} */
        this.switchboardFromLines = undefined;
        /** @type {number|undefined} 0: Odoo's own server */
        this.switchboardFromLineId = undefined;
    },
    /** Whether the user has a choice of lines here. */
    get hasSwitchboardFrom() {
        return Boolean(!this.isSwitchboard && this.switchboardFromLines?.length);
    },
};
patch(Thread.prototype, threadPatch);
