import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import "@mail_switchboard/core/common/message_model_patch";

import { patch } from "@web/core/utils/patch";

const { DateTime } = luxon;

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        this.switchboard_state = fields.Attr(undefined, {
            /** @this {import("models").Message} */
            onUpdate() {
                this.watchOutgoing();
            },
        });
        this.switchboard_send_at = fields.Datetime({
            /** @this {import("models").Message} */
            onUpdate() {
                this.watchOutgoing();
            },
        });
    },
    watchOutgoing() {
        if (this.switchboard_outgoing_id) {
            this.store.env.services["switchboard.outgoing"]?.watch(this);
        }
    },
    get switchboardMillisecondsLeft() {
        return this.switchboard_send_at?.diff(DateTime.now()).toMillis();
    },
};
patch(Message.prototype, messagePatch);
