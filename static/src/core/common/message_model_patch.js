import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import { parseEmail } from "@mail/utils/common/format";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /** @type {number} arrival number in the index */
        this.switchboard_index_id = undefined;
        /** @type {"in"|"out"|undefined} */
        this.switchboard_direction = undefined;
        /** @type {number|false|undefined} */
        this.switchboard_outgoing_id = undefined;
        /** @type {string|false|undefined} */
        this.switchboard_state = undefined;
        this.switchboard_send_at = fields.Datetime();
        /** @type {string|false|undefined} */
        this.switchboard_error = undefined;
        /** @type {string|false|undefined} */
        this.switchboard_label = undefined;
        /** @type {string|false|undefined} */
        this.switchboard_cc = undefined;
    },
    get isSwitchboard() {
        return Boolean(this.thread?.isSwitchboard);
    },
    /** The name alone; the address stands in its title. */
    get authorName() {
        if (!this.isSwitchboard || this.author) {
            return super.authorName;
        }
        const [name, email] = parseEmail(this.email_from) || [];
        return name || email || this.email_from;
    },
    get bubbleColor() {
        if (!this.isSwitchboard || this.message_type === "notification") {
            return super.bubbleColor;
        }
        // ours against theirs, whoever of us wrote it
        return this.switchboard_direction === "in" ? "blue" : "green";
    },
    /** Customers see no reactions, and a reply goes to all anyway. */
    canAddReaction(thread) {
        return !this.isSwitchboard && super.canAddReaction(thread);
    },
};
patch(Message.prototype, messagePatch);
