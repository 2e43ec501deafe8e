import { Thread } from "@mail/core/common/thread_model";
import "@mail_switchboard/chatter/thread_model_patch";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    /** Whether what is written in this record's chatter leaves as an SMS. */
    get isSmsFrom() {
        return (
            this.hasSwitchboardFrom &&
            this.switchboardFromLines.some(
                ({ id, kind }) => kind === "sms" && id === this.switchboardFromLineId
            )
        );
    },
};
patch(Thread.prototype, threadPatch);
