import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {{id: number, name: string, partner_id: number}|false} */
        this.switchboard_assignee = fields.Attr(false);
        this.switchboard_done = false;
        this.switchboard_snoozed_until = fields.Datetime();
        this.switchboard_unanswered_since = fields.Datetime();
    },
    /** Done or put off: nobody has to do anything now. */
    get switchboardIsClosed() {
        return Boolean(this.switchboard_done || this.switchboard_snoozed_until);
    },
    /**
     * Decides about the conversation; all browsers, this one too, hear of it over
     * the bus of the line.
     *
     * @param {string} method of discuss.channel
     * @param {any[]} [args]
     */
    async switchboardHandle(method, args = []) {
        await this.store.env.services.orm.call("discuss.channel", method, [[this.id], ...args]);
    },
};
patch(Thread.prototype, threadPatch);
