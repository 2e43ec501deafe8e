import { Message } from "@mail/core/common/message_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /** @type {string|false|undefined} why it was not delivered */
        this.switchboard_bounce = undefined;
        /** @type {number|undefined} pictures from elsewhere, not shown here */
        this.switchboard_pictures_off = undefined;
    },
    get hasOriginal() {
        return Boolean(
            this.isSwitchboard && this.switchboard_index_id && this.thread.channel_type === "email"
        );
    },
    showOriginal({ pictures = false } = {}) {
        this.store.env.services["switchboard.full_mail"].open(this.switchboard_index_id, {
            pictures,
        });
    },
};
patch(Message.prototype, messagePatch);
