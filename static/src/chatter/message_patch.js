import { Message } from "@mail/core/common/message";
import "@mail_switchboard/message/message_patch";

import { patch } from "@web/core/utils/patch";

patch(Message.prototype, {
    /** A record's message that left from a line shows its state as well. */
    get hasOutgoingState() {
        return super.hasOutgoingState || Boolean(this.message.switchboard_outgoing_id);
    },
});
