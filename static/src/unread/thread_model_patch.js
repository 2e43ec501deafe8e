import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import "@mail/discuss/core/common/thread_model_patch";
import "@mail/discuss/core/public_web/thread_model_patch";

import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        /**
         * Where the line "New" stands: kept while the conversation is shown,
         * though it counts as read meanwhile.
         *
         * @type {number|false}
         */
        this.switchboardSeparator = false;
        const stockFirstUnread = this.firstUnreadMessage.compute;
        this.firstUnreadMessage = fields.One("mail.message", {
            /** @this {import("models").Thread} */
            compute() {
                return this.isSwitchboard
                    ? this.switchboardFirstUnread
                    : stockFirstUnread.call(this);
            },
            inverse: "threadAsFirstUnread",
        });
    },
    get switchboardFirstUnread() {
        const from = this.switchboardSeparator || this.switchboard_unread_from;
        if (!from) {
            return null;
        }
        return this.messages.find(
            (message) =>
                message.switchboard_direction === "in" && message.switchboard_index_id >= from
        );
    },
    get isUnread() {
        return this.isSwitchboard ? this.switchboard_unread > 0 : super.isUnread;
    },
    get importantCounter() {
        return this.isSwitchboard ? this.switchboard_unread : super.importantCounter;
    },
    get needactionCounter() {
        return this.isSwitchboard ? this.switchboard_unread : super.needactionCounter;
    },
    isDisplayedOnUpdate() {
        super.isDisplayedOnUpdate(...arguments);
        if (this.isSwitchboard) {
            this.switchboardSeparator = this.isDisplayed && this.switchboard_unread_from;
        }
    },
    markAsRead() {
        if (!this.isSwitchboard) {
            return super.markAsRead(...arguments);
        }
        if (!this.switchboard_unread || this.markingAsRead) {
            return;
        }
        if (!this.isLoaded) {
            return this.markAsReadOnceLoaded();
        }
        if (this.isDisplayed) {
            this.switchboardSeparator ||= this.switchboard_unread_from;
        }
        const arrivals = this.messages.map((message) => message.switchboard_index_id || 0);
        return this.switchboardMarkRead(Math.max(0, ...arrivals));
    },
    /** From a list: what is marked as read must be known. */
    async markAsReadOnceLoaded() {
        if (this.status === "loading") {
            await this.isLoadedDeferred;
            await new Promise(setTimeout); // the messages are added after it
        } else {
            await this.fetchNewMessages();
        }
        return this.isLoaded && this.markAsRead();
    },
    /** @param {number} index_id newest arrival seen */
    async switchboardMarkRead(index_id) {
        if (!index_id || index_id < this.switchboard_unread_from) {
            return;
        }
        this.markingAsRead = true;
        try {
            const data = await rpc(
                "/mail_switchboard/conversation/read",
                { channel_id: this.id, index_id },
                { silent: true }
            );
            this.store.insert(data);
        } finally {
            this.markingAsRead = false;
        }
    },
};
patch(Thread.prototype, threadPatch);
