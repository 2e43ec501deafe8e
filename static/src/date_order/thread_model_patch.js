import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import { compareMails } from "@mail_switchboard/date_order/compare_mails";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        // wherever a message comes in: page, bus, jump, post
        this.messages = fields.Many("mail.message", {
            /** @this {import("models").Thread} */
            sort(a, b) {
                return this.isSwitchboard ? compareMails(a, b) : 0;
            },
        });
    },
    /**
     * A late mail older than the loaded page would stand on top of a hole, and
     * paging would go on from it: it comes with its own page.
     */
    addOrReplaceMessage(message, tmpMsg) {
        if (!this.isSwitchboard) {
            return super.addOrReplaceMessage(...arguments);
        }
        if (message.in(this.messages)) {
            // the bus was quicker than the answer to our own post
            if (tmpMsg) {
                this.messages.delete(tmpMsg);
            }
            return;
        }
        const oldest = this.oldestPersistentMessage;
        if (oldest && this.loadOlder && compareMails(message, oldest) < 0) {
            return;
        }
        return super.addOrReplaceMessage(...arguments);
    },
    async fetchNewMessages() {
        if (this.isSwitchboard && !this.isLoaded && this.status !== "loading") {
            // stock filters the first page by id against what came by the bus
            this.messages = this.messages.filter((message) => !Number.isInteger(message.id));
        }
        return super.fetchNewMessages(...arguments);
    },
    async loadAround(messageId) {
        await super.loadAround(...arguments);
        if (!this.isSwitchboard || messageId === undefined) {
            return;
        }
        const position = this.messages.findIndex(({ id }) => id === messageId);
        if (position >= 0 && this.messages.length < this.store.FETCH_LIMIT * 2) {
            this.loadOlder = position >= this.store.FETCH_LIMIT - 1;
            this.loadNewer = this.messages.length - position - 1 >= this.store.FETCH_LIMIT;
        }
    },
};
patch(Thread.prototype, threadPatch);
