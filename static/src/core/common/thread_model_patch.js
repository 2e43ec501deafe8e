import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
// its setup() must have run before ours redefines its fields
import "@mail/discuss/core/common/thread_model_patch";

import { patch } from "@web/core/utils/patch";
import { url } from "@web/core/utils/urls";

const CHANNEL_TYPES = ["email", "sms"];

/** @type {import("models").Thread} */
const threadPatch = {
    setup() {
        super.setup(...arguments);
        this.switchboard_line_id = fields.One("switchboard.line", { inverse: "threads" });
        this.switchboard_last_date = fields.Datetime();
        this.switchboard_unread = 0;
        /** @type {number|false} arrival number of the first unread message */
        this.switchboard_unread_from = false;
        this.switchboard_preview = "";
        /** @type {{name: string, email: string}[]} */
        this.switchboard_counterparts = fields.Attr([]);
        this.switchboard_subject = "";
        this.switchboard_can_send = false;
        /** @type {string|false} */
        this.switchboard_no_send_reason = false;
        const stockLastInterest = this.lastInterestDt.compute;
        this.lastInterestDt = fields.Datetime({
            /** @this {import("models").Thread} */
            compute() {
                return this.isSwitchboard
                    ? this.switchboard_last_date
                    : stockLastInterest.call(this);
            },
        });
    },
    /** Conversation of a line: an email or SMS exchange without members. */
    get isSwitchboard() {
        return this.model === "discuss.channel" && CHANNEL_TYPES.includes(this.channel_type);
    },
    get avatarUrl() {
        if (!this.isSwitchboard) {
            return super.avatarUrl;
        }
        return url(`/mail_switchboard/static/src/core/common/img/${this.channel_type}.svg`);
    },
    /**
     * All that happens is told on the bus of the line, by ids only. An open
     * socket outlives a withdrawn grant, so the channel's own bus stays unused.
     */
    get shouldSubscribeToBusChannel() {
        return !this.isSwitchboard && super.shouldSubscribeToBusChannel;
    },
    get inChathubOnNewMessage() {
        return !this.isSwitchboard && super.inChathubOnNewMessage;
    },
    get supportsCustomChannelName() {
        return !this.isSwitchboard && super.supportsCustomChannelName;
    },
};
patch(Thread.prototype, threadPatch);
