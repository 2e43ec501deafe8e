import { Message } from "@mail/core/common/message_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /** @type {"incoming"|"colleague"|string|false|undefined} why it waits for a person */
        this.switchboard_paused = undefined;
    },
    get isSwitchboardPaused() {
        return Boolean(this.switchboard_paused && this.switchboard_state === "queued");
    },
};
patch(Message.prototype, messagePatch);
